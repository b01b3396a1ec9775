"""What is a person's own today: what to answer, lead, read and administer."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from itertools import groupby
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

from assessments.models import Assessment, Participation, Rating, Round
from assessments.questions import Questions, questions_of
from assessments.terms import RoundState, minutes_to_answer
from factors.models import Statement
from factors.terms import OVERALL_ROW
from portal.days import today
from portal.models import Membership, Organisation, User
from portal.terms import ABOVE, HUVUDMAN_ROLES, Role

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


@dataclass(frozen=True)
class Desk:
    """What is a person's own in one organisation."""

    organisation: Organisation
    roles: frozenset[str]
    tasks: list[Task]
    led: list[Assessment]
    results: list[Assessment]
    rounds: list[Round]
    questions: list[Questions]

    @property
    def administers(self) -> bool:
        return Role.ADMIN in self.roles

    @property
    def governs(self) -> bool:
        return not self.roles.isdisjoint(HUVUDMAN_ROLES)

    @property
    def current_rounds(self) -> list[Round]:
        """Drafts and open rounds, for those at huvudman level."""
        return [r for r in self.rounds if self.governs and r.state is not RoundState.CLOSED]

    @property
    def latest_round(self) -> Round | None:
        """The round whose overview is the news, for those at huvudman level."""
        closed = [r for r in self.rounds if self.governs and r.state is RoundState.CLOSED]
        return max(closed, key=lambda r: (r.closes_on, r.pk), default=None)

    @property
    def is_empty(self) -> bool:
        return not (self.tasks or self.led or self.results or self.governs)


def desks_of(user: User, organisation: Organisation | None = None) -> list[Desk]:
    """A desk for each organisation where the person works today, or for the one named."""
    mine = user.memberships.current().select_related("organisation", "unit")
    if organisation:
        mine = mine.filter(organisation=organisation)
    memberships = list(mine.order_by("organisation__sort_key", "organisation", "pk"))
    tasks, rounds = tasks_of(user), list(Round.objects.visible_to(user))
    assessments = list(_at_units_of(memberships))
    return [
        _desk(place, list(here), tasks, rounds, assessments)
        for place, here in groupby(memberships, key=lambda m: m.organisation)
    ]


def _desk(
    organisation: Organisation,
    here: list[Membership],
    tasks: list[Task],
    rounds: list[Round],
    assessments: list[Assessment],
) -> Desk:
    led_units = {m.unit_id for m in here if m.role == Role.REKTOR}
    roles = frozenset(m.role for m in here)
    at_units = [a for a in assessments if a.round.organisation_id == organisation.pk]
    own_rounds = [r for r in rounds if r.organisation_id == organisation.pk]
    return Desk(
        organisation=organisation,
        roles=roles,
        tasks=[t for t in tasks if _round_of(t).organisation_id == organisation.pk],
        led=_firsts(
            (a for a in at_units if a.unit_id in led_units and _is_open(a)),
            lambda a: (a.unit_id, a.round_id),
        ),
        results=_firsts(
            (a for a in at_units if a.round.state is RoundState.CLOSED), lambda a: a.unit_id
        ),
        rounds=own_rounds,
        questions=questions_of(
            not roles.isdisjoint(HUVUDMAN_ROLES),
            own_rounds,
            [a for a in at_units if a.unit_id in led_units],
        ),
    )


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


def _at_units_of(memberships: list[Membership]) -> QuerySet[Assessment]:
    """Opened assessments at the person's own units, the latest round first."""
    units = {m.unit_id for m in memberships if m.unit_id}
    return (
        Assessment.objects.filter(unit__in=units, round__opened_at__isnull=False)
        .select_related("round", "unit")
        .order_by("unit__sort_key", "unit", "-round__closes_on", "-round", "closed_at")
    )


def _firsts(
    assessments: Iterable[Assessment], key: Callable[[Assessment], Hashable]
) -> list[Assessment]:
    firsts: dict[Hashable, Assessment] = {}
    for assessment in assessments:
        firsts.setdefault(key(assessment), assessment)
    return list(firsts.values())


def _is_open(assessment: Assessment) -> bool:
    return assessment.closed_at is None and assessment.round.state is RoundState.OPEN


def _round_of(task: Task) -> Round:
    return task.participation.assessment.round
