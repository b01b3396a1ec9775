"""The days of a school year's four phases, set for all units at once."""

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import transaction
from django.forms import BoundField
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.cycle.years import first_day, last_day, one_year_on, year_name
from assessments.models import CyclePhase
from assessments.terms import Phase
from portal.forms.fields import DayField
from portal.models import Organisation


class CycleForm(forms.Form):
    """A year without days begins with those of the year before, one year on."""

    def __init__(
        self, organisation: Organisation, year: int, data: QueryDict | None = None
    ) -> None:
        super().__init__(data)
        self.organisation, self.year = organisation, year
        found = list(organisation.cycle.filter(year__in=(year - 1, year)))
        self.saved = [each for each in found if each.year == year]
        self.copied = [] if self.saved else found
        for phase in Phase:
            self.fields[f"{phase}_begins_on"] = DayField(label=_("Från"))
            self.fields[f"{phase}_ends_on"] = DayField(label=_("Till och med"))
        self.initial = dict(_days(self.saved or self.copied, moved=bool(self.copied)))

    def rows(self) -> Iterator[tuple[Phase, BoundField, BoundField]]:
        """Each phase with its two days."""
        for phase in Phase:
            yield phase, self[f"{phase}_begins_on"], self[f"{phase}_ends_on"]

    def clean(self) -> dict[str, Any]:
        """The phases come one after another; between them there may be days."""
        before: Phase | None = None
        for phase in Phase:
            begins, ends = self._within(f"{phase}_begins_on"), self._within(f"{phase}_ends_on")
            if begins and ends and ends < begins:
                words = _(
                    "Sista dagen är före den första, %(day)s. Välj den dagen eller en senare."
                )
                self.add_error(f"{phase}_ends_on", words % {"day": date_format(begins, "j F Y")})
            self._follows(phase, before)
            before = phase
        return self.cleaned_data

    def _within(self, name: str) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data.get(name)
        if day and not first_day(self.year) <= day <= last_day(self.year):
            words = _("Dagen är inte i läsåret %(year)s. Välj en dag från %(first)s till %(last)s.")
            self.add_error(
                name,
                words
                % {
                    "year": year_name(self.year),
                    "first": date_format(first_day(self.year), "j F Y"),
                    "last": date_format(last_day(self.year), "j F Y"),
                },
            )
        return day

    def _follows(self, phase: Phase, before: Phase | None) -> None:
        begins = self.cleaned_data.get(f"{phase}_begins_on")
        ended = self.cleaned_data.get(f"{before}_ends_on") if before else None
        if begins and ended and begins <= ended:
            words = _("”%(before)s” slutar %(day)s. Välj en dag efter den.")
            told = {"before": before.label if before else "", "day": date_format(ended, "j F Y")}
            self.add_error(f"{phase}_begins_on", words % told)

    @transaction.atomic
    def save(self) -> None:
        for phase, *_fields in self.rows():
            days = {day: self.cleaned_data[f"{phase}_{day}"] for day in ("begins_on", "ends_on")}
            CyclePhase.objects.update_or_create(
                organisation=self.organisation, year=self.year, phase=phase, defaults=days
            )


def _days(phases: list[CyclePhase], moved: bool) -> Iterator[tuple[str, datetime.date]]:
    for each in phases:
        for name in ("begins_on", "ends_on"):
            day = getattr(each, name)
            yield f"{each.phase}_{name}", one_year_on(day) if moved else day
