"""The one door from tallies and comments to anything that a person can read.

Every figure is a sum of whole blocks, so no subtraction of figures isolates fewer than five
persons. No other module reads `Tally` or `Comment`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, When

from assessments.distribution import Distribution, total
from assessments.figure import Figure, Place, Status
from assessments.models import Comment, Participation, Round, Tally
from assessments.terms import Outcome
from factors.models import Factor, Prompt, Statement
from portal.models import Unit
from portal.sorting import sort_key
from portal.terms import Level


class Figures:
    """All figures of some statements in a round, made by `figures` with two queries."""

    def __init__(
        self,
        places: dict[tuple[str, int | None], Place],
        tallies: dict[tuple[int, int], Distribution],
        closed: bool,
    ) -> None:
        self._places, self._tallies, self._closed = places, tallies, closed

    def places(self, level: str) -> list[Place]:
        """Who takes part at the level, by name."""
        return [place for place in self._places.values() if place.level == level]

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

    def organisation(self, level: str, statement: Statement | None) -> Figure:
        """The sum of all blocks at the level, and of those asked where nobody answered."""
        if statement is None or not statement.complete:
            return _never_asked(statement)
        places = self._blocks(level)
        if not places:
            return Figure(Status.NOT_ASKED)
        if not self._closed:
            return Figure(Status.OPEN)
        return self._sum(places, statement)

    def _sum(self, places: list[Place], statement: Statement) -> Figure:
        found = [self._distribution(place, statement) for place in places]
        counted = [distribution for distribution in found if distribution]
        return Figure(
            Status.SHOWN if counted else _absence(places),
            total(counted),
            sum(place.answered for place in places),
            sum(place.asked for place in places),
        )

    def _blocks(self, level: str) -> list[Place]:
        """The places at the level, one for each block."""
        return list({place.block or id(place): place for place in self.places(level)}.values())

    def _distribution(self, place: Place, statement: Statement) -> Distribution | None:
        return self._tallies.get((place.block, statement.pk)) if place.block else None


def figures(round: Round, statements: Iterable[Statement]) -> Figures:
    """The figures of the statements for every unit and level of the round, in two queries."""
    tallies = Tally.objects.filter(block__round=round, statement__in=[s.pk for s in statements])
    rows = tallies.values_list("block", "statement", "n1", "n2", "n3", "n4", "unsure")
    return Figures(
        _places(round),
        {(block, statement): Distribution(*counts) for block, statement, *counts in rows},
        closed=round.closed_at is not None,
    )


@dataclass(frozen=True, slots=True)
class Shared:
    """A reflection that its author shared, at which level, and the question that it answers."""

    level: Level
    prompt: Prompt
    text: str


class Comments:
    """Texts without their authors, in alphabetical order on each statement and prompt."""

    def __init__(self, found: Iterable[Comment]) -> None:
        self._found = tuple(found)

    def on(self, statement: Statement) -> list[str]:
        return [each.text for each in self._found if each.statement_id == statement.pk]

    def reflections(self, factor: Factor) -> list[Shared]:
        """Reflections on the factor, in the order of their prompts."""
        shared = [
            Shared(Level(each.block.level), each.prompt, each.text)
            for each in self._found
            if each.factor_id == factor.pk and each.prompt
        ]
        return sorted(shared, key=lambda each: each.prompt.position)

    def __bool__(self) -> bool:
        return bool(self._found)


def comments(round: Round, unit: Unit | None, *, from_above: bool) -> Comments:
    """Comments of one unit (None: of the huvudman level), in one query.

    Those given in an office are for those above: `from_above` is whether everybody who reads
    works at huvudman level. Anonymous ones are for all who may see the unit's result.
    """
    readable = Q() if from_above else Q(block__level=Level.UNDERVISNING)
    found = Comment.objects.filter(readable, block__round=round, block__assessments__unit=unit)
    return Comments(tuple(found.select_related("prompt", "block").order_by("pk")))


def office_comments(round: Round) -> Comments:
    """Comments of all role answers, for readers at huvudman level; their places are not told."""
    found = Comment.objects.filter(block__round=round).exclude(block__level=Level.UNDERVISNING)
    texts = found.select_related("prompt", "block")
    return Comments(tuple(sorted(texts, key=lambda comment: sort_key(comment.text))))


def _never_asked(statement: Statement | None) -> Figure:
    """Of a row that has no statement at the level, or one that its source breaks off."""
    return Figure(Status.CUT if statement else Status.NO_STATEMENT)


def _places(round: Round) -> dict[tuple[str, int | None], Place]:
    places: dict[tuple[str, int | None], Place] = {}
    pools: dict[int, dict[int | None, str]] = {}
    for place in _read_places(round):
        places[place.level, place.unit] = place
        if place.block:
            place.pool = pools.setdefault(place.block, {})
            place.pool[place.unit] = place.name
    return places


def _read_places(round: Round) -> Iterator[Place]:
    rows = round.assessments.order_by("unit__sort_key", "pk").values_list(
        "unit",
        "level",
        "closed_at",
        "outcome",
        "unit__name",
        "unit__slug",
        "unit__school_forms",
        "block",
        "block__answered",
        "block__asked",
        _asked_in_vain(),
    )
    for unit, level, closed_at, outcome, name, slug, forms, *block, in_vain in rows:
        key, answered, asked = block
        yield Place(
            level=Level(level),
            status=_status(outcome, closed_at is not None),
            unit=unit,
            name=name or "",
            slug=slug or "",
            school_forms=forms or (),
            block=key,
            answered=answered or 0,
            asked=asked or in_vain or 0,
        )


def _asked_in_vain() -> Case:
    """How many were asked where nobody answered: the response rate must not hide them."""
    asked = Participation.objects.filter(assessment=OuterRef("pk")).order_by()
    counted = asked.values("assessment").annotate(n=Count("pk")).values("n")
    return Case(When(outcome=Outcome.NONE, then=Subquery(counted)), output_field=IntegerField())


def _status(outcome: str, closed: bool) -> Status:
    if outcome:
        return Status(outcome)
    return Status.WAITING if closed else Status.OPEN


def _absence(places: list[Place]) -> Status:
    return Status.NONE if all(place.status is Status.NONE for place in places) else Status.FEW
