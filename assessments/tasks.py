"""The self-assessments that a person can answer today, with how much of each is left."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assessments.models import Participation, Rating, RoundFactor
from assessments.terms import minutes_to_answer
from factors.terms import OVERALL_ROW
from portal.days import today
from portal.models import User

# How many statements there are, by factor.
Counts = dict[int, int]


@dataclass(frozen=True)
class Task:
    """A self-assessment that a person can answer today; `left` statements are not rated."""

    participation: Participation
    asked: int
    left: int
    minutes_left: int

    @property
    def rated(self) -> int:
        return self.asked - self.left

    @property
    def handed_in(self) -> bool:
        response = self.participation.response
        return response is not None and response.handed_in_on is not None


def tasks_of(user: User) -> list[Task]:
    """What the person can answer today, the nearest last day first.

    One query where there is nothing, which is most days, and else three.
    """
    found = list(_answerable(user))
    if not found:
        return []
    asked, rated = _asked(found), _rated(found)
    return [_task(each, asked, rated) for each in found]


def _answerable(user: User) -> QuerySet[Participation]:
    return (
        Participation.objects.visible_to(user)
        .filter(
            assessment__closed_at=None,
            assessment__round__closed_at=None,
            assessment__round__closes_on__gte=today(),
        )
        .select_related("assessment__round__organisation", "assessment__unit", "response")
        .order_by("assessment__round__closes_on", "pk")
    )


def _task(
    participation: Participation,
    asked: dict[tuple[int, str, bool], Counts],
    rated: dict[int, Counts],
) -> Task:
    place, mirrored = participation.assessment, participation.mirrored
    whole = [asked.get((place.round_id, place.level, False), {})]
    if mirrored:
        whole.append(asked.get((place.round_id, mirrored, True), {}))
    begun = [rated.get(voice, {}) for voice in _voices(participation)]
    left = _all(whole) - _all(begun)
    untouched = set[int]().union(*whole).difference(*begun)
    return Task(participation, _all(whole), left, minutes_to_answer(len(untouched), left))


def _all(counts: Collection[Counts]) -> int:
    return sum(sum(each.values()) for each in counts)


def _voices(participation: Participation) -> Iterator[int]:
    """The responses, which may be to the own level and to the level above."""
    for voice in (participation.response_id, participation.mirror_id):
        if voice is not None:
            yield voice


def _asked(found: Collection[Participation]) -> dict[tuple[int, str, bool], Counts]:
    """By round, level, and whether it is mirrored: then it is without the overall question."""
    rounds = {each.assessment.round_id for each in found}
    ratable = Q(factor__statements__complete=True)
    rows = ratable & Q(factor__statements__row__gt=OVERALL_ROW)
    counted = (
        RoundFactor.objects.filter(ratable, round__in=rounds)
        .order_by()
        .values_list("round", "factor__statements__level", "factor")
        .annotate(Count("factor__statements"), rows=Count("factor__statements", filter=rows))
    )
    asked: dict[tuple[int, str, bool], Counts] = {}
    for round, level, factor, statements, without_overall in counted:
        asked.setdefault((round, level, False), {})[factor] = statements
        if without_overall:
            asked.setdefault((round, level, True), {})[factor] = without_overall
    return asked


def _rated(found: Collection[Participation]) -> dict[int, Counts]:
    """By response."""
    voices = [voice for each in found for voice in _voices(each)]
    counted = Rating.objects.filter(response__in=voices).order_by()
    rated: dict[int, Counts] = {}
    for response, factor, ratings in counted.values_list("response", "statement__factor").annotate(
        Count("pk")
    ):
        rated.setdefault(response, {})[factor] = ratings
    return rated
