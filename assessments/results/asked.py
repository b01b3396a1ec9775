"""What a round asks: its factors and their statements, read in one query."""

from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from assessments.models import Round, RoundFactor
from factors.models import Edition, Factor, Statement
from factors.terms import OVERALL_ROW
from portal.terms import Level

M = TypeVar("M", bound=Model)
Line = tuple[Any, ...]

PATHS: dict[type[Model], str] = {
    Round: "round",
    Factor: "factor",
    Edition: "factor__edition",
    Statement: "factor__statements",
}
NAMES = {model: [each.attname for each in model._meta.concrete_fields] for model in PATHS}
COLUMNS = [f"{path}__{name}" for model, path in PATHS.items() for name in NAMES[model]]
# Where each model's columns stand in a line, after the factor and its position in the round.
ENDS = list(accumulate((len(names) for names in NAMES.values()), initial=2))
PLACES = dict(zip(PATHS, map(slice, ENDS, ENDS[1:]), strict=False))


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
    return Asked(round, _factors(_lines(round.round_factors.all())))


def asked_in(rounds: QuerySet[Round]) -> Asked | None:
    """What the one round among `rounds` asks; None if there is no round, or no factor in it."""
    lines = _lines(RoundFactor.objects.filter(round__in=rounds))
    return Asked(_read(Round, lines[0]), _factors(lines)) if lines else None


def asked_in_each(rounds: QuerySet[Round]) -> list[Asked]:
    """What each of the rounds asks, the latest first, in one query."""
    lines: dict[Round, list[Line]] = {}
    for line in _lines(RoundFactor.objects.filter(round__in=rounds)):
        lines.setdefault(_read(Round, line), []).append(line)
    latest_first = sorted(lines, key=lambda round: (round.closes_on, round.pk), reverse=True)
    return [Asked(round, _factors(lines[round])) for round in latest_first]


def _lines(selected: QuerySet[RoundFactor]) -> list[Line]:
    """A line for each statement, with the columns of its factor, edition and round before it."""
    in_order = selected.order_by("position", "pk", "factor__statements__row")
    return list(in_order.values_list("factor", "position", *COLUMNS))


def _factors(lines: list[Line]) -> tuple[AskedFactor, ...]:
    factors: dict[int, AskedFactor] = {}
    for line in lines:
        factor, position = line[:2]
        if factor not in factors:
            factors[factor] = AskedFactor(position, _factor(line))
        statement = _read(Statement, line)
        if statement.pk:
            factors[factor].table[statement.row, statement.level] = statement
    return tuple(factors.values())


def _factor(line: Line) -> Factor:
    factor = _read(Factor, line)
    factor.edition = _read(Edition, line)
    return factor


def _read(model: type[M], line: Line) -> M:
    """The line's columns of the model: 180 lines would make 900 objects, nearly all the same."""
    return model.from_db(None, NAMES[model], line[PLACES[model]])
