"""What is in a figure: which units, how many voices, and what is left out and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from assessments.disclosure import Figures, Place, Status
from assessments.distribution import STEPS, Distribution, total
from assessments.drawings import decimal_comma
from factors.models import Statement
from portal.terms import Level

# Why something is left out, in the order that it is told.
REASONS = (Status.FEW, Status.NONE, Status.PARTLY, Status.WAITING, Status.OPEN)


@dataclass(frozen=True, slots=True)
class Line:
    """One block: the units whose voices are in it, and how many they are."""

    places: list[Place]
    voices: Distribution

    @property
    def answered(self) -> int:
        return self.places[0].answered

    @property
    def asked(self) -> int:
        return self.places[0].asked


@dataclass(frozen=True, slots=True)
class LeftOut:
    reason: Status
    places: list[Place]


@dataclass(frozen=True)
class Included:
    """The voices of one level at some places, on statements that are added up."""

    figures: Figures
    level: Level
    places: list[Place]
    statements: list[Statement]

    @cached_property
    def lines(self) -> list[Line]:
        """What is counted: block by block, where anybody rated any of the statements."""
        return [line for line in self._blocks if line.voices.total]

    @cached_property
    def asked(self) -> list[Line]:
        """Whose response is counted: also where everybody was asked in vain."""
        return [line for line in self._blocks if line.asked]

    @property
    def shown(self) -> list[Line]:
        return [line for line in self._blocks if line.places[0].block]

    @property
    def pooled(self) -> bool:
        return any(len(line.places) > 1 for line in self.lines)

    @property
    def voices(self) -> Distribution:
        return total(line.voices for line in self.lines)

    @property
    def answered(self) -> int:
        return sum(line.answered for line in self.asked)

    @property
    def people(self) -> int:
        return sum(line.asked for line in self.asked)

    @property
    def left_out(self) -> list[LeftOut]:
        return list(self._without(self.lines))

    @property
    def unasked(self) -> list[LeftOut]:
        """Whose response is not counted."""
        return list(self._without(self.asked))

    @cached_property
    def _blocks(self) -> list[Line]:
        together: dict[int, list[Place]] = {}
        for place in self.places:
            together.setdefault(place.block or id(place), []).append(place)
        return [Line(places, self._voices(places[0])) for places in together.values()]

    def _voices(self, place: Place) -> Distribution:
        figures = (self.figures.unit(place.unit, self.level, each) for each in self.statements)
        return total(figure.distribution for figure in figures)

    @property
    def unshown(self) -> list[LeftOut]:
        return list(self._without(self.shown))

    def _without(self, lines: list[Line]) -> Iterator[LeftOut]:
        inside = {place.unit for line in lines for place in line.places}
        outside = [place for place in self.places if place.unit not in inside]
        for reason in REASONS:
            found = [place for place in outside if self._reason(place) is reason]
            if found:
                yield LeftOut(reason, found)

    def _reason(self, place: Place) -> Status:
        """A block that is shown, but not on these statements, has too few voices there."""
        return place.figure(None).status


def at_unit(figures: Figures, place: Place, statements: list[Statement]) -> Included:
    """What is in the figure of a unit: its own voices, or its pool's."""
    every = figures.places(place.level)
    pool = [each for each in every if each is place or each.unit in place.pool]
    return Included(figures, place.level, pool, statements)


def counting(voices: Distribution) -> str:
    """The mean step by step: "1 × 2 + 3 × 4 = 14, delat med 4 skattningar blir 3,5"."""
    terms = (f"{count} × {step}" for step, count in zip(STEPS, voices.counts, strict=False))
    words = {
        "terms": " + ".join(terms),
        "sum": sum(step * count for step, count in zip(STEPS, voices.counts, strict=False)),
        "n": voices.n,
        "mean": decimal_comma(voices.mean or 0),
    }
    return _("%(terms)s = %(sum)d. %(sum)d delat med %(n)d är %(mean)s.") % words
