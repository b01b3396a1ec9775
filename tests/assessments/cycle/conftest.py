"""Actions of the small cast, and the days of this school year."""

import datetime
from typing import Any

import pytest

from assessments.cycle.years import year_of
from assessments.models import Action, CyclePhase
from assessments.terms import ActionStatus, Phase
from portal.days import today
from portal.models import Organisation, Unit
from portal.terms import Level
from tests.conftest import Cast

DAY = datetime.timedelta(days=1)


def add_action(
    organisation: Organisation, unit: Unit | None, title: str = "Läs ihop", **said: Any
) -> Action:
    """Under way at the unit's undervisning, or (no unit) at the huvudman, for two weeks more."""
    begins_on = today() - 7 * DAY
    usual = {
        "level": Level.UNDERVISNING if unit else Level.HUVUDMAN,
        "status": ActionStatus.ONGOING,
        "begins_on": begins_on,
        "ends_on": today() + 14 * DAY,
        "created_on": begins_on,
    }
    return Action.objects.create(organisation=organisation, unit=unit, title=title, **usual | said)


def set_year(organisation: Organisation, year: int | None = None) -> list[CyclePhase]:
    """Two months for each phase, from the middle of August."""
    year = year_of(today()) if year is None else year
    months = [(year, 8, 10), (year, 11, 12), (year + 1, 1, 3), (year + 1, 4, 6)]
    return [
        CyclePhase.objects.create(
            organisation=organisation,
            year=year,
            phase=phase,
            begins_on=datetime.date(first, begins, 15),
            ends_on=datetime.date(first, ends, 14),
        )
        for phase, (first, begins, ends) in zip(Phase, months, strict=True)
    ]


@pytest.fixture
def phases(cast: Cast) -> list[CyclePhase]:
    return set_year(cast.organisation)
