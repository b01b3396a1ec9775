"""The chain: what three levels say on the same row, and whether they see the same thing.

Two findings are kept apart: that levels see different things, and that the voices within one
level do.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from assessments.disclosure import Comments, Figure, Status
from assessments.distribution import Distribution, span
from assessments.drawings import ChainLevel, decimal_comma
from assessments.reading import APART, between_levels, extremes
from assessments.results.asked import AskedFactor
from factors.models import Statement
from factors.terms import OVERALL_ROW
from portal.terms import Level

# What a place says about a statement at a level: a unit's figures, or the organisation's.
Look = Callable[[Level, Statement | None], Figure]

NO_COMMENTS = Comments(())
REASONS = {Status.NO_STATEMENT: "statement", Status.SHOWN: "unsure"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One level on one row: its statement and its figure, or why there is none."""

    level: Level
    statement: Statement | None
    figure: Figure
    comments: tuple[str, ...] = ()

    @property
    def voices(self) -> Distribution:
        return self.figure.distribution

    @property
    def cut(self) -> bool:
        """The source breaks off in the statement, so that nobody could rate it."""
        return bool(self.statement and not self.statement.complete)

    @property
    def reason(self) -> str:
        """Why there is no mean: a key of the drawings' ABSENCES."""
        return "cut" if self.cut else REASONS.get(self.figure.status, self.figure.status.value)


@dataclass(frozen=True, slots=True)
class Row:
    """One thread through the chain; the overall question is row 0."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        if self.number == OVERALL_ROW:
            return _("Sammantaget")
        return _("Rad\u00a0%(number)d") % {"number": self.number}

    @property
    def question(self) -> str:
        """What all levels were asked, where they were asked in the same words."""
        texts = {cell.statement.text for cell in self.cells if cell.statement}
        return texts.pop() if len(texts) == 1 and self.number == OVERALL_ROW else ""

    @property
    def told(self) -> dict[Level, Distribution]:
        return {cell.level: cell.voices for cell in self.cells if cell.voices.n}

    @property
    def span(self) -> float | None:
        return span(self.told.values())

    @property
    def apart(self) -> bool:
        return (self.span or 0.0) >= APART

    @property
    def span_words(self) -> str:
        words = {"span": decimal_comma(self.span or 0), "levels": extremes(self.told)}
        return _("%(span)s steg mellan %(levels)s") % words

    @property
    def between(self) -> str:
        """What the levels see, as a sentence."""
        return between_levels(self.told)

    @property
    def within(self) -> str:
        """The levels whose own voices go apart, as a sentence."""
        split = [level.place for level, voices in self.told.items() if voices.split]
        if not split:
            return ""
        return _("Inom %(levels)s går svaren isär.") % {"levels": get_text_list(split, _("och"))}

    @property
    def chain(self) -> list[ChainLevel]:
        return [ChainLevel(cell.level, cell.voices.mean, cell.reason) for cell in self.cells]


@dataclass(frozen=True, slots=True)
class FactorResult:
    asked: AskedFactor
    overall: Row
    rows: tuple[Row, ...]


Found = tuple[FactorResult, Row]


@dataclass(frozen=True, slots=True)
class View:
    """How one place is looked at: its levels, its figures, and the comments that may be read."""

    levels: tuple[Level, ...]
    look: Look
    comments: Comments = NO_COMMENTS

    def factor(self, asked: AskedFactor) -> FactorResult:
        rows = (self._row(asked, number) for number in asked.rows)
        return FactorResult(asked, self._row(asked, OVERALL_ROW), tuple(rows))

    def _row(self, asked: AskedFactor, number: int) -> Row:
        return Row(number, tuple(self._cell(asked, number, level) for level in self.levels))

    def _cell(self, asked: AskedFactor, number: int, level: Level) -> Cell:
        statement = asked.statement(number, level)
        texts = self.comments.on(statement) if statement and self.comments else ()
        return Cell(level, statement, self.look(level, ratable(statement)), tuple(texts))


def ratable(statement: Statement | None) -> Statement | None:
    return statement if statement and statement.complete else None


def widest_first(rows: Iterable[Row]) -> list[Row]:
    """By spännvidd; rows where the levels cannot be compared come last."""
    return sorted(rows, key=lambda row: (-(row.span or 0.0), row.number))


def rows_apart(factors: Iterable[FactorResult]) -> list[Found]:
    """The rows where levels see different things, the widest spännvidd first."""
    found = [(each, row) for each in factors for row in each.rows if row.apart]
    return sorted(found, key=lambda pair: -(pair[1].span or 0.0))
