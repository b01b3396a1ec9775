"""The huvudman's overview: how many answered, the units side by side, where levels differ."""

from dataclasses import dataclass
from functools import cached_property

from assessments.disclosure import Figure, Figures, Status
from assessments.distribution import Distribution, total
from assessments.results.asked import Asked
from assessments.results.chain import (
    FactorResult,
    Found,
    View,
    counted,
    rows_apart,
    turnout,
)
from portal.terms import Level

WIDEST = 5


@dataclass(frozen=True, slots=True)
class LevelSum:
    """All of the organisation at one level: its overall ratings of the factors, added."""

    level: Level
    voices: Distribution
    turnout: Figure


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """What became of the units' voices at the teaching level."""

    alone: int
    pooled: int
    few: int
    silent: int
    partly: int

    @property
    def shown(self) -> int:
        return self.alone + self.pooled

    @property
    def asked(self) -> int:
        return self.shown + self.few + self.silent + self.partly


@dataclass(frozen=True)
class Overview:
    asked: Asked
    figures: Figures

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        return tuple(level for level in Level if self.figures.places(level))

    @property
    def view(self) -> View:
        return View(self.levels, self.figures.organisation)

    @cached_property
    def factors(self) -> list[FactorResult]:
        return [self.view.factor(asked) for asked in self.asked.factors]

    @cached_property
    def sums(self) -> list[LevelSum]:
        return [self._sum(level) for level in self.levels]

    def _sum(self, level: Level) -> LevelSum:
        voices = total(figure.distribution for figure in overall_figures(self.summed, level))
        return LevelSum(level, voices, turnout(self.factors, level))

    @property
    def summed(self) -> list[FactorResult]:
        return counted(self.factors)

    @property
    def leaves_local_out(self) -> bool:
        return len(self.summed) < len(self.factors)

    @property
    def sums_are_national(self) -> bool:
        return not self.summed[0].asked.factor.is_local

    def organisation_figures(self, level: Level) -> list[Figure]:
        """The overall rating of each factor, for the whole organisation."""
        return overall_figures(self.factors, level)

    @property
    def has_figures(self) -> bool:
        """Whether anything is shown yet: while a round is open, only units that closed early."""
        places = (place for level in Level for place in self.figures.places(level))
        return any(place.status is Status.SHOWN for place in places)

    @property
    def answered(self) -> int:
        return sum(each.turnout.answered for each in self.sums)

    @property
    def people(self) -> int:
        return sum(each.turnout.asked for each in self.sums)

    @cached_property
    def units(self) -> UnitCounts:
        places = self.figures.places(Level.UNDERVISNING)
        shown = [place for place in places if place.status is Status.SHOWN]
        pooled = sum(bool(place.pooled_with) for place in shown)
        return UnitCounts(
            alone=len(shown) - pooled,
            pooled=pooled,
            few=sum(place.status is Status.FEW for place in places),
            silent=sum(place.status is Status.NONE for place in places),
            partly=sum(place.status is Status.PARTLY for place in places),
        )

    @property
    def compared(self) -> int:
        """How many rows have figures at two levels or more."""
        return sum(row.span is not None for each in self.summed for row in each.rows)

    @property
    def differing(self) -> int:
        """On how many of those the levels see different things."""
        return len(rows_apart(self.summed))

    @property
    def comparable(self) -> bool:
        return any(row.span is not None for each in self.factors for row in each.rows)

    @cached_property
    def apart(self) -> list[Found]:
        return rows_apart(self.factors)

    @property
    def widest(self) -> list[Found]:
        return self.apart[:WIDEST]


def overall_figures(factors: list[FactorResult], level: Level) -> list[Figure]:
    cells = (cell for each in factors for cell in each.overall.cells)
    return [cell.figure for cell in cells if cell.level is level]
