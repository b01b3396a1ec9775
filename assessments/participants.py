"""The people asked in a round that is open, and who else could be asked, place by place."""

from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from assessments.models import Assessment, Participation, Round
from assessments.opening import askable
from portal.models import Membership, Unit
from portal.terms import Level


@dataclass(slots=True)
class Asked:
    """Those asked in one assessment, and those who have started since and are not."""

    assessment: Assessment
    level: Level
    participations: list[Participation] = field(default_factory=list)
    others: list[Membership] = field(default_factory=list)


@dataclass(slots=True)
class UnitAsked:
    """How many are asked at each level of a unit; none where the level takes no part."""

    unit: Unit
    rektor: int | None = None
    undervisning: int | None = None


def asked_at(round: Round, unit: Unit | None) -> list[Asked]:
    """The levels of one unit (without a unit: of the huvudman) in the order of the chain."""
    assessments = round.assessments.filter(unit=unit)
    places = {each.level: Asked(each, Level(each.level)) for each in assessments}
    already = set()
    for participation in _participations(assessments):
        level = participation.assessment.level
        places[level].participations.append(participation)
        already.add((level, participation.user_id))
    for membership in _people(round, unit):
        if membership.role in places and (membership.role, membership.user_id) not in already:
            places[membership.role].others.append(membership)
    return [places[level] for level in Level if level in places]


def _participations(assessments: QuerySet[Assessment]) -> QuerySet[Participation]:
    asked = Participation.objects.filter(assessment__in=assessments)
    return asked.select_related("user", "assessment").order_by("user__sort_key", "user")


def _people(round: Round, unit: Unit | None) -> QuerySet[Membership]:
    people = askable(round.organisation).filter(unit=unit)
    return people.select_related("user").order_by("user__sort_key", "user")


def units_asked(round: Round) -> list[UnitAsked]:
    assessments = round.assessments.filter(unit__isnull=False).select_related("unit")
    counted = assessments.annotate(asked=Count("participations"))
    units: dict[int | None, UnitAsked] = {}
    for each in counted.order_by("unit__sort_key", "unit"):
        if each.unit:
            setattr(units.setdefault(each.unit_id, UnitAsked(each.unit)), each.level, each.asked)
    return list(units.values())
