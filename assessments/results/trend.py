"""A place over its rounds: factors from round to round, and statements from one to another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from assessments.models import Action, Round
from assessments.results.asked import AskedFactor
from assessments.results.chain import row_name
from assessments.results.change import Change, Makeup
from assessments.results.moment import Moment, by_key, earlier_statements, key_of
from assessments.results.worked import NOTHING, Worked
from assessments.trend_drawing import TrendLine
from factors.comparing import Sides, side_by_side
from factors.models import Factor, Statement
from factors.terms import OVERALL_ROW
from portal.terms import Level


@dataclass(frozen=True, slots=True)
class CellChange:
    """A statement at one level, and the one that it is compared with; None: there is none."""

    level: Level
    statement: Statement | None
    earlier: Statement | None
    change: Change

    @property
    def compares(self) -> bool:
        return self.earlier is not None

    @property
    def reworded(self) -> Sides | None:
        """Both wordings word by word, where they are not the same."""
        if not self.statement or not self.earlier or self.statement.text == self.earlier.text:
            return None
        return side_by_side(self.earlier.text, self.statement.text)


@dataclass(frozen=True, slots=True)
class RowChange:
    """`worked`: the actions on it between the two rounds, which are not said to be its cause."""

    number: int
    cells: tuple[CellChange, ...]
    worked: tuple[Action, ...] = ()

    @property
    def name(self) -> str:
        return row_name(self.number)

    @property
    def compares(self) -> bool:
        return any(cell.compares for cell in self.cells)

    @property
    def worked_meanwhile(self) -> tuple[Action, ...]:
        """Told where the row has changed more than a little."""
        return self.worked if any(not cell.change.is_small for cell in self.cells) else ()


@dataclass(frozen=True, slots=True)
class FactorTrend:
    """A factor in the rounds that asked about it, the first one first, and what changed.

    `lines`: each level's overall ratings, round by round.
    """

    asked: AskedFactor
    rounds: tuple[Round, ...]
    lines: tuple[TrendLine, ...]
    overall: RowChange
    rows: tuple[RowChange, ...]

    @property
    def compared(self) -> list[RowChange]:
        return [row for row in self.rows if row.compares]

    @property
    def new(self) -> int:
        """How many statements go on from nothing that was asked then."""
        cells = [cell for row in self.rows for cell in row.cells if cell.statement]
        return sum(not cell.compares for cell in cells)


class Moved(NamedTuple):
    """A statement at one level of a row, and what has changed there."""

    asked: AskedFactor
    row: RowChange
    cell: CellChange


@dataclass(frozen=True)
class Trend:
    """`moments` are all rounds, the first one first; two of them are compared."""

    moments: tuple[Moment, ...]
    before: Moment
    after: Moment
    levels: tuple[Level, ...]
    worked: Worked = NOTHING

    @cached_property
    def factors(self) -> list[FactorTrend]:
        """Those that the later round asks about, and any earlier one."""
        every = (self._factor(asked) for asked in self.after.asked.factors)
        return [factor for factor in every if len(factor.rounds) > 1]

    @property
    def unasked(self) -> list[Factor]:
        """What the later round asks about for the first time."""
        found = [each.asked.factor for each in self.factors]
        return [each.factor for each in self.after.asked.factors if each.factor not in found]

    @property
    def makeups(self) -> list[Makeup]:
        return [
            Makeup(level, self.before.units(level), self.after.units(level))
            for level in self.levels
        ]

    def moved(self, level: Level) -> list[Moved]:
        """What has changed more than a little at the level, the most first."""
        large = [one for one in self._at(level) if not one.cell.change.is_small]
        return sorted(large, key=lambda one: -abs(one.cell.change.size))

    def compares(self, level: Level) -> bool:
        """Whether anything at the level is shown in both rounds."""
        return any(one.cell.change.told for one in self._at(level))

    def _at(self, level: Level) -> Iterator[Moved]:
        for factor in self.factors:
            for row in (factor.overall, *factor.rows):
                yield from (
                    Moved(factor.asked, row, cell) for cell in row.cells if cell.level is level
                )

    def _factor(self, asked: AskedFactor) -> FactorTrend:
        key = key_of(asked.factor)
        moments = [moment for moment in self.moments if key in by_key(moment.asked)]
        lines = (
            TrendLine(level, tuple(moment.overall(asked, level) for moment in moments))
            for level in self.levels
        )
        return FactorTrend(
            asked,
            tuple(moment.round for moment in moments),
            tuple(lines),
            self._row(asked, OVERALL_ROW),
            tuple(self._row(asked, number) for number in asked.rows),
        )

    def _row(self, asked: AskedFactor, number: int) -> RowChange:
        cells = (self._cell(asked.statement(number, level), level) for level in self.levels)
        return RowChange(number, tuple(cells), self.worked.on(asked.factor, number))

    def _cell(self, statement: Statement | None, level: Level) -> CellChange:
        earlier = self._earlier.get(statement.pk) if statement else None
        change = Change(self.before.look(level, earlier), self.after.look(level, statement))
        return CellChange(level, statement, earlier, change)

    @cached_property
    def _earlier(self) -> Mapping[int, Statement]:
        return earlier_statements(self.after.asked, self.before.asked)
