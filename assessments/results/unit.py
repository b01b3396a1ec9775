"""One unit's result: its response, its factors at three levels, and rows worth talking about."""

from dataclasses import dataclass
from functools import cached_property

from assessments.disclosure import Place, Status, UnitFigures
from assessments.results.asked import Asked
from assessments.results.chain import FactorResult, Found, View, rows_apart
from assessments.results.lifted import LIFTED, Lifted, rated, strongest, weakest
from portal.terms import Level


@dataclass(frozen=True)
class UnitResult:
    asked: Asked
    figures: UnitFigures
    slug: str

    @cached_property
    def places(self) -> list[Place]:
        """The unit's own levels in the round, in the chain's order."""
        every = (place for level in Level for place in self.figures.places(level))
        return [place for place in every if place.unit and place.slug == self.slug]

    @property
    def name(self) -> str:
        return self.places[0].name

    @property
    def pk(self) -> int | None:
        return self.places[0].unit

    @property
    def school_forms(self) -> tuple[str, ...]:
        return self.places[0].school_forms

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The unit's levels, and above them the huvudman's where it takes part."""
        above = self.figures.places(Level.HUVUDMAN)
        present = {place.level for place in [*above, *self.places]}
        return tuple(level for level in Level if level in present)

    @property
    def view(self) -> View:
        return unit_view(self.figures, self.pk, self.levels)

    @cached_property
    def factors(self) -> list[FactorResult]:
        return [self.view.factor(asked) for asked in self.asked.factors]

    @property
    def voices(self) -> Place:
        """The level that the page is about: undervisning, or rektor where it is not asked."""
        return self.places[-1]

    @property
    def is_open(self) -> bool:
        return all(place.status is Status.OPEN for place in self.places)

    @property
    def shown(self) -> Level | None:
        """The level whose rows are lifted: undervisning where it has figures."""
        shown = [place.level for place in self.places if place.status is Status.SHOWN]
        return shown[-1] if shown else None

    @cached_property
    def rated(self) -> list[Lifted]:
        """The rows with a figure at that level, those that hold best first."""
        return rated(self.factors, self.shown)

    @property
    def strongest(self) -> list[Lifted]:
        return strongest(self.rated)

    @property
    def weakest(self) -> list[Lifted]:
        return weakest(self.rated)

    @cached_property
    def apart(self) -> list[Found]:
        return rows_apart(self.factors)[:LIFTED]


def unit_view(figures: UnitFigures, unit: int | None, levels: tuple[Level, ...]) -> View:
    return View(levels, lambda level, statement: figures.unit(unit, level, statement))
