"""What came of a dialogue: its check-outs, when they are enough to be shown, and the shift."""

from collections import Counter
from dataclasses import dataclass

from assessments.disclosure import Figure, UnitFigures, figures, unit_figures
from assessments.distribution import Distribution
from assessments.models import Dialogue
from assessments.reading import shift_words
from assessments.terms import FLOOR, Step, choice_of
from factors.models import Statement
from factors.terms import OVERALL_ROW


def floor_of(dialogue: Dialogue) -> int:
    """How many check-outs it takes to show any: as many voices as a block of the round."""
    return max(FLOOR, dialogue.round.floor)


@dataclass(frozen=True, slots=True)
class CheckOuts:
    """The answers in alphabetical order; how many there are is told where they are enough.

    Until the leader has read through them they are shown to nobody else (`shown`).
    """

    floor: int
    number: int
    hidden: int
    texts: tuple[str, ...]
    shown: bool

    @property
    def enough(self) -> bool:
        return self.number >= self.floor


def check_outs(dialogue: Dialogue) -> CheckOuts:
    """Those that were hidden count: who wrote them was there among the others."""
    every = list(dialogue.check_outs.all()) if dialogue.released else []
    enough = len(every) >= floor_of(dialogue)
    readable = enough and dialogue.revealed
    texts = tuple(each.text for each in every if readable and not each.hidden)
    hidden = sum(each.hidden for each in every) if enough else 0
    return CheckOuts(floor_of(dialogue), len(every), hidden, texts, dialogue.revealed)


@dataclass(frozen=True, slots=True)
class Shift:
    """The overall question in the round, and once more at the check-out: two groups of voices."""

    before: Figure
    after: Distribution

    @property
    def reading(self) -> str:
        return shift_words(self.before.distribution, self.after) if self.before.shown else ""


def shift(dialogue: Dialogue, look: UnitFigures, statement: Statement | None) -> Shift | None:
    """None where too few chose a step once more; `statement` is the overall question."""
    counts = Counter(each.step for each in dialogue.check_out_ratings.all())
    after = Distribution(*(counts[step] for step in (1, 2, 3, 4, None)))
    if not dialogue.released or after.n < floor_of(dialogue):
        return None
    return Shift(look.unit(dialogue.unit_id, dialogue.level, statement), after)


def shift_of(dialogue: Dialogue) -> Shift | None:
    """Of one dialogue alone, with the figures read for it."""
    overall = dialogue.factor.statements.filter(row=OVERALL_ROW, level=dialogue.level).first()
    asked = [overall] if overall else []
    unit = dialogue.unit
    look = (
        unit_figures(dialogue.round, unit.slug, asked) if unit else figures(dialogue.round, asked)
    )
    return shift(dialogue, look, overall)


@dataclass(frozen=True, slots=True)
class TableSaid:
    number: int
    step: int | None
    reason: str

    @property
    def choice(self) -> Step:
        return choice_of(self.step)


def said_at_tables(dialogue: Dialogue) -> list[tuple[Statement, list[TableSaid]]]:
    """What each table agreed on, side by side, by statement in the order of the table of rows."""
    said: dict[Statement, list[TableSaid]] = {}
    tables = dialogue.tables.prefetch_related("ratings__statement")
    found = [(each, table.number) for table in tables for each in table.ratings.all()]
    for each, number in sorted(found, key=lambda one: (one[0].statement.row, one[1])):
        said.setdefault(each.statement, []).append(TableSaid(number, each.step, each.reason))
    return list(said.items())
