"""Who takes part in a round where, and in which blocks the voices lie; without any answers."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Set

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)

from assessments.figure import Place, Status, Turnout
from assessments.models import Assessment, Block, Participation, Round
from assessments.terms import Outcome
from portal.terms import Level

# Looked up a thousand times a page, where calling the enumerations takes milliseconds.
STATUSES = {status.value: status for status in Status}
LEVELS = {level.value: level for level in Level}

IS_CLOSED = ExpressionWrapper(Q(closed_at__isnull=False), BooleanField())

Places = dict[tuple[str, int | None], Place]


def places_in(round: Round) -> Places:
    """Every level at every unit, by name; in one query."""
    return places_in_each([round])[round.pk]


def places_in_each(rounds: Collection[Round]) -> dict[int, Places]:
    """By round; in one query."""
    return _by_round(rounds, Assessment.objects.filter(round__in=rounds))


def places_around(round: Round, unit: str) -> Places:
    """The levels of one unit, the huvudman's, and who shares a block with it; in one query."""
    return places_around_each([round], unit)[round.pk]


def places_around_each(rounds: Collection[Round], unit: str) -> dict[int, Places]:
    """By round; in one query."""
    every = Assessment.objects.filter(round__in=rounds)
    own = Q(unit__slug=unit)
    shared = every.filter(own, block__isnull=False).values("block")
    near = Q(unit__isnull=True) | own | Q(block__in=shared)
    return _by_round(rounds, every.filter(near))


def _by_round(rounds: Collection[Round], assessments: QuerySet[Assessment]) -> dict[int, Places]:
    found: dict[int, list[Place]] = {round.pk: [] for round in rounds}
    for round, place in _read(assessments):
        found[round].append(place)
    return {round: pooled(places) for round, places in found.items()}


def turnouts_in_each(rounds: Collection[Round]) -> dict[int, dict[str, Turnout]]:
    """By round and level: what `turnout_of` tells of all places, in two queries of a few rows."""
    places = Assessment.objects.filter(round__in=rounds).annotate(in_vain=_asked_in_vain())
    outcomes = places.order_by().values_list("round", "level", "outcome", IS_CLOSED)
    blocks = Block.objects.filter(round__in=rounds, mirrors=False).order_by()
    counted = blocks.values_list("round", "level").annotate(Sum("answered"), Sum("asked"))
    statuses: dict[tuple[int, str], set[Status]] = {}
    answered, asked = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    for round, level, outcome, is_closed, in_vain in outcomes.annotate(Sum("in_vain")):
        statuses.setdefault((round, level), set()).add(status_of(outcome, is_closed))
        asked[round, level] += in_vain or 0
    for round, level, n_answered, n_asked in counted:
        answered[round, level] += n_answered
        asked[round, level] += n_asked
    turnouts = {round.pk: dict.fromkeys(LEVELS, Turnout(Status.NOT_ASKED)) for round in rounds}
    for (round, level), found in statuses.items():
        there = (round, level)
        turnouts[round][level] = Turnout(_absence(found), answered[there], asked[there])
    return turnouts


def blocks_of(places: Iterable[Place]) -> list[Place]:
    """The places that are blocks, each block once, and those that are in none."""
    return list({place.block or id(place): place for place in places}.values())


def turnout_of(places: Iterable[Place]) -> Turnout:
    """Of closed places: each block once, and those asked where nobody answered."""
    alone = blocks_of(places)
    if not alone:
        return Turnout(Status.NOT_ASKED)
    return Turnout(
        _absence({place.status for place in alone}),
        sum(place.answered for place in alone),
        sum(place.asked for place in alone),
    )


def _absence(found: set[Status]) -> Status:
    if found - {Status.NONE, Status.PARTLY}:
        return Status.FEW
    return Status.PARTLY if Status.PARTLY in found else Status.NONE


def whole(places: Iterable[Place], units: Set[int | None]) -> list[Place]:
    """The places among the units; a block counts when all its units are among them.

    So every selection is of whole blocks, and no two of them differ by a part of a block.
    """
    return [place.within(units) for place in places if place.unit in units]


def pooled(found: Iterable[Place]) -> Places:
    places: Places = {}
    pools: dict[int, dict[int | None, str]] = {}
    for place in found:
        places[place.level, place.unit] = place
        if place.block:
            place.pool = pools.setdefault(place.block, {})
            place.pool[place.unit] = place.name
    return places


def _read(assessments: QuerySet[Assessment]) -> Iterator[tuple[int, Place]]:
    """Each place with its round."""
    rows = assessments.order_by("unit__sort_key", "pk").values_list(
        "round",
        "unit",
        "level",
        IS_CLOSED,
        "outcome",
        "unit__name",
        "unit__slug",
        "unit__school_forms",
        "unit__area",
        "block",
        "block__answered",
        "block__asked",
        _asked_in_vain(),
    )
    for round, unit, level, is_closed, outcome, name, slug, forms, area, *block, in_vain in rows:
        key, answered, asked = block
        place = Place(
            level=LEVELS[level],
            status=status_of(outcome, is_closed),
            unit=unit,
            name=name or "",
            slug=slug or "",
            school_forms=forms or (),
            area=area or "",
            block=key,
            answered=answered or 0,
            asked=asked or in_vain or 0,
        )
        yield round, place


def _asked_in_vain() -> Case:
    """How many were asked where nobody answered: the response rate must not hide them."""
    asked = Participation.objects.filter(assessment=OuterRef("pk")).order_by()
    counted = asked.values("assessment").annotate(n=Count("pk")).values("n")
    return Case(When(outcome=Outcome.NONE, then=Subquery(counted)), output_field=IntegerField())


def status_of(outcome: str, closed: bool) -> Status:
    if outcome:
        return STATUSES[outcome]
    return Status.WAITING if closed else Status.OPEN
