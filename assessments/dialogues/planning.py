"""What a dialogue can be about, who may prepare it, and plans that are ready to use."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from assessments.models import Dialogue, DialogueRow, DialogueTable, Participation, Round
from assessments.results.asked import AskedFactor, asked_in_each
from assessments.terms import DialogueStep
from factors.models import Prompt, Statement
from portal.models import Membership, Organisation, Unit, User
from portal.terms import HUVUDMAN_ROLES, Level, Role


class Minutes(NamedTuple):
    reflection: int
    table: int
    joint: int
    check_out: int


# By how long the whole takes; they were given round numbers, and can be changed.
READY = {
    30: Minutes(5, 12, 8, 5),
    45: Minutes(7, 20, 12, 6),
    60: Minutes(10, 28, 14, 8),
}
A_PLAN = 45


class Started(Exception):
    """The dialogue has begun, or is held: its plan stands."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A factor of an opened round, at a unit or (None) at huvudman level."""

    round: Round
    unit: Unit | None
    asked: AskedFactor

    @property
    def levels(self) -> list[Level]:
        """Whose statements those who meet may rate together."""
        return [Level.UNDERVISNING, Level.REKTOR] if self.unit else [Level.HUVUDMAN]

    @property
    def texts(self) -> dict[int, list[tuple[Level, Statement | None]]]:
        """Each row of the table, with what it says at each level."""
        return {
            row: [(level, self.asked.statement(row, level)) for level in Level]
            for row in self.asked.rows
        }

    @property
    def prompts(self) -> QuerySet[Prompt]:
        return self.asked.factor.edition.prompts.all()


def places_led(user: User, organisation: Organisation) -> list[Unit | None]:
    """Where the person may prepare a dialogue: units that they lead, and (None) huvudman level."""
    mine = user.memberships.current().filter(organisation=organisation)
    led = mine.filter(role=Role.REKTOR).select_related("unit").order_by("unit__sort_key", "unit")
    places: list[Unit | None] = [each.unit for each in led]
    return places + [None] * mine.filter(role=Role.ADMIN).exists()


def subjects(places: list[Unit | None], organisation: Organisation) -> Iterator[Subject]:
    """What may be talked about, the latest round first."""
    opened = Round.objects.filter(organisation=organisation, opened_at__isnull=False)
    for place in places:
        rounds = opened.filter(pk__in=place.rounds.values("pk")) if place else opened
        for asked in asked_in_each(rounds):
            asked.round.organisation = organisation
            yield from (Subject(asked.round, place, factor) for factor in asked.factors)


def may_lead(organisation: Organisation, unit: Unit | None) -> QuerySet[User]:
    """Those of the unit, or at huvudman level those there and all rektorer."""
    current = Membership.objects.current().filter(organisation=organisation)
    if unit:
        there = current.filter(unit=unit)
    else:
        there = current.filter(role__in=[*HUVUDMAN_ROLES, Role.REKTOR])
    return User.objects.filter(pk__in=there.values("user")).order_by("name", "pk")


def is_small(dialogue: Dialogue) -> bool:
    """Whether fewer are asked at the level than are ever shown by themselves."""
    asked = Participation.objects.filter(
        assessment__round=dialogue.round,
        assessment__unit=dialogue.unit,
        assessment__level=Level.UNDERVISNING,
    )
    return bool(dialogue.unit) and asked.count() < dialogue.round.floor


@transaction.atomic
def save_plan(dialogue: Dialogue, rows: list[int], prompts: list[Prompt], tables: int) -> None:
    """All of a plan; nothing is changed once the dialogue has begun."""
    if dialogue.pk:
        standing = Dialogue.objects.select_for_update().filter(pk=dialogue.pk).first()
        if not standing or standing.step != DialogueStep.PLANNED:
            raise Started
    dialogue.save()
    dialogue.prompts.set(prompts)
    dialogue.rows.all().delete()
    DialogueRow.objects.bulk_create(DialogueRow(dialogue=dialogue, row=row) for row in rows)
    dialogue.tables.all().delete()
    DialogueTable.objects.bulk_create(
        DialogueTable(dialogue=dialogue, number=number) for number in range(1, tables + 1)
    )
