"""The one door from tallies to anything that a person can read; `comments` is that of texts.

Every figure is a sum of whole blocks, so no subtraction of figures isolates fewer than five
persons. No other module asks `tallies`, which alone reads `Tally`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from assessments import tallies
from assessments.distribution import Distribution, total
from assessments.figure import Figure, Place, Status, Turnout
from assessments.mirrors import mirror_places
from assessments.models import Round
from assessments.models.rounds import RoundQuerySet
from assessments.places import (
    Places,
    blocks_of,
    places_around,
    places_around_each,
    places_in,
    turnout_of,
    turnouts_in_each,
    whole,
)
from assessments.tallies import Asked, AskedOfEach, Sums, Tallies
from factors.models import Statement
from portal.terms import Level


class UnitFigures:
    """Figures told unit by unit, read with one query when the first is asked for."""

    def __init__(self, places: Callable[[], Places], blocks: Q, told: Asked) -> None:
        self._read, self._blocks, self._told = places, blocks, told

    def places(self, level: str) -> list[Place]:
        """Who takes part at the level, by name."""
        return self._by_level.get(level, [])

    def units(self) -> list[Place]:
        """Every unit once, by name, as one of its levels."""
        every = (place for place in self._places.values() if place.unit)
        return list({place.unit: place for place in every}.values())

    def unit(self, unit_id: int | None, level: str, statement: Statement | None) -> Figure:
        """The figure of the unit's block at the level; at huvudman level the organisation's.

        A pooled unit has its pool's figure. `statement` None: the row has none at this level.
        """
        if statement is None or not statement.complete:
            return _never_asked(statement)
        place = self._places.get((level, None if level == Level.HUVUDMAN else unit_id))
        if place is None:
            return Figure(Status.NOT_ASKED)
        return place.figure(self._distribution(place, statement))

    def _distribution(self, place: Place, statement: Statement) -> Distribution | None:
        return self._tallies.get((place.block, statement.pk)) if place.block else None

    @cached_property
    def _places(self) -> Places:
        return self._read()

    @cached_property
    def _by_level(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for place in self._places.values():
            found.setdefault(place.level, []).append(place)
        return found

    @cached_property
    def _tallies(self) -> Tallies:
        return tallies.by_block(self._blocks, self._told)


class Figures(UnitFigures):
    """Also the sums of all blocks, or of those within some units, added by the database."""

    def __init__(
        self,
        places: Callable[[], Places],
        blocks: Q,
        statements: Asked,
        told: Asked,
        closed: bool,
    ) -> None:
        super().__init__(places, blocks, told)
        self._statements, self._closed = statements, closed

    def organisation(self, level: str, statement: Statement | None) -> Figure:
        """The sum of all blocks at the level, and of those asked where nobody answered."""
        if statement is None or not statement.complete:
            return _never_asked(statement)
        return self._sum(self._turnouts[level], self._sums.get((level, statement.pk)))

    def together(self, places: Collection[Place], statement: Statement | None) -> Figure:
        """The sum of the blocks that lie wholly within these places, which are of one level.

        Only of a statement that is told unit by unit.
        """
        if statement is None or not statement.complete:
            return _never_asked(statement)
        inside = whole(places, {place.unit for place in places})
        found = [self._distribution(place, statement) for place in blocks_of(inside)]
        counted = [distribution for distribution in found if distribution]
        return self._sum(turnout_of(inside), total(counted) if counted else None)

    def unit_by_unit(self, told: Collection[Statement]) -> "Figures":
        """The same sums, and only these statements unit by unit: many units make many figures."""
        return Figures(lambda: self._places, self._blocks, self._statements, told, self._closed)

    def within(self, units: Collection[int | None]) -> "Figures":
        """Only what is of these units; the huvudman's level is of no unit, and stays."""
        inside = whole(self._places.values(), {None, *units})
        return Figures(
            lambda: {(place.level, place.unit): place for place in inside},
            _blocks_in(inside),
            self._statements,
            self._told,
            self._closed,
        )

    @cached_property
    def _turnouts(self) -> Mapping[str, Turnout]:
        return {level: turnout_of(self.places(level)) for level in Level}

    def _sum(self, turnout: Turnout, counted: Distribution | None) -> Figure:
        """While the round is open, blocks of units that closed early are not added up."""
        if self._closed or turnout.absence is Status.NOT_ASKED:
            return turnout.figure(counted)
        return Figure(Status.OPEN)

    @cached_property
    def _sums(self) -> Sums:
        return tallies.added(self._blocks, self._statements)


