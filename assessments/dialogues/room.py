"""What the room sees of a dialogue: for its leader, and for the screen that all look at."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.dialogues.checking_out import CameOut, come_out
from assessments.dialogues.codes import shown
from assessments.dialogues.outcomes import Shift, floor_of, shift_of
from assessments.dialogues.running import Stop, minutes, place, stops
from assessments.dialogues.seats import Present, present
from assessments.dialogues.sheet import KINDS, SAY
from assessments.dialogues.spread import spread
from assessments.models import Dialogue, DialogueTable, JointRating, TableRating
from assessments.results.chain import Row
from assessments.terms import STEPS, UNSURE, DialogueStep, Step
from factors.models import Prompt, Statement
from factors.terms import OVERALL_ROW

# Texts longer than this are set smaller on the screen, so that it never scrolls.
LONG, LONGEST = 180, 360
ON_A_SCREEN = 8


class Way(NamedTuple):
    """A step of the plan, and whether it is past, now or to come."""

    step: DialogueStep
    when: str


@dataclass(frozen=True, slots=True)
class Seated:
    """A table as the leader follows it: phones by number only."""

    table: DialogueTable
    phones: int
    rating: TableRating | None

    @property
    def choice(self) -> Step | None:
        return choice_of(self.rating.step) if self.rating else None


def choice_of(value: int | None) -> Step:
    return next(each for each in (*STEPS, UNSURE) if each.value == value)


@dataclass
class Room:
    dialogue: Dialogue
    prompts: list[Prompt] = field(default_factory=list)

    @cached_property
    def stops(self) -> list[Stop]:
        return stops(self.dialogue)

    @property
    def here(self) -> Stop:
        return place(self.dialogue)

    @property
    def next(self) -> str:
        return self._beside(1)

    @property
    def previous(self) -> str:
        return self._beside(-1)

    def _beside(self, by: int) -> str:
        if self.here not in self.stops:
            return ""
        at = self.stops.index(self.here) + by
        return name_of(self.stops[at], self.here) if 0 <= at < len(self.stops) else ""

    @property
    def ways(self) -> list[Way]:
        """The steps of the plan in order, the gathering aside."""
        steps = [*dict.fromkeys(stop.step for stop in self.stops)][1:]
        order = [*DialogueStep]
        now = order.index(self.here.step)
        at = [(step, order.index(step) - now) for step in steps]
        return [Way(step, "done" if by < 0 else "to-come" if by else "now") for step, by in at]

    @property
    def code(self) -> str:
        return shown(self.dialogue.code) if self.dialogue.code else ""

    @property
    def say(self) -> str:
        return str(SAY.get(self.here.step, ""))

    @property
    def asked(self) -> list[str]:
        return [each.text for each in self.prompts if each.kind == KINDS.get(self.here.step)]

    @property
    def minutes_left(self) -> int | None:
        """Whole minutes, rounded up; 0 when the time is out, None where there is no time."""
        ends = self.dialogue.step_ends_at
        return max(ceil((ends - timezone.now()).total_seconds() / 60), 0) if ends else None

    @property
    def minutes_given(self) -> int:
        return minutes(self.dialogue, self.here)

    @cached_property
    def row(self) -> Row | None:
        """The row that is talked about; its figures are shown only once they are revealed."""
        at_a_row = self.here.step in (DialogueStep.TABLE, DialogueStep.JOINT)
        return spread(self.dialogue, self.here.row) if at_a_row else None

    @property
    def hears_tables(self) -> bool:
        """Whether the leader follows what the tables write, as they write it."""
        agrees = self.here.step == DialogueStep.JOINT and self.statement is not None
        return agrees or self.here.step == DialogueStep.TABLE

    @cached_property
    def statement(self) -> Statement | None:
        """What is rated together here: the row at the dialogue's own level."""
        cells = self.row.cells if self.row else ()
        own = (each.statement for each in cells if each.level == self.dialogue.level)
        return next((each for each in own if each and each.complete), None)

    @property
    def heading(self) -> str:
        """The text that is set largest: the statement of those who meet, or what there is."""
        if self.row is None:
            return self.dialogue.factor.name
        if self.row.number == OVERALL_ROW:
            return self.row.question or self.dialogue.factor.name
        own = [each.statement for each in self.row.cells if each.level == self.dialogue.level]
        there = [each.statement for each in self.row.cells if each.statement]
        first = next((each for each in (*own, *there) if each), None)
        return first.text if first else self.dialogue.factor.name

    @property
    def size(self) -> str:
        length = len(self.heading)
        return "longest" if length > LONGEST else "long" if length > LONG else "short"

    @cached_property
    def present(self) -> Present:
        return present(self.dialogue)

    @cached_property
    def tables(self) -> list[Seated]:
        return list(self._seated())

    def _seated(self) -> Iterator[Seated]:
        about = self.statement.pk if self.statement else None
        for table in self.dialogue.tables.prefetch_related("seats", "ratings"):
            rated = (each for each in table.ratings.all() if each.statement_id == about)
            yield Seated(table, len(table.seats.all()), next(rated, None))

    @property
    def agreed_by_all(self) -> TableRating | None:
        """What every table that has answered agrees on, as a proposal for the joint rating."""
        rated = [each.rating for each in self.tables if each.rating]
        return rated[0] if rated and len({each.step for each in rated}) == 1 else None

    @cached_property
    def joint(self) -> JointRating | None:
        here = JointRating.objects.filter(round=self.dialogue.round, unit=self.dialogue.unit)
        return here.filter(statement=self.statement).first() if self.statement else None

    @property
    def joint_choice(self) -> Step | None:
        return choice_of(self.joint.step) if self.joint else None

    @property
    def check_outs_in(self) -> str:
        """How many have checked out, once they are so many that nobody is found among them."""
        number = sum(seat.check_outs for each in self.tables for seat in each.table.seats.all())
        floor = floor_of(self.dialogue)
        if number < floor:
            return _("Färre än %(floor)d har svarat.") % {"floor": floor}
        return _("%(number)d har svarat.") % {"number": number}

    @cached_property
    def came_out(self) -> CameOut | None:
        return come_out(self.dialogue) if self.dialogue.revealed else None

    @cached_property
    def shift(self) -> Shift | None:
        return shift_of(self.dialogue) if self.dialogue.revealed else None


def name_of(stop: Stop, here: Stop) -> str:
    """What a button says of a place: the step, or within a step the row."""
    row = _("rad %(number)d") % {"number": stop.row} if stop.row else ""
    if stop.step == here.step and row:
        return row.capitalize()
    return f"{stop.step.label}, {row}" if row else str(stop.step.label)


def room_of(dialogue: Dialogue) -> Room:
    return Room(dialogue, list(dialogue.prompts.all()))
