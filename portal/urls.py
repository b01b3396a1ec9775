from allauth.account import views as allauth
from django.conf import settings
from django.urls import include, path

from portal import demo
from portal.sign_in_mail import is_in_trouble
from portal.views import accounts, sessions

request_code = accounts.own_sign_in_first(
    allauth.RequestLoginCodeView.as_view(
        extra_context={
            "demo_people": demo.people if settings.DEMO else None,
            "demo_editors": demo.editors if settings.DEMO else None,
            "demo_stewards": demo.stewards if settings.DEMO else None,
            "mail_trouble": is_in_trouble,
        }
    )
)

urlpatterns = [
    path("logga-in/", request_code, name="account_login"),
    path("logga-in/", request_code, name="account_request_login_code"),
    path("logga-in/kod/", accounts.confirm_code, name="account_confirm_login_code"),
    # allauth names this page in its mails; nobody signs up here.
    path("logga-in/konto/", accounts.no_account, name="account_signup"),
    path("logga-in/fortsatt/", sessions.session_continue, name="session_continue"),
    path("logga-ut/", allauth.logout, name="account_logout"),
    path("logga-ut/overallt/", sessions.sign_out_everywhere, name="sign_out_everywhere"),
    path("logga-in/", include("portal.sign_in_pages")),
    # First: /katalog/handelser/ is the catalogue's page, and no organisation is named katalog.
    path("", include("factors.urls")),
    path("", include("portal.pages")),
    path("", include("assessments.urls")),
]

if settings.DEMO:
    urlpatterns.insert(0, path("demo/logga-in/", accounts.demo_sign_in, name="demo_sign_in"))

handler400 = "portal.views.errors.bad_request"
handler429 = "portal.views.errors.too_many_requests"
handler500 = "portal.views.errors.server_error"
