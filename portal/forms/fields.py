"""Fields that forms of more than one app need."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "required": _("Välj en dag."),
        "invalid": _("Skriv dagen som år-månad-dag, till exempel 2026-12-18."),
    }


class AddressField(forms.EmailField):
    """As sign-in looks it up: in lower case, and missing rather than empty.

    A letter that only looks like one of ours would make the address somebody else's.
    """

    default_error_messages = {
        "required": _("Skriv en e-postadress."),
        "invalid": _("Det här ser inte ut som en e-postadress. Skriv den som namn@exempel.se."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 254} | kwargs)

    def clean(self, value: Any) -> str | None:
        strange = next((sign for sign in str(value or "").strip() if not sign.isascii()), None)
        if strange:
            raise forms.ValidationError(_strange(strange))
        return super().clean(value).lower() or None


def _strange(sign: str) -> str:
    words = gettext(
        "Tecknet ”%(sign)s” (%(name)s) kan inte stå i en e-postadress här. Det kan likna en "
        "vanlig bokstav. Skriv adressen för hand, med bara a–z."
    )
    name = unicodedata.name(sign, f"U+{ord(sign):04X}")
    return words % {"sign": sign if sign.isprintable() else " ", "name": name}
