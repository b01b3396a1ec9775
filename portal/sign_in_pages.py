"""The pages behind /logga-in/: the second factor, slips and single sign-on."""

from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from portal.views import second_factor, single_sign_on, slip_sign_in

form = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("passkey/", form(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("andra-steget/", second_factor.second_factor, name="mfa_index"),
    path("andra-steget/klart/", second_factor.second_factor_done, name="second_factor_done"),
    path("andra-steget/kod/", form(mfa.authenticate), name="mfa_authenticate"),
    path("andra-steget/igen/", form(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "andra-steget/igen/passkey/",
        form(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("andra-steget/app/", form(second_factor.AddApp.as_view()), name="mfa_activate_totp"),
    path(
        "andra-steget/app/ta-bort/",
        form(second_factor.RemoveApp.as_view()),
        name="mfa_deactivate_totp",
    ),
    path("andra-steget/passkey/", form(second_factor.AddKey.as_view()), name="mfa_add_webauthn"),
    path(
        "andra-steget/passkey/<int:pk>/ta-bort/",
        form(second_factor.RemoveKey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path(
        "andra-steget/reservkoder/",
        require_safe(second_factor.RecoveryCodes.as_view()),
        name="mfa_view_recovery_codes",
    ),
    path(
        "andra-steget/reservkoder/nya/",
        form(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]

urlpatterns += [
    path("lapp/", slip_sign_in.slip_sign_in, name="slip_sign_in"),
    path("via/<slug:key>/", single_sign_on.single_sign_on, name="single_sign_on"),
    path(
        "via/<slug:provider_id>/tillbaka/", single_sign_on.callback, name="openid_connect_callback"
    ),
]

if settings.SAML:
    from portal.views import saml

    urlpatterns += [
        path("saml/<slug:organization_slug>/", saml.metadata, name="saml_metadata"),
        path("saml/<slug:organization_slug>/svar/", saml.answer, name="saml_acs"),
        path("saml/<slug:organization_slug>/svar/klart/", saml.finish, name="saml_finish_acs"),
        path("saml/<slug:organization_slug>/logga-ut/", saml.sign_out, name="saml_sls"),
    ]
