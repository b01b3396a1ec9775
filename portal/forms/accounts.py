from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.rate_limits import tells_how_long


class RequestCodeForm(RequestLoginCodeForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("E-postadress")
        email.help_text = _("Den adress som din arbetsgivare har lagt in, oftast din jobbadress.")
        email.error_messages["required"] = _("Skriv din e-postadress.")
        email.error_messages["invalid"] = _(
            "Det här ser inte ut som en e-postadress. Skriv den som namn@exempel.se."
        )
        email.widget.attrs |= {"autofocus": True}
        del email.widget.attrs["placeholder"]

    def clean_email(self) -> str:
        key = self.cleaned_data["email"].lower()
        return tells_how_long(super().clean_email, "request_login_code", key)


class ConfirmCodeForm(ConfirmLoginCodeForm):
    code = forms.CharField(
        label=_("Kod"),
        help_text=_("Åtta siffror. Bindestrecket kan du hoppa över."),
        max_length=20,
        error_messages={"required": _("Skriv koden från mejlet.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autofocus": True,
                "class": "code",
                "inputmode": "numeric",
            }
        ),
    )
