"""The huvudman's report sets its units side by side, by name and never by rank."""

from collections.abc import Iterator

from assessments.report.parts import UnitRow, UnitsTable
from assessments.results.asked import AskedFactor
from assessments.results.overview import Overview
from assessments.results.unit import unit_view
from portal.models import Unit
from portal.terms import Level

FACTORS_ACROSS = 2


def units_tables(overview: Overview) -> Iterator[UnitsTable]:
    """A few factors at a time, so that the table fits the paper."""
    asked = overview.asked
    levels = tuple(level for level in overview.levels if level is not Level.HUVUDMAN)
    units = list(Unit.objects.filter(pk__in=asked.round.assessments.values("unit")))
    for across in _side_by_side(asked.factors) if levels else []:
        rows = tuple(_unit_row(overview, unit, across, levels) for unit in units)
        yield UnitsTable(tuple(each.factor for each in across), levels, rows)


def _side_by_side(factors: tuple[AskedFactor, ...]) -> list[tuple[AskedFactor, ...]]:
    """In the round's order; three across would run their headings together."""
    starts = range(0, len(factors), FACTORS_ACROSS)
    return [factors[start : start + FACTORS_ACROSS] for start in starts]


def _unit_row(
    overview: Overview, unit: Unit, across: tuple[AskedFactor, ...], levels: tuple[Level, ...]
) -> UnitRow:
    view = unit_view(overview.figures, unit.pk, levels)
    cells = tuple(cell for asked in across for cell in view.overall(asked).cells)
    pooled = next((cell.figure.pooled_with for cell in cells if cell.figure.pooled_with), ())
    return UnitRow(unit, pooled, cells)
