"""The demo organisation's year: when its four phases are."""

import datetime

from assessments.cycle.years import first_day, year_of
from assessments.models import CyclePhase
from assessments.terms import Phase
from portal.days import today
from portal.models import Organisation

WEEK = datetime.timedelta(weeks=1)
# The weeks of the school year, counted from the first of July, both included.
PHASES = {Phase.WHERE: (7, 16), Phase.AIM: (17, 22), Phase.HOW: (23, 43), Phase.OUTCOME: (44, 50)}


def set_phases(organisation: Organisation) -> None:
    year = year_of(today())
    monday = first_day(year) - datetime.timedelta(days=first_day(year).weekday())
    CyclePhase.objects.bulk_create(
        CyclePhase(
            organisation=organisation,
            year=year,
            phase=phase,
            begins_on=monday + first * WEEK,
            ends_on=monday + last * WEEK + datetime.timedelta(days=4),
        )
        for phase, (first, last) in PHASES.items()
    )
