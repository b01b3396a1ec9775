"""What is a person's own today: what to answer, lead, read and administer."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet, prefetch_related_objects

from assessments.agenda import Agenda, UnitNews, agendas_of
from assessments.models import Assessment, Round
from assessments.questions import Questions, questions_of
from assessments.tasks import Task, tasks_of
from assessments.terms import RoundState
from portal.models import Membership, Organisation, User
from portal.terms import HUVUDMAN_ROLES, Role


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
    agenda: Agenda

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
        told = self.tasks or self.led or self.results or self.governs
        return self.agenda.is_empty and not told

    @property
    def news(self) -> list[tuple[UnitNews, Assessment | None]]:
        """What became of it at each unit where the person teaches, with its latest result."""
        results = {each.unit_id: each for each in self.results}
        told = ((each, results.get(each.unit.pk)) for each in self.agenda.news)
        return [(each, result) for each, result in told if result or not each.is_empty]


def desks_of(user: User, organisation: Organisation | None = None) -> list[Desk]:
    """A desk for each organisation where the person works today, or for the one named."""
    memberships = [
        each
        for each in user.offices.memberships
        if organisation is None or each.organisation == organisation
    ]
    prefetch_related_objects(memberships, "unit")
    memberships.sort(key=lambda each: (each.organisation.sort_key, each.organisation_id))
    tasks, rounds = tasks_of(user), list(Round.objects.visible_to(user))
    assessments = list(_at_units_of(memberships))
    agendas = agendas_of(user, memberships)
    return [
        _desk(place, list(here), tasks, rounds, assessments, agendas[place.pk])
        for place, here in groupby(memberships, key=lambda m: m.organisation)
    ]


def _desk(
    organisation: Organisation,
    here: list[Membership],
    tasks: list[Task],
    rounds: list[Round],
    assessments: list[Assessment],
    agenda: Agenda,
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
        agenda=agenda,
    )


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
