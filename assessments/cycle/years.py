"""The school year and its four phases: when each of them is, and where in it a day is."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.models import CyclePhase
from assessments.terms import Phase
from portal.days import months_before


def year_of(day: datetime.date) -> int:
    """The first calendar year of the school year that the day is in."""
    return day.year if day.month >= 7 else day.year - 1


def first_day(year: int) -> datetime.date:
    return datetime.date(year, 7, 1)


def last_day(year: int) -> datetime.date:
    return datetime.date(year + 1, 6, 30)


def year_name(year: int) -> str:
    """As people say it: "2026/27"."""
    return f"{year}/{(year + 1) % 100:02d}"


def one_year_on(day: datetime.date) -> datetime.date:
    return months_before(day, -12)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase as a day sees it; without days where nobody has set them."""

    phase: Phase
    begins_on: datetime.date | None
    ends_on: datetime.date | None
    today: datetime.date

    @property
    def number(self) -> int:
        return list(Phase).index(self.phase) + 1

    @property
    def has_passed(self) -> bool:
        return self.ends_on is not None and self.ends_on < self.today

    @property
    def is_now(self) -> bool:
        return bool(self.begins_on and self.begins_on <= self.today and not self.has_passed)


@dataclass(frozen=True)
class SchoolYear:
    year: int
    today: datetime.date
    phases: tuple[CyclePhase, ...] = ()

    @property
    def name(self) -> str:
        return year_name(self.year)

    @property
    def begins_on(self) -> datetime.date:
        return first_day(self.year)

    @property
    def ends_on(self) -> datetime.date:
        return last_day(self.year)

    @cached_property
    def stretches(self) -> list[Stretch]:
        """All four in the order of the cycle."""
        days = {each.phase: each for each in self.phases}
        return [self._stretch(each, days.get(each)) for each in Phase]

    def _stretch(self, phase: Phase, days: CyclePhase | None) -> Stretch:
        if days is None:
            return Stretch(phase, None, None, self.today)
        return Stretch(phase, days.begins_on, days.ends_on, self.today)

    @property
    def now(self) -> Stretch | None:
        return next((each for each in self.stretches if each.is_now), None)

    @property
    def upcoming(self) -> Stretch | None:
        """The next one that has not begun."""
        later = (s for s in self.stretches if s.begins_on and s.begins_on > self.today)
        return next(later, None)

    @property
    def reading(self) -> str:
        """Where in the year the day is, in a sentence."""
        if not self.phases:
            return _("Läsåret %(year)s har inga datum ännu.") % {"year": self.name}
        if self.now and self.now.ends_on:
            return _("Nu: %(phase)s Till och med %(day)s.") % _told(self.now, self.now.ends_on)
        if self.upcoming and self.upcoming.begins_on:
            return _("Härnäst: %(phase)s Från och med %(day)s.") % _told(
                self.upcoming, self.upcoming.begins_on
            )
        return _("Läsårets fyra delar har varit.")


def _told(stretch: Stretch, day: datetime.date) -> dict[str, str]:
    return {"phase": str(stretch.phase.label), "day": date_format(day, "j F")}


def school_year(year: int, phases: Iterable[CyclePhase], today: datetime.date) -> SchoolYear:
    return SchoolYear(year, today, tuple(each for each in phases if each.year == year))
