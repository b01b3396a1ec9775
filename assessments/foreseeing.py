"""What closing will do, told beforehand from who is asked alone.

While a round is open nothing is said that depends on who has answered: a unit where many are
asked may still turn out too small.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from assessments.models import Assessment, Participation, Round
from assessments.opening import askable
from assessments.placing import Companies, companies_of
from assessments.pooling import Group, Pool, form_blocks, persons_in
from assessments.terms import Outcome
from portal.models import Unit
from portal.terms import Level, Role


class Together(NamedTuple):
    """Units whose voices are counted together, and how many persons that is."""

    units: tuple[Unit, ...]
    people: int


class Forecast(NamedTuple):
    """What will be shown of the anonymous level, if all who can be asked today answer.

    `sizes`: how many that is at each unit.
    """

    floor: int
    sizes: dict[Unit, int]
    alone: list[Together]
    pooled: list[Together]
    left_out: Together | None = None


def forecast_of(draft: Round) -> Forecast:
    """As the draft is saved."""
    teaching = draft.assessments.filter(level=Level.UNDERVISNING)
    units = Unit.objects.filter(assessments__in=teaching)
    return forecast(draft, list(units), draft.floor)


def forecast(draft: Round, units: Collection[Unit], floor: int) -> Forecast:
    """In two queries. Units where nobody can be asked are shown nowhere."""
    by_key = {unit.pk: unit for unit in units}
    persons: dict[int, set[int]] = {unit.pk: set() for unit in units}
    teachers = askable(draft.organisation).filter(role=Role.UNDERVISNING, unit__in=by_key)
    for unit, user in teachers.values_list("unit", "user"):
        persons[unit].add(user)
    companies = companies_of(draft)
    asked = (_group(by_key[key], frozenset(who), companies) for key, who in persons.items() if who)
    blocks, left_out = form_blocks(asked, floor)
    told = [_together(pool, by_key) for pool in blocks]
    return Forecast(
        floor=floor,
        sizes={by_key[key]: len(who) for key, who in persons.items()},
        alone=[each for each in told if len(each.units) == 1],
        pooled=[each for each in told if len(each.units) > 1],
        left_out=_together(left_out, by_key) if left_out else None,
    )


def _group(unit: Unit, persons: frozenset[int], companies: Companies) -> Group:
    return Group(unit.pk, unit.main_form, persons, unit.sort_key, companies.get(unit.pk))


def _together(pool: Pool, units: dict[int, Unit]) -> Together:
    return Together(tuple(units[group.key] for group in pool), persons_in(pool))


@dataclass(frozen=True, slots=True)
class Foresight:
    """`people`: distinct persons asked. `alone`: units shown by themselves if the floor answer.

    `pooled`: units where too few are asked, that closed early with too few answers, or that were
    placed together; their answers are added to others'. `left_out`: even all asked are too few
    to show together.
    """

    people: int
    alone: tuple[Unit, ...]
    pooled: tuple[Unit, ...]
    left_out: bool


def what_will_happen(round: Round, unit: Unit | None = None) -> Foresight:
    """What closing the round, or one unit of it, will do; two queries."""
    pending = round.assessments.filter(outcome=Outcome.PENDING)
    if unit:
        pending = pending.filter(unit=unit, closed_at=None)
    asked = {each: _persons(each) for each in _with_persons(pending)}
    anonymous = {each: who for each, who in asked.items() if Level(each.level).anonymous and who}
    alone = {each for each, who in anonymous.items() if _stands_alone(each, who, round.floor)}
    voices = frozenset().union(*anonymous.values())
    return Foresight(
        people=len(frozenset().union(*asked.values())),
        alone=tuple(each.unit for each in anonymous if each in alone and each.unit),
        pooled=tuple(each.unit for each in anonymous if each not in alone and each.unit),
        left_out=0 < len(voices) < round.floor,
    )


def _with_persons(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    asked = Prefetch("participations", Participation.objects.only("assessment_id", "user_id"))
    units = assessments.select_related("unit").order_by("unit__sort_key", "pk")
    return units.prefetch_related(asked)


def _persons(assessment: Assessment) -> frozenset[int]:
    return frozenset(each.user_id for each in assessment.participations.all())


def _stands_alone(assessment: Assessment, asked: frozenset[int], floor: int) -> bool:
    placed = assessment.company is not None
    return assessment.closed_at is None and not placed and len(asked) >= floor
