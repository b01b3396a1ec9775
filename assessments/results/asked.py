"""What a round asks: its factors and their statements, read in two queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from assessments.models import Round, RoundFactor
from factors.models import Edition, Factor, Statement
from factors.terms import OVERALL_ROW
from portal.terms import Level

# The statements of a factor, by row and level.
Table = dict[tuple[int, str], Statement]


@dataclass(frozen=True, slots=True)
class AskedFactor:
    """A factor in its place in the round, with its table of statements."""

    position: int
    factor: Factor
    table: Table = field(default_factory=dict)

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
    def summed(self) -> tuple[AskedFactor, ...]:
        """Those whose figures are added: local ones are never mixed with national ones."""
        national = tuple(each for each in self.factors if not each.factor.is_local)
        return national or self.factors

    @property
    def overall(self) -> list[Statement]:
        """The overall questions of all factors at all levels."""
        return [statement for statement in self.ratable if statement.row == OVERALL_ROW]

    def overall_at(self, level: Level) -> list[Statement]:
        return [statement for statement in self.overall if statement.level == level]

    @property
    def editions(self) -> list[Edition]:
        """Those that it asks from, in the order of its factors."""
        return list(dict.fromkeys(each.factor.edition for each in self.factors))

    def at(self, position: int) -> AskedFactor | None:
        return next((each for each in self.factors if each.position == position), None)


def asked_by(round: Round) -> Asked:
    """What a round asks that is read already."""
    found = list(round.round_factors.select_related("factor__edition"))
    return Asked(round, _factors(found, _tables(found)))


def asked_in(rounds: QuerySet[Round], known: Asked | None = None) -> Asked | None:
    """What the one round among `rounds` asks; None if there is no round, or no factor in it."""
    return next(iter(asked_in_each(rounds, known)), None)


def asked_in_each(rounds: QuerySet[Round], known: Asked | None = None) -> list[Asked]:
    """What each of the rounds asks, the latest first.

    A factor that is `known` has the same statements in all rounds, which are not read again.
    """
    selected = RoundFactor.objects.filter(round__in=rounds)
    found = list(selected.select_related("round", "factor__edition").order_by("position", "pk"))
    tables = _tables(found, known)
    asked: dict[Round, list[RoundFactor]] = {}
    for each in found:
        asked.setdefault(each.round, []).append(each)
    latest_first = sorted(asked, key=lambda round: (round.closes_on, round.pk), reverse=True)
    return [Asked(round, _factors(asked[round], tables)) for round in latest_first]


def _factors(found: Iterable[RoundFactor], tables: dict[int, Table]) -> tuple[AskedFactor, ...]:
    return tuple(AskedFactor(each.position, each.factor, tables[each.factor.pk]) for each in found)


def _tables(found: Iterable[RoundFactor], known: Asked | None = None) -> dict[int, Table]:
    """By factor: their long texts would else come again with each of a hundred statements."""
    tables = {each.factor.pk: each.table for each in known.factors} if known else {}
    unread = {each.factor_id for each in found} - tables.keys()
    tables |= {factor: {} for factor in unread}
    for statement in Statement.objects.filter(factor__in=unread).order_by("row"):
        tables[statement.factor_id][statement.row, statement.level] = statement
    return tables
