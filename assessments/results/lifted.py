"""The rows that a page lifts: those that hold best at one level, and those that hold least."""

from collections.abc import Iterable
from typing import NamedTuple

from assessments.results.chain import Cell, FactorResult, Row
from portal.terms import Level

LIFTED = 3


class Lifted(NamedTuple):
    """A row that is lifted for what one level says there."""

    result: FactorResult
    row: Row
    cell: Cell


def rated(factors: Iterable[FactorResult], level: Level | None) -> list[Lifted]:
    """The rows with a figure at the level, those that hold best first."""
    every = (Lifted(each, row, cell) for each in factors for row in each.rows for cell in row.cells)
    found = [one for one in every if one.cell.level is level and one.cell.voices.n]
    return sorted(found, key=lambda one: -(one.cell.voices.mean or 0.0))


def strongest(rows: list[Lifted]) -> list[Lifted]:
    return rows[: _number(rows)]


def weakest(rows: list[Lifted]) -> list[Lifted]:
    return rows[::-1][: _number(rows)]


def _number(rows: list[Lifted]) -> int:
    """Few enough that no row is among both the strongest and the weakest."""
    return min(LIFTED, len(rows) // 2)
