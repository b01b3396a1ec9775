"""Statistics: which file, and which measure to see beside which sub-goal."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from factors.figures.measures import measure_name
from factors.figures.reading import FILE_LIMIT
from factors.models import Figure, FigureLink, SubGoal
from portal.forms.files import ChosenFileForm
from portal.models import Organisation

Linked = list[tuple[SubGoal, list[FigureLink]]]


class FiguresFileForm(ChosenFileForm):
    kinds = ".json"
    help_text = _("JSON ur Skolverkets API Planned Educations, version 4.")
    limit = FILE_LIMIT
    too_large = _("Filen är för stor: den får vara högst 5 MB. Dela upp den på färre enheter.")


class LinkForm(forms.Form):
    """A measure that the organisation has figures of, and a sub-goal that lacks it."""

    sub_goal = forms.TypedChoiceField(
        label=_("Delmål"),
        coerce=int,
        error_messages={
            "required": _("Välj ett delmål."),
            "invalid_choice": _("Delmålet finns inte i den här skolformen. Välj ett i listan."),
        },
    )
    measure = forms.ChoiceField(
        label=_("Mått"),
        error_messages={
            "required": _("Välj ett mått."),
            "invalid_choice": _("Måttet finns inte bland det som är inläst. Välj ett i listan."),
        },
    )

    def __init__(
        self, organisation: Organisation, form: str, linked: Linked, data: QueryDict | None = None
    ) -> None:
        super().__init__(data, use_required_attribute=False)
        self.linked = {goal.pk: links for goal, links in linked}
        self.measures = measures_of(organisation, form)
        goals = [
            (goal.pk, f"{goal.row}. {Truncator(goal.text).chars(110)}") for goal, _links in linked
        ]
        first = [("", _("Välj"))]
        self.fields["sub_goal"].choices = [*first, *goals]  # type: ignore[attr-defined]
        self.fields["measure"].choices = [*first, *self.measures]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        links = self.linked.get(cleaned.get("sub_goal", 0), [])
        if cleaned.get("measure") in {link.measure for link in links}:
            self.add_error("measure", _("Måttet står redan vid det delmålet."))
        return cleaned


def measures_of(organisation: Organisation, form: str) -> list[tuple[str, str]]:
    """The measures that have been read for the school form, by name."""
    figures = Figure.objects.filter(unit__organisation=organisation, school_form=form)
    codes = figures.order_by("measure").values_list("measure", flat=True).distinct()
    return sorted(((code, measure_name(code)) for code in codes), key=lambda each: each[1])
