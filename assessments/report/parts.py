"""The parts of a quality report as values: what its templates show, and nothing else."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from assessments.disclosure import Figure, Status
from assessments.distribution import Distribution
from assessments.drawings import decimal_comma
from assessments.joint_ratings import JointFactor
from assessments.models import Round
from factors.models import Edition, Factor, Statement
from portal.models import Organisation, Unit
from portal.terms import Level


@dataclass(frozen=True, slots=True)
class Cell:
    """One level on one row: its statement and its figure, or why there is none."""

    level: Level
    statement: Statement | None
    figure: Figure

    @property
    def voices(self) -> Distribution:
        return self.figure.distribution

    @property
    def shown(self) -> bool:
        """With a step from somebody; a huvudman who cannot judge leaves nothing to draw."""
        return self.figure.shown and self.voices.total > 0

    @property
    def mean(self) -> str:
        return "–" if self.voices.mean is None else decimal_comma(self.voices.mean)

    @property
    def absence(self) -> str:
        return self.figure.status.label


@dataclass(frozen=True, slots=True)
class Row:
    """One thread through the chain."""

    number: int
    anchor: str
    cells: tuple[Cell, ...]
    reading: str

    def cell(self, level: Level) -> Cell | None:
        return next((cell for cell in self.cells if cell.level is level), None)

    @property
    def shown(self) -> dict[Level, Distribution]:
        """The levels that have voices with a step on this row."""
        return {c.level: c.voices for c in self.cells if c.shown and c.voices.n}

    @property
    def question(self) -> str:
        """The statement where every level has the same, as for the overall question."""
        texts = {cell.statement.text for cell in self.cells if cell.statement}
        return texts.pop() if len(texts) == 1 else ""

    @property
    def complete(self) -> bool:
        """Whether every level that has a statement here also has a figure."""
        asked = [c for c in self.cells if c.figure.status is not Status.NO_STATEMENT]
        return bool(asked) and all(cell.shown for cell in asked)


@dataclass(frozen=True, slots=True)
class CommentGroup:
    """What was written about one statement, or in answer to one question of reflection."""

    level: Level
    about: str
    quote: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactorPart:
    factor: Factor
    anchor: str
    overall: Row
    rows: tuple[Row, ...]
    gaps: tuple[str, ...]
    joint: JointFactor
    comments: tuple[CommentGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Participation:
    """How many were asked and answered at one level."""

    level: Level
    figure: Figure

    @property
    def counted(self) -> bool:
        return self.figure.asked > 0


@dataclass(frozen=True, slots=True)
class KeyFigure:
    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Highlight:
    """One row that the summary lifts, with its figures as a sentence."""

    anchor: str
    title: str
    quote: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Summary:
    lede: str
    key_figures: tuple[KeyFigure, ...]
    strong: tuple[Highlight, ...]
    weak: tuple[Highlight, ...]
    apart: Highlight | None
    # Why no rows are lifted: too few voices at the teaching level.
    silence: str = ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    unit: Unit
    pooled_with: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class UnitsTable:
    """Units by name and some factors: the overall ratings of rektor and undervisning."""

    factors: tuple[Factor, ...]
    levels: tuple[Level, ...]
    rows: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class EditionPart:
    edition: Edition
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    organisation: Organisation
    unit: Unit | None
    round: Round
    reference: str
    made_on: datetime.date
    levels: tuple[Level, ...]
    summary: Summary
    participation: tuple[Participation, ...]
    factors: tuple[FactorPart, ...]
    units: tuple[UnitsTable, ...]
    unseen: tuple[str, ...]
    editions: tuple[EditionPart, ...]
    # How many comments there was no room for.
    left_out: int = 0

    @property
    def place(self) -> Unit | Organisation:
        return self.unit or self.organisation

    @property
    def rows(self) -> Iterator[tuple[FactorPart, Row]]:
        return ((part, row) for part in self.factors for row in part.rows)
