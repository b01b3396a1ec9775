"""The chain: what three levels say on the same row, and whether they see the same thing.

Two findings are kept apart: that levels see different things, and that the voices within one
level do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from assessments.comments import Comments, Said
from assessments.disclosure import Figure, Status
from assessments.distribution import Distribution, span
from assessments.drawings import ChainLevel
from assessments.reading import (
    APART,
    between_levels,
    factor_name,
    row_reading,
    span_words,
    within_all,
)
from assessments.results.asked import AskedFactor
from assessments.results.mirror import Look, Mirror, mirror_of
from factors.models import Factor, Statement
from factors.terms import OVERALL_ROW
from portal.terms import Level

NO_COMMENTS = Comments(())
NEVER_ASKED = {Status.NO_STATEMENT, Status.CUT}


@dataclass(frozen=True, slots=True)
class Cell:
    """One level on one row: its statement and its figure, or why there is none."""

    level: Level
    statement: Statement | None
    figure: Figure
    comments: tuple[Said, ...] = ()
    mirror: Mirror | None = None

    @property
    def voices(self) -> Distribution:
        return self.figure.distribution

    @property
    def ratable(self) -> bool:
        """Whether there was something to rate: a statement, and whole in its source."""
        return self.figure.status not in NEVER_ASKED


@dataclass(frozen=True)
class Row:
    """One thread through the chain; the overall question is row 0."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        return row_name(self.number)

    @property
    def question(self) -> str:
        """What all levels were asked, where they were asked in the same words."""
        texts = {cell.statement.text for cell in self.cells if cell.statement}
        return texts.pop() if len(texts) == 1 and self.number == OVERALL_ROW else ""

    @cached_property
    def told(self) -> dict[Level, Distribution]:
        return {cell.level: cell.voices for cell in self.cells if cell.voices.n}

    @cached_property
    def span(self) -> float | None:
        return span(self.told.values())

    @property
    def apart(self) -> bool:
        return (self.span or 0.0) >= APART

    @property
    def split(self) -> bool:
        return any(voices.split for voices in self.told.values())

    @property
    def span_words(self) -> str:
        return span_words(self.told)

    @property
    def between(self) -> str:
        """What the levels see, as a sentence."""
        return between_levels(self.told)

    @property
    def within(self) -> str:
        """What the voices within the levels do, above all where they go apart."""
        return within_all(self.told)

    @property
    def reading(self) -> str:
        """Both findings, for readers who have only the text."""
        return row_reading(self.told)

    @property
    def chain(self) -> list[ChainLevel]:
        return [
            ChainLevel(cell.level, cell.voices.mean, cell.figure.absence) for cell in self.cells
        ]


@dataclass(frozen=True, slots=True)
class FactorResult:
    asked: AskedFactor
    overall: Row
    rows: tuple[Row, ...]


Found = tuple[FactorResult, Row]


def row_name(number: int) -> str:
    if number == OVERALL_ROW:
        return _("Sammantaget")
    return _("Rad %(number)d") % {"number": number}


def row_title(factor: Factor, number: int) -> str:
    """The row where its factor is not told beside it: "Trygga övergångar, rad 2"."""
    return f"{factor_name(factor)}, {row_name(number).lower()}"


def counted(factors: list[FactorResult]) -> list[FactorResult]:
    """The factors that figures are made of: local ones are never mixed with national ones."""
    return [each for each in factors if not each.asked.factor.is_local] or factors


@dataclass(frozen=True, slots=True)
class View:
    """How one place is looked at: its levels, its figures, and the comments that may be read.

    With `mirror`, also how each level is seen by the one below it: never in the row's own figures.
    """

    levels: tuple[Level, ...]
    look: Look
    comments: Comments = NO_COMMENTS
    mirror: Look | None = None

    def factor(self, asked: AskedFactor) -> FactorResult:
        rows = (self._row(asked, number) for number in asked.rows)
        return FactorResult(asked, self.overall(asked), tuple(rows))

    def overall(self, asked: AskedFactor) -> Row:
        return self._row(asked, OVERALL_ROW)

    def _row(self, asked: AskedFactor, number: int) -> Row:
        return Row(number, tuple(self._cell(asked, number, level) for level in self.levels))

    def _cell(self, asked: AskedFactor, number: int, level: Level) -> Cell:
        statement = asked.statement(number, level)
        said = self.comments.on(statement) if statement and self.comments else ()
        figure = self.look(level, statement)
        mirror = mirror_of(self.mirror, level, statement, figure)
        return Cell(level, statement, figure, tuple(said), mirror)


def turnout(factors: Iterable[FactorResult], level: Level) -> Figure:
    """How many were asked and answered: the same for all statements of the level."""
    rows = (row for each in factors for row in (each.overall, *each.rows))
    cells = (cell for row in rows for cell in row.cells if cell.level is level and cell.ratable)
    figures = (cell.figure for cell in cells)
    nothing = Figure(Status.NO_STATEMENT)
    return max(figures, key=lambda figure: (figure.asked, figure.shown), default=nothing)


def widest_first(rows: Iterable[Row]) -> list[Row]:
    """By spännvidd; rows where the levels cannot be compared come last."""
    return sorted(rows, key=lambda row: (-(row.span or 0.0), row.number))


def rows_apart(factors: Iterable[FactorResult]) -> list[Found]:
    """The rows where levels see different things, the widest spännvidd first."""
    found = [(each, row) for each in factors for row in each.rows if row.apart]
    return sorted(found, key=lambda pair: -(pair[1].span or 0.0))
