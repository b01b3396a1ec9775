from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.foreseeing import Forecast
from portal.models import Unit


class PlacementForm(forms.Form):
    """Two of the draft's units to count together; each is offered with how many work there."""

    unit = forms.ChoiceField(
        label=_("Enhet"),
        error_messages={
            "required": _("Välj en enhet."),
            "invalid_choice": _("Enheten är inte med i omgången längre. Välj en annan."),
        },
    )
    other = forms.ChoiceField(
        label=_("Räknas ihop med"),
        error_messages={
            "required": _("Välj den enhet som den ska räknas ihop med."),
            "invalid_choice": _("Enheten är inte med i omgången längre. Välj en annan."),
        },
    )

    def __init__(self, forecast: Forecast | None, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="placement_%s")
        sizes = forecast.sizes if forecast else {}
        self.units = {unit.slug: unit for unit in sizes}
        offered = [(unit.slug, _sized(unit, size)) for unit, size in sizes.items()]
        for field in self.fields.values():
            field.choices = [("", _("Välj en enhet")), *offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        if not self.errors and chosen["unit"] == chosen["other"]:
            self.add_error("other", _("Välj två olika enheter."))
        return chosen

    @property
    def both(self) -> tuple[Unit, Unit]:
        unit, other = (self.units[self.cleaned_data[name]] for name in ("unit", "other"))
        return unit, other


def _sized(unit: Unit, size: int) -> str:
    people = ngettext("%(number)d person", "%(number)d personer", size) % {"number": size}
    return f"{unit} ({people})"
