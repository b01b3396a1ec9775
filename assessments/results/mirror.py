"""The mirror (spegling): the same statement, as the level itself and the one below it rate it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from assessments.disclosure import Figure, Status, mirrors
from assessments.distribution import Distribution
from assessments.models import Round
from assessments.reading import mirror_reading
from factors.models import Statement
from portal.terms import Level

# What a place says about a statement at a level: a unit's figures, or the organisation's.
Look = Callable[[Level, Statement | None], Figure]


@dataclass(frozen=True, slots=True)
class Mirror:
    """How the level below rates a statement of the level, beside how the level itself does."""

    level: Level
    by: Level
    own: Distribution
    figure: Figure

    @property
    def voices(self) -> Distribution:
        return self.figure.distribution

    @property
    def reading(self) -> str:
        return mirror_reading(self.level, self.own, self.by, self.voices)


def mirror_look(
    round: Round,
    statements: list[Statement],
    unit: int | None = None,
    among: Collection[int | None] | None = None,
) -> Look | None:
    """How the levels, of a unit or of all units (or `among` some), are seen from below."""
    if not round.mirror:
        return None
    shown = mirrors(round, statements)
    if unit:
        return partial(shown.unit, unit)
    return shown.organisation if among is None else shown.within(among).organisation


def mirror_of(
    look: Look | None, level: Level, statement: Statement | None, own: Figure
) -> Mirror | None:
    """None where the level below takes no part, and of what it is not asked to mirror."""
    by = level.below
    if not look or not by or not statement or not statement.complete or statement.is_overall:
        return None
    figure = look(by, statement)
    if figure.status is Status.NOT_ASKED:
        return None
    return Mirror(level, by, own.distribution, figure)
