"""A unit beside the huvudman as a whole, never beside another named unit."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.disclosure import AllUnits, Figure, all_units
from assessments.distribution import Distribution
from assessments.reading import beside_words
from assessments.results.asked import AskedFactor
from assessments.results.unit import UnitResult
from factors.models import Statement
from factors.terms import OVERALL_ROW
from portal.terms import Level

OTHERS = 2


def leaves_others_alone(own: Distribution, everybody: AllUnits, floor: int) -> bool:
    """Whether the sum of all units may stand beside the unit's own figure.

    Both are sums of whole blocks, so what is left when one is taken from the other is a sum of
    whole blocks too. One alone would be another unit's figure, which those here may not see; and
    rektors' answers, whose blocks are of few persons each, must be as many as the floor.
    """
    others, rest = everybody.blocks - 1, everybody.voices.n - own.n
    return own.n > 0 and others >= OTHERS and rest >= floor


@dataclass(frozen=True, slots=True)
class Beside:
    """One level's overall rating of a factor: the unit's, and that of all units together."""

    asked: AskedFactor
    level: Level
    own: Figure
    everybody: AllUnits

    @property
    def words(self) -> str:
        return beside_words(self.own.distribution, self.everybody.voices)


def beside(unit: UnitResult) -> list[Beside]:
    """What may stand beside each other, by factor and level; in one query."""
    every = list(_overall(unit))
    sums = all_units(unit.asked.round, [statement for _asked, statement in every])
    found = (_at(unit, asked, each, sums[each.pk]) for asked, each in every if each.pk in sums)
    floor = unit.asked.round.floor
    return [one for one in found if leaves_others_alone(one.own.distribution, one.everybody, floor)]


def _overall(unit: UnitResult) -> Iterator[tuple[AskedFactor, Statement]]:
    for asked in unit.asked.factors:
        for level in (Level.REKTOR, Level.UNDERVISNING):
            statement = asked.statement(OVERALL_ROW, level)
            if statement:
                yield asked, statement


def _at(unit: UnitResult, asked: AskedFactor, statement: Statement, everybody: AllUnits) -> Beside:
    level = Level(statement.level)
    return Beside(asked, level, unit.figures.unit(unit.pk, level, statement), everybody)
