"""What a round would ask of people, before it opens: how many, how long, and what it shows."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count

from assessments.foreseeing import Forecast
from assessments.opening import askable
from assessments.terms import minutes_to_answer
from factors.models import Factor, Statement
from factors.terms import OVERALL_ROW
from portal.models import Organisation, Unit
from portal.terms import Level

Statements = Counter[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class LevelPreview:
    level: Level
    asked: int
    statements: int
    mirrored: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Preview:
    levels: list[LevelPreview]
    forecast: Forecast
    empty: list[Unit]

    @property
    def too_few_to_mirror(self) -> list[Level]:
        """The levels that are too few even all together."""
        floor = self.forecast.floor
        return [each.level for each in self.levels if each.mirrored and 0 < each.asked < floor]

    @property
    def asked(self) -> int:
        return sum(level.asked for level in self.levels)


def ratable_statements(factors: Iterable[Factor]) -> Statements:
    """How many statements there are to rate, by factor and level."""
    cells = Statement.objects.ratable().filter(factor__in=[factor.pk for factor in factors])
    counts = cells.order_by().values_list("factor", "level").annotate(Count("pk"))
    return Counter({(factor, level): count for factor, level, count in counts})


def mirrored_rows(factors: Iterable[Factor], levels: Collection[Level]) -> Statements:
    """How many rows of the level above a level mirrors, by factor and the level that rates."""
    below = {level.above: level for level in levels if level.above in levels}
    rows = Statement.objects.ratable().filter(factor__in=[factor.pk for factor in factors])
    counts = rows.filter(row__gt=OVERALL_ROW).order_by().values_list("factor", "level")
    found = [
        (factor, below.get(Level(level)), n) for factor, level, n in counts.annotate(Count("pk"))
    ]
    return Counter({(factor, level): n for factor, level, n in found if level})


def people_by_place(organisation: Organisation) -> Counter[tuple[str, int | None]]:
    """How many can be asked today, by level and unit."""
    counts = askable(organisation).values_list("role", "unit").annotate(Count("pk"))
    return Counter({(role, unit): count for role, unit, count in counts})


def preview(
    organisation: Organisation,
    factors: list[Factor],
    levels: list[Level],
    units: list[Unit],
    forecast: Forecast,
    statements: Statements | None = None,
    mirror: bool = False,
) -> Preview:
    statements = statements or ratable_statements(factors)
    mirrored = mirrored_rows(factors, levels) if mirror else Counter()
    people = people_by_place(organisation)
    at_units = [level for level in levels if level is not Level.HUVUDMAN]
    units = units if at_units else []
    return Preview(
        levels=[_level(level, factors, units, statements, mirrored, people) for level in levels],
        forecast=forecast,
        empty=[unit for unit in units if not any(people[each, unit.pk] for each in at_units)],
    )


def _level(
    level: Level,
    factors: list[Factor],
    units: list[Unit],
    statements: Statements,
    mirrored: Statements,
    people: Counter[tuple[str, int | None]],
) -> LevelPreview:
    places = [None] if level is Level.HUVUDMAN else [unit.pk for unit in units]
    mirrors = [mirrored[factor.pk, level] for factor in factors]
    counts = [statements[factor.pk, level] + mirrored[factor.pk, level] for factor in factors]
    return LevelPreview(
        level=level,
        asked=sum(people[level, place] for place in places),
        statements=sum(counts),
        mirrored=sum(mirrors),
        minutes=minutes_to_answer(sum(map(bool, counts)), sum(counts)),
    )