def figures(round: Round, statements: Asked = None) -> Figures:
    """The figures of the statements in a round, or of all, in three queries at most.

    Who takes part; the sums, when one is asked for; and when one is, those unit by unit.
    """
    return _figures(round, lambda: places_in(round), statements, mirrors=False)


def mirrors(round: Round, statements: Collection[Statement]) -> Figures:
    """How the level below each statement's own rates it, asked for by the level that rates."""
    return _figures(round, lambda: mirror_places(round), statements, mirrors=True)


def _figures(
    round: Round, places: Callable[[], Places], statements: Asked, mirrors: bool
) -> Figures:
    blocks, closed = tallies.in_round(round, mirrors), round.closed_at is not None
    return Figures(places, blocks, statements, statements, closed)


def unit_figures(round: Round, unit: str, statements: Asked) -> UnitFigures:
    """The figures of the unit with that slug and of the huvudman's level, in two queries."""
    return _unit_figures(places_around(round, unit), statements)


def _unit_figures(places: Places, statements: Asked) -> UnitFigures:
    return UnitFigures(lambda: places, _blocks_in(places.values()), statements)


def figures_each(asked: AskedOfEach) -> dict[Round, Figures]:
    """The sums of many rounds, each of its own statements, in three queries.

    Who takes part in one of them is read when it is asked for: that is all of its units.
    """
    turnouts, sums = turnouts_in_each(asked), tallies.added_each(asked)
    told = {round: figures(round, statements) for round, statements in asked.items()}
    for round, each in told.items():
        each._turnouts, each._sums = turnouts[round.pk], sums[round.pk]
    return told


def unit_figures_each(asked: AskedOfEach, unit: str) -> dict[Round, UnitFigures]:
    """The figures of one unit and of the huvudman's level in many rounds, in two queries."""
    places = places_around_each(asked, unit)
    near = _blocks_in(place for each in places.values() for place in each.values())
    counted = tallies.by_block_each(near, asked)
    told = {round: _unit_figures(places[round.pk], asked[round]) for round in asked}
    for each in told.values():
        each._tallies = counted
    return told


def _blocks_in(places: Iterable[Place]) -> Q:
    return tallies.in_blocks(place.block for place in places)


@dataclass(frozen=True, slots=True)
class Overall:
    """What a whole organisation answers overall of one factor at one level, in one round."""

    round: int
    factor: int
    level: Level
    voices: Distribution


def overall(rounds: RoundQuerySet) -> Iterator[Overall]:
    """The national factors of many closed rounds, in one query.

    The same sums of whole blocks as `Figures.organisation` gives, without those asked in vain.
    """
    for round, factor, level, voices in tallies.overall_of(rounds):
        yield Overall(round, factor, Level(level), voices)


@dataclass(frozen=True, slots=True)
class AllUnits:
    """What all blocks of a closed round say on one statement, and how many have a say in it."""

    voices: Distribution
    blocks: int


def all_units(round: Round, statements: Iterable[Statement]) -> dict[int, AllUnits]:
    """By statement, in one query: those that any block has a step on, at their own level."""
    if round.closed_at is None:
        return {}
    found = tallies.with_steps(round, statements)
    return {statement: AllUnits(voices, blocks) for statement, blocks, voices in found}


def _never_asked(statement: Statement | None) -> Figure:
    """Of a row that has no statement at the level, or one that its source breaks off."""
    return Figure(Status.CUT if statement else Status.NO_STATEMENT)
