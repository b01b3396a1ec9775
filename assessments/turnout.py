"""Who answered in an assessment, counted as distinct persons when it closes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from assessments.models import Assessment, Block, Participation, Rating, Round
from assessments.pooling import Group


@dataclass(slots=True)
class Turnout:
    """The distinct persons of one assessment: asked, with any answer, with at least one step.

    "Kan inte bedöma" is an answer, but only steps count towards the round's floor.
    """

    asked: set[int] = field(default_factory=set)
    answered: set[int] = field(default_factory=set)
    rated: set[int] = field(default_factory=set)


Turnouts = dict[int, Turnout]


def turnouts_of(assessments: Iterable[Assessment], voice: str = "response") -> Turnouts:
    """By assessment. `voice` is where the answers are: a participation's response or mirror."""
    turnouts = {assessment.pk: Turnout() for assessment in assessments}
    ratings = Rating.objects.filter(response=OuterRef(voice))
    asked = Participation.objects.filter(assessment__in=turnouts).annotate(
        answered=Exists(ratings), rated=Exists(ratings.filter(step__isnull=False))
    )
    for key, user, answered, rated in asked.values_list("assessment", "user", "answered", "rated"):
        turnouts[key].asked.add(user)
        turnouts[key].answered |= {user} if answered else set()
        turnouts[key].rated |= {user} if rated else set()
    return turnouts


def group_of(assessment: Assessment, turnout: Turnout) -> Group:
    unit = assessment.unit
    assert unit  # noqa: S101 (only the huvudman level has no unit)
    rated = frozenset(turnout.rated)
    return Group(assessment.pk, unit.main_form, rated, unit.sort_key, assessment.company)


def block_of(round: Round, group: list[Assessment], turnouts: Turnouts) -> Block:
    voices = [turnouts[assessment.pk] for assessment in group]
    return Block(
        round=round,
        level=group[0].level,
        asked=len(set().union(*(turnout.asked for turnout in voices))),
        answered=len(set().union(*(turnout.answered for turnout in voices))),
    )
