"""Fields of the rounds' forms."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from assessments.terms import FLOOR, HIGHEST_FLOOR

ONE_LINE = RegexValidator(
    r"[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060\ufeff\ufffe\uffff]",
    _("Titeln innehåller tecken som inte syns. Skriv den för hand i stället för att klistra in."),
    inverse_match=True,
)


class ChosenField(forms.MultipleChoiceField):
    """Several of the things that are offered, in their order; asks the database nothing."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_choice": _("Något av det som valdes finns inte här längre. Välj igen."),
        "invalid_list": _("Något av det som valdes finns inte här längre. Välj igen."),
    }
    things: Mapping[str, Any] = {}

    def offer(self, things: Mapping[str, Any], labels: Iterable[Any]) -> None:
        """The things by their value; labels are choices as a widget takes them."""
        self.things, self.choices = things, list(labels)

    def valid_value(self, value: Any) -> bool:
        return str(value) in self.things

    def clean(self, value: Any) -> list[Any]:
        return self.among(super().clean(value))

    def among(self, values: Iterable[Any]) -> list[Any]:
        chosen = {str(value) for value in values}
        return [thing for value, thing in self.things.items() if value in chosen]


class MirrorField(forms.BooleanField):
    """Whether each level also rates the rows of the level above it."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Spegling: varje nivå skattar också nivån ovanför"),
            required=False,
            help_text=_(
                "Undervisning skattar rektors påståenden och rektor huvudmannens, alltid anonymt. "
                "Samma påstående visas sedan från båda sidor. "
                "Det tar några minuter längre att svara."
            ),
        )


class FloorField(forms.IntegerField):
    """The smallest group that a round shows."""

    default_error_messages = {
        "required": _("Skriv ett tal. Minsta grupp är 5 personer, om inget annat behövs."),
        "invalid": _("Skriv ett helt tal, till exempel 5."),
        "min_value": _("Färre än %(limit_value)d personer visas aldrig. Skriv ett högre tal."),
        "max_value": _("Skriv högst %(limit_value)d, annars blir det för lite kvar att visa."),
    }

    def __init__(self) -> None:
        super().__init__(
            label=_("Minsta grupp som visas"),
            help_text=_(
                "Svar från undervisningen visas aldrig för färre personer än så, lägst 5. Ett "
                "högre tal skyddar mer, men då räknas fler enheter ihop. När omgången har öppnat "
                "kan talet inte ändras."
            ),
            initial=FLOOR,
            min_value=FLOOR,
            max_value=HIGHEST_FLOOR,
        )

    def read(self, value: Any) -> int:
        """What is written, or as much as always holds where that makes no sense."""
        try:
            return int(self.clean(value))
        except forms.ValidationError:
            return FLOOR
