from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import User
from portal.rate_limits import tells_how_long


def tries_of(user: User) -> str:
    """What allauth counts a person's wrong codes by."""
    return f"mfa-auth-user-{user.pk}"


class CodeField(forms.CharField):
    """A code from an app, or one of the recovery codes where they are said to do."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {
            "autocomplete": "one-time-code",
            "autofocus": True,
            "class": "code",
            "inputmode": "numeric",
        }
        missing = {"required": _("Skriv koden.")}
        widget = forms.TextInput(attrs=attributes)
        super().__init__(max_length=20, error_messages=missing, widget=widget, **kwargs)


class AddAppForm(ActivateTOTPForm):
    code = CodeField(label=_("Kod"), help_text=_("De sex siffror som appen visar just nu."))


class AddKeyForm(AddWebAuthnForm):
    """Each key is a passkey: it can be signed in with alone, so it asks who holds it."""

    passwordless = None
    name = forms.CharField(
        label=_("Namn"),
        help_text=_("Så att du känner igen den, till exempel ”Jobbmobilen”."),
        max_length=60,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return super().clean()


class CodeForm(AuthenticateForm):
    code = CodeField(
        label=_("Kod"), help_text=_("Sex siffror från appen, eller en av dina reservkoder.")
    )

    def clean_code(self) -> str:
        return tells_how_long(super().clean_code, "login_failed", tries_of(self.user))


class CodeAgainForm(ReauthenticateForm):
    code = CodeField(
        label=_("Kod"), help_text=_("Sex siffror från appen, eller en av dina reservkoder.")
    )

    def clean_code(self) -> str:
        return tells_how_long(super().clean_code, "login_failed", tries_of(self.user))
