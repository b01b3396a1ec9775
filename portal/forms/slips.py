from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.models import User
from portal.slip_codes import as_made, is_well_typed
from portal.slips import Holders


class SlipsForm(forms.Form):
    """Whose slips are printed: unless told otherwise, those who have none."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Skriv ut lappar till"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Välj minst en person."),
            "invalid_choice": _(
                "Någon av dem du valde kan inte längre få en lapp. Välj bland dem som står här."
            ),
            "invalid_pk_value": _("Det gick inte att läsa vilka du valde. Välj igen."),
        },
    )

    def __init__(self, people: Holders, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        self.initial["people"] = [person.pk for person in people if not person.live_slips]


class SlipCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Koden på lappen"),
        help_text=_(
            "14 tecken. Stora och små bokstäver är detsamma, och bindestrecken kan du hoppa över."
        ),
        max_length=60,
        error_messages={
            "required": _("Skriv koden som står på lappen."),
            "max_length": _("Det här är för långt. Koden har 14 tecken."),
        },
        widget=forms.TextInput(
            attrs={
                "autocapitalize": "characters",
                "autocomplete": "off",
                "autocorrect": "off",
                "autofocus": True,
                "class": "code slip-code",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        code = as_made(self.cleaned_data["code"])
        if not is_well_typed(code):
            raise ValidationError(
                _(
                    "Något tecken har blivit fel. Koden har 14 tecken, och aldrig 0, 1, I, L eller "
                    "O. Jämför med lappen och rätta."
                )
            )
        return code
