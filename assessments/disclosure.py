"""The one door from tallies to anything that a person can read; `comments` is that of texts.

Every figure is a sum of whole blocks, so no subtraction of figures isolates fewer than five
persons. No other module reads `Tally`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, Q, QuerySet, Sum

from assessments.distribution import Distribution, total
from assessments.figure import Figure, Place, Status, Turnout
from assessments.mirrors import mirror_places
from assessments.models import Round, Tally
from assessments.models.rounds import RoundQuerySet
from assessments.places import (
    Places,
    blocks_of,
    places_around,
    places_around_each,
    places_in,
    places_in_each,
    turnout_of,
    whole,
)
from factors.models import Statement
from factors.terms import OVERALL_ROW
from portal.terms import Level

# The statements whose figures are read; None is all of the round's.
Asked = Collection[Statement] | None

COUNTS = ("n1", "n2", "n3", "n4", "unsure")


class UnitFigures:
    """Figures told unit by unit, read with one query when the first is asked for."""

    def __init__(self, places: Places, blocks: Q, told: Asked) -> None:
        self._places, self._blocks, self._told = places, blocks, told

    def places(self, level: str) -> list[Place]:
        """Who takes part at the level, by name."""
        return [place for place in self._places.values() if place.level == level]

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
    def _tallies(self) -> dict[tuple[int, int], Distribution]:
        return _by_block(_counted(self._blocks, self._told))


class Figures(UnitFigures):
    """Also the sums of all blocks, or of those within some units, added by the database."""

    def __init__(
        self, places: Places, blocks: Q, statements: Asked, told: Asked, closed: bool
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
        return Figures(self._places, self._blocks, self._statements, told, self._closed)

    def within(self, units: Collection[int | None]) -> "Figures":
        """Only what is of these units; the huvudman's level is of no unit, and stays."""
        inside = whole(self._places.values(), {None, *units})
        return Figures(
            {(place.level, place.unit): place for place in inside},
            _blocks_in(inside),
            self._statements,
            self._told,
            self._closed,
        )

    @cached_property
    def _turnouts(self) -> dict[str, Turnout]:
        return {level: turnout_of(self.places(level)) for level in Level}

    def _sum(self, turnout: Turnout, counted: Distribution | None) -> Figure:
        """While the round is open, blocks of units that closed early are not added up."""
        if self._closed or turnout.absence is Status.NOT_ASKED:
            return turnout.figure(counted)
        return Figure(Status.OPEN)

    @cached_property
    def _sums(self) -> dict[tuple[str, int], Distribution]:
        """By the level of the voices, and statement."""
        found = _counted(self._blocks, self._statements).values_list("block__level", "statement")
        rows = found.annotate(*(Sum(count) for count in COUNTS)).order_by()
        return {(level, statement): Distribution(*counts) for level, statement, *counts in rows}


def figures(round: Round, statements: Asked = None) -> Figures:
    """The figures of the statements in a round, or of all, in three queries at most.

    Who takes part; the sums, when one is asked for; and when one is, those unit by unit.
    """
    return _figures(round, places_in(round), statements, mirrors=False)


def mirrors(round: Round, statements: Collection[Statement]) -> Figures:
    """How the level below each statement's own rates it, asked for by the level that rates."""
    return _figures(round, mirror_places(round), statements, mirrors=True)


def _figures(round: Round, places: Places, statements: Asked, mirrors: bool) -> Figures:
    blocks = Q(block__round=round, block__mirrors=mirrors)
    return Figures(places, blocks, statements, statements, closed=round.closed_at is not None)


def unit_figures(round: Round, unit: str, statements: Asked) -> UnitFigures:
    """The figures of the unit with that slug and of the huvudman's level, in two queries."""
    places = places_around(round, unit)
    return UnitFigures(places, _blocks_in(places.values()), statements)


