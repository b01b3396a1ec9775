"""A round's draft is written whole: its days, what it asks about, and where."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Assessment, Round, RoundFactor
from assessments.opening import Refused, hold
from assessments.placing import Companies, companies_of, leave_lone_units
from assessments.planning import plan, plan_reminders
from assessments.selection import in_asking_order
from assessments.terms import RoundState
from portal.models import Unit
from portal.terms import Level

Days = tuple[datetime.date, datetime.date]


def chosen_in(round: Round) -> dict[str, Any]:
    """The values of what the draft was saved with."""
    places = list(round.assessments.values_list("level", "unit"))
    return {
        "mirror": round.mirror,
        "factors": [each.factor_id for each in round.round_factors.all()],
        "levels": [level for level, _unit in places],
        "units": [unit for _level, unit in places if unit],
    }


@transaction.atomic
def save_draft(round: Round, chosen: dict[str, Any]) -> None:
    """Write the draft and its selection anew, unless it has opened meanwhile."""
    days_before = _days_of_held(round) if round.pk else None
    for name in ("title", "opens_on", "closes_on", "mirror", "floor"):
        setattr(round, name, chosen[name])
    round.save()
    _save_selection(round, chosen)
    _save_plan(round, days_before)


def _days_of_held(round: Round) -> Days:
    """A draft's days as they are saved; nobody else changes it until the transaction ends."""
    hold(round)
    if round.state is not RoundState.DRAFT:
        raise Refused(_("Omgången har öppnat, så den kan inte ändras längre."))
    return round.opens_on, round.closes_on


def _save_plan(round: Round, days_before: Days | None) -> None:
    """What the portal has planned follows new days; what people have changed stays."""
    if days_before is None:
        plan(round)
    elif days_before != (round.opens_on, round.closes_on):
        plan_reminders(round)


def _save_selection(round: Round, chosen: dict[str, Any]) -> None:
    round.round_factors.all().delete()
    RoundFactor.objects.bulk_create(
        RoundFactor(round=round, factor=factor, position=position)
        for position, factor in enumerate(in_asking_order(chosen["factors"]), 1)
    )
    companies = companies_of(round)
    round.assessments.all().delete()
    Assessment.objects.bulk_create(
        Assessment(round=round, level=level, unit=unit, company=_company(level, unit, companies))
        for level in chosen["levels"]
        for unit in ([None] if level is Level.HUVUDMAN else chosen["units"])
    )
    leave_lone_units(round.assessments.all())


def _company(level: Level, unit: Unit | None, companies: Companies) -> int | None:
    return companies.get(unit.pk) if unit and level.anonymous else None
