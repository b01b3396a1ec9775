"""What a report is built from, read with a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass

from assessments import disclosure
from assessments.disclosure import Comments, Figure, Figures
from assessments.joint_ratings import Agreements, agreements_at
from assessments.models import Round
from assessments.report.parts import Cell
from factors.models import Factor, Statement
from portal.models import Unit
from portal.terms import Level

Table = dict[tuple[int, str], Statement]


@dataclass(frozen=True, slots=True)
class Material:
    round: Round
    # The unit that the report is about; None: the whole organisation.
    unit: Unit | None
    levels: tuple[Level, ...]
    factors: tuple[Factor, ...]
    tables: dict[int, Table]
    figures: Figures
    comments: Comments
    # What the unit has agreed on in conversations.
    agreements: Agreements

    def cell(self, factor: Factor, row: int, level: Level) -> Cell:
        """One level on one row, for the report's own place."""
        statement = self.tables[factor.pk].get((row, level))
        return Cell(level, statement, self._figure(level, ratable(statement)))

    def unit_cell(self, unit: Unit, factor: Factor, row: int, level: Level) -> Cell:
        statement = self.tables[factor.pk].get((row, level))
        return Cell(level, statement, self.figures.unit(unit.pk, level, ratable(statement)))

    def _figure(self, level: Level, statement: Statement | None) -> Figure:
        if self.unit:
            return self.figures.unit(self.unit.pk, level, statement)
        return self.figures.organisation(level, statement)

    def rows_of(self, factor: Factor) -> list[int]:
        """The rows after the overall question that some level of the round could rate."""
        cells = self.tables[factor.pk].values()
        return sorted({s.row for s in cells if not s.is_overall and self._asked_about(s)})

    def _asked_about(self, statement: Statement) -> bool:
        return statement.complete and statement.level in self.levels


def ratable(statement: Statement | None) -> Statement | None:
    """A statement that is cut off in the source is not there to be rated."""
    return statement if statement and statement.complete else None


def read_material(round: Round, unit: Unit | None) -> Material:
    chosen = round.round_factors.select_related("factor__edition__organisation")
    factors = tuple(each.factor for each in chosen)
    statements = list(Statement.objects.filter(factor__in=factors).order_by("row"))
    levels = set(round.assessments.values_list("level", flat=True))
    return Material(
        round=round,
        unit=unit,
        levels=tuple(level for level in Level if level in levels),
        factors=factors,
        tables=_tables(statements),
        figures=disclosure.figures(round, [s for s in statements if s.complete]),
        comments=_comments(round, unit),
        agreements=agreements_at(round, unit) if unit else {},
    )


def _tables(statements: list[Statement]) -> dict[int, Table]:
    tables: dict[int, Table] = defaultdict(dict)
    for statement in statements:
        tables[statement.factor_id][statement.row, statement.level] = statement
    return tables


def _comments(round: Round, unit: Unit | None) -> Comments:
    """A unit's report is read by the whole unit, the huvudman's only by those above."""
    if unit:
        return disclosure.comments(round, unit, from_above=False)
    return disclosure.office_comments(round)
