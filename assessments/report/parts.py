"""The parts of a quality report as values: what its templates show, and nothing else."""

import datetime
from dataclasses import dataclass

from assessments.analyses.reading import Told, UnitWord
from assessments.disclosure import Figure
from assessments.joint_ratings import JointFactor
from assessments.models import Action, Need, Round
from assessments.report.talks import Talk
from assessments.results.chain import Cell, FactorResult
from assessments.results.goals import GoalBeside
from factors.models import Edition, Factor, Source
from portal.models import Organisation, Unit
from portal.terms import Level, SchoolForm

# With names and school forms of two lines each.
UNITS_ON_A_PAGE = 15


def factor_anchor(result: FactorResult) -> str:
    return f"faktor-{result.asked.position}"


@dataclass(frozen=True, slots=True)
class CommentGroup:
    """What was written about one statement, or in answer to one question of reflection."""

    level: Level
    about: str
    quote: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactorPart:
    """A chapter: the factor's result, and what else stands there."""

    result: FactorResult
    gaps: tuple[str, ...]
    joint: JointFactor
    talks: tuple[Talk, ...]
    comments: tuple[CommentGroup, ...]
    # The place's own, where it has shared its analysis.
    judgement: str = ""

    @property
    def factor(self) -> Factor:
        return self.result.asked.factor

    @property
    def anchor(self) -> str:
        return factor_anchor(self.result)


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
    # Where the levels differ most: among the rows that figures are made of, and among the others.
    apart: Highlight | None
    apart_locally: Highlight | None = None
    # Why no rows are lifted: too few voices at the teaching level.
    silence: str = ""
    # Whether the figures are of national factors alone, in a round that asked about local ones too.
    leaves_local_out: bool = False


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

    @property
    def fits_a_page(self) -> bool:
        """So that it is kept whole there; one that does not is left to run over pages."""
        return len(self.rows) <= UNITS_ON_A_PAGE


@dataclass(frozen=True, slots=True)
class GoalsPart:
    """The sub-goals of a school form that the round's factors concern, as the huvudman says."""

    form: SchoolForm
    goals: tuple[GoalBeside, ...]

    @property
    def has_measures(self) -> bool:
        return any(each.measures for each in self.goals)


@dataclass(frozen=True, slots=True)
class EditionPart:
    edition: Edition
    sources: tuple[Source, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    organisation: Organisation
    unit: Unit | None
    round: Round
    reference: str
    version: int
    made_on: datetime.date
    levels: tuple[Level, ...]
    summary: Summary
    participation: tuple[Participation, ...]
    factors: tuple[FactorPart, ...]
    units: tuple[UnitsTable, ...]
    unseen: tuple[str, ...]
    editions: tuple[EditionPart, ...]
    goals: tuple[GoalsPart, ...]
    actions: tuple[Action, ...]
    # What units have asked of the huvudman, in its own report.
    needs: tuple[Need, ...]
    # What the place says of the round, where it has shared it; and in the huvudman's report which
    # of how many units have shared theirs, and what of it may be quoted.
    analysis: Told | None = None
    words: tuple[UnitWord, ...] = ()
    asked_units: int = 0
    # How many comments there was no room for.
    left_out: int = 0

    @property
    def place(self) -> Unit | Organisation:
        return self.unit or self.organisation

    @property
    def results(self) -> list[FactorResult]:
        return [part.result for part in self.factors]
