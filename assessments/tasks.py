"""The self-assessments that a person can answer today, with how much of each is left."""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Exists,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from assessments.models import Participation, Rating
from assessments.terms import minutes_to_answer
from factors.models import Statement
from factors.terms import OVERALL_ROW
from portal.days import today
from portal.models import User
from portal.terms import ABOVE

# The level that a participation mirrors, if any.
LEVEL_ABOVE = Case(
    When(mirror=None, then=None),
    *(When(assessment__level=level, then=Value(above.value)) for level, above in ABOVE.items()),
)


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
    """What the person can answer today, the nearest last day first."""
    return [_task(participation) for participation in _answerable(user)]


def _task(participation: Any) -> Task:
    left = participation.asked - participation.rated
    untouched = participation.factors - participation.factors_begun
    return Task(participation, participation.asked, left, minutes_to_answer(untouched, left))


def _answerable(user: User) -> QuerySet[Participation]:
    mirrored = Q(level=OuterRef("level_above"), row__gt=OVERALL_ROW)
    asked = Statement.objects.ratable().filter(
        Q(level=OuterRef("assessment__level")) | mirrored,
        factor__rounds=OuterRef("assessment__round"),
    )
    voice = Q(response=OuterRef(OuterRef("response"))) | Q(response=OuterRef(OuterRef("mirror")))
    own = Rating.objects.filter(voice, statement=OuterRef("pk"))
    rated = asked.filter(Exists(own))
    return (
        Participation.objects.visible_to(user)
        .filter(
            assessment__closed_at=None,
            assessment__round__closed_at=None,
            assessment__round__closes_on__gte=today(),
        )
        .select_related("assessment__round__organisation", "assessment__unit", "response")
        .annotate(level_above=LEVEL_ABOVE)
        .annotate(
            asked=_count(asked, "pk"),
            rated=_count(rated, "pk"),
            factors=_count(asked, "factor"),
            factors_begun=_count(rated, "factor"),
        )
        .order_by("assessment__round__closes_on", "pk")
    )


def _count(statements: QuerySet[Statement], field: str) -> Subquery:
    """Of all that they find: grouped, they would be counted level by level."""
    number = Func(field, template="COUNT(DISTINCT %(expressions)s)", output_field=IntegerField())
    return Subquery(statements.order_by().annotate(n=number).values("n"))
