"""What closing will do, told to whoever is about to close, from who is asked alone.

While a round is open nothing is said that depends on who has answered: a unit where many are
asked may still turn out too small.
"""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from assessments.models import Assessment, Participation, Round
from assessments.terms import FLOOR, Outcome
from portal.models import Unit
from portal.terms import Level


@dataclass(frozen=True, slots=True)
class Foresight:
    """`people`: distinct persons asked. `alone`: units shown by themselves if five answer there.

    `pooled`: units where too few are asked, or that closed early with too few answers; their
    answers are added to others'. `left_out`: even all asked are too few to show together.
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
    alone = {each for each, who in anonymous.items() if _stands_alone(each, who)}
    voices = frozenset().union(*anonymous.values())
    return Foresight(
        people=len(frozenset().union(*asked.values())),
        alone=tuple(each.unit for each in anonymous if each in alone and each.unit),
        pooled=tuple(each.unit for each in anonymous if each not in alone and each.unit),
        left_out=0 < len(voices) < FLOOR,
    )


def _with_persons(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    asked = Prefetch("participations", Participation.objects.only("assessment_id", "user_id"))
    units = assessments.select_related("unit").order_by("unit__sort_key", "pk")
    return units.prefetch_related(asked)


def _persons(assessment: Assessment) -> frozenset[int]:
    return frozenset(each.user_id for each in assessment.participations.all())


def _stands_alone(assessment: Assessment, asked: frozenset[int]) -> bool:
    return assessment.closed_at is None and len(asked) >= FLOOR
