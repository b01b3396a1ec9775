"""What a round asks: its factors and their statements, read in one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from assessments.models import Round, RoundFactor
from factors.models import Edition, Factor, Statement
from factors.terms import OVERALL_ROW
from portal.terms import Level

COLUMNS = [column.attname for column in Statement._meta.concrete_fields]
JOINED = {f"asked_{column}": F(f"factor__statements__{column}") for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class AskedFactor:
    """A factor in its place in the round, with its table of statements."""

    position: int
    factor: Factor
    table: dict[tuple[int, str], Statement] = field(default_factory=dict)

    def statement(self, row: int, level: Level) -> Statement | None:
        return self.table.get((row, level))

    @property
    def rows(self) -> list[int]:
        """The rows of the table; the overall question is not one of them."""
        return sorted({row for row, _level in self.table} - {OVERALL_ROW})

    @property
    def ratable(self) -> list[Statement]:
        return [statement for statement in self.table.values() if statement.complete]


@dataclass(frozen=True, slots=True)
class Asked:
    round: Round
    factors: tuple[AskedFactor, ...]

    @property
    def ratable(self) -> list[Statement]:
        return [statement for factor in self.factors for statement in factor.ratable]

    @property
    def editions(self) -> list[Edition]:
        """Those that it asks from, in the order of its factors."""
        return list(dict.fromkeys(each.factor.edition for each in self.factors))

    def at(self, position: int) -> AskedFactor | None:
        return next((each for each in self.factors if each.position == position), None)


def asked_by(round: Round) -> Asked:
    """What a round asks that is read already."""
    return Asked(round, tuple(_factors(_lines(round.round_factors.all()))))


def asked_in(rounds: QuerySet[Round]) -> Asked | None:
    """What the one round among `rounds` asks; None if there is no round, or no factor in it."""
    selected = RoundFactor.objects.filter(round__in=rounds)
    lines = list(_lines(selected.select_related("round")))
    return Asked(lines[0].round, tuple(_factors(lines))) if lines else None


def _lines(selected: QuerySet[RoundFactor]) -> QuerySet[RoundFactor]:
    """A line for each statement, with the statement's columns among the factor's."""
    lines = selected.select_related("factor__edition").annotate(**JOINED)
    return lines.order_by("position", "pk", "factor__statements__row")


def _factors(lines: Iterable[RoundFactor]) -> Iterable[AskedFactor]:
    factors: dict[int, AskedFactor] = {}
    for line in lines:
        factor = factors.setdefault(line.factor_id, AskedFactor(line.position, line.factor))
        statement = _statement(line)
        if statement.pk:
            factor.table[statement.row, statement.level] = statement
    return factors.values()


def _statement(line: RoundFactor) -> Statement:
    values = [getattr(line, f"asked_{column}") for column in COLUMNS]
    return Statement.from_db(None, COLUMNS, values)
