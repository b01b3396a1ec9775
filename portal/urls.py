from allauth.account import views as account
from django.urls import include, path

urlpatterns = [
    path("logga-in/", account.request_login_code, name="account_login"),
    path("logga-in/", account.request_login_code, name="account_request_login_code"),
    path("logga-in/kod/", account.confirm_login_code, name="account_confirm_login_code"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("", include("factors.urls")),
    path("", include("assessments.urls")),
]

handler500 = "portal.views.errors.server_error"