def figures_each(asked: Mapping[Round, Collection[Statement]]) -> dict[Round, Figures]:
    """The sums of many rounds, each of its own statements, in two queries."""
    places = places_in_each(asked)
    sums: dict[int, dict[tuple[str, int], Distribution]] = {round.pk: {} for round in asked}
    found = Tally.objects.filter(_each(asked), block__mirrors=False)
    keys = found.values_list("block__round", "block__level", "statement").order_by()
    for round, level, statement, *counts in keys.annotate(*(Sum(count) for count in COUNTS)):
        sums[round][level, statement] = Distribution(*counts)
    told = {
        round: _figures(round, places[round.pk], asked[round], mirrors=False) for round in asked
    }
    for round, figures in told.items():
        figures._sums = sums[round.pk]
    return told


def unit_figures_each(
    asked: Mapping[Round, Collection[Statement]], unit: str
) -> dict[Round, UnitFigures]:
    """The figures of one unit and of the huvudman's level in many rounds, in two queries."""
    places = places_around_each(asked, unit)
    near = _blocks_in(place for each in places.values() for place in each.values())
    tallies = _by_block(Tally.objects.filter(_each(asked), near))
    told = {}
    for round, statements in asked.items():
        told[round] = UnitFigures(
            places[round.pk], _blocks_in(places[round.pk].values()), statements
        )
        told[round]._tallies = tallies
    return told


def _each(asked: Mapping[Round, Collection[Statement]]) -> Q:
    """The tallies of what is asked of each round."""
    found = Q(pk__in=[])
    for round, statements in asked.items():
        found |= Q(block__round=round, statement__in=[each.pk for each in statements])
    return found


def _by_block(found: QuerySet[Tally]) -> dict[tuple[int, int], Distribution]:
    rows = found.values_list("block", "statement", *COUNTS)
    return {(block, statement): Distribution(*counts) for block, statement, *counts in rows}


def _blocks_in(places: Iterable[Place]) -> Q:
    return Q(block__in={place.block for place in places if place.block})


def _counted(blocks: Q, statements: Asked) -> QuerySet[Tally]:
    found = Tally.objects.filter(blocks)
    if statements is None:  # which is quicker than to name two hundred
        return found
    return found.filter(statement__in=[each.pk for each in statements])


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
    own = Tally.objects.filter(
        block__round__in=rounds.closed(),
        block__level=F("statement__level"),
        statement__row=OVERALL_ROW,
        statement__complete=True,
        statement__factor__edition__organisation=None,
    )
    places = own.values_list("block__round", "statement__factor", "statement__level")
    sums = places.annotate(*(Sum(count) for count in COUNTS)).order_by()
    for round, factor, level, *counts in sums:
        yield Overall(round, factor, Level(level), Distribution(*counts))


@dataclass(frozen=True, slots=True)
class AllUnits:
    """What all blocks of a closed round say on one statement, and how many have a say in it."""

    voices: Distribution
    blocks: int


def all_units(round: Round, statements: Iterable[Statement]) -> dict[int, AllUnits]:
    """By statement, in one query: those that any block has a step on, at their own level."""
    if round.closed_at is None:
        return {}
    steps = Q(n1__gt=0) | Q(n2__gt=0) | Q(n3__gt=0) | Q(n4__gt=0)
    tallies = Tally.objects.filter(
        steps,
        block__round=round,
        block__level=F("statement__level"),
        statement__in=[each.pk for each in statements],
    )
    counts = [Sum(count) for count in ("n1", "n2", "n3", "n4", "unsure")]
    found = tallies.order_by().values_list("statement").annotate(Count("block"), *counts)
    return {
        statement: AllUnits(Distribution(*voices), blocks) for statement, blocks, *voices in found
    }


def _never_asked(statement: Statement | None) -> Figure:
    """Of a row that has no statement at the level, or one that its source breaks off."""
    return Figure(Status.CUT if statement else Status.NO_STATEMENT)
