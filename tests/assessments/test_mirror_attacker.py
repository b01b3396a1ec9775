"""Mirrors expose nobody either: neither teachers, nor rektorer who are alone at their units."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.disclosure import mirrors
from assessments.models import Assessment, Participation, Rating, Response
from assessments.pooling import Partition
from factors.models import Edition, Prompt, Statement
from portal.terms import Level
from tests.assessments.attacker import Seen, victim
from tests.assessments.portals import ANSWERED, by_hand, seen_of
from tests.assessments.test_attacker import staffed
from tests.assessments.worlds import PLACES, Built, World, build, close, worlds

in_the_database = settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FEW = worlds(st.lists(st.tuples(PLACES, st.integers(min_value=0, max_value=8)), max_size=8))
# Only teachers are placed together.
APART = PLACES.map(lambda place: replace(place, company=None))
ALONE = worlds(st.lists(st.tuples(APART, st.integers(min_value=0, max_value=2)), max_size=25))


@pytest.fixture
def factor_rows(edition: Edition) -> None:
    """Three rows of the levels that are mirrored."""
    for level in (Level.HUVUDMAN, Level.REKTOR):
        Statement.objects.create(
            factor=edition.factors.get(position=1), row=3, level=level, text="Rad 3"
        )


@contextmanager
def mirrored(world: World, level: Level) -> Iterator[Built]:
    """The world's sheets as what the level says of the one above it, closed, and gone again."""
    rows = Statement.objects.filter(factor__position=1, level=level.above, row__gt=0)
    with transaction.atomic():
        built = build(
            replace(world, levels=1),
            list(rows.order_by("row")),
            Prompt.objects.earliest("position"),
        )
        _turn_into_mirrors(built, level)
        close(world, built)
        yield built
        transaction.set_rollback(True)


def _turn_into_mirrors(built: Built, level: Level) -> None:
    built.round.mirror = True
    built.round.save()
    built.round.assessments.update(level=level)
    for asked in Participation.objects.filter(assessment__round=built.round):
        asked.mirror = Response.objects.create(assessment=asked.assessment)
        asked.save()
        Rating.objects.filter(response=asked.response_id).update(response=asked.mirror)
    if level.above is Level.HUVUDMAN:
        Assessment.objects.create(round=built.round, level=Level.HUVUDMAN)
    else:
        Assessment.objects.bulk_create(
            Assessment(round=built.round, level=level.above, unit=unit) for unit in built.units
        )


def seen_in(world: World, level: Level) -> list[Seen]:
    with mirrored(world, level) as built:
        assert not Rating.objects.exists()
        return seen_of(mirrors(built.round, built.statements), level, world, built)


@given(FEW)
@in_the_database
def test_mirrors_of_teachers_show_what_the_rules_by_hand_say(
    factor_rows: None, world: World
) -> None:
    """Also of units that close early, since all of a round's mirrors are counted at once."""
    seen = seen_in(world, Level.UNDERVISNING)
    assert not victim(seen)
    at_once = tuple(replace(place, closes_early=False) for place in world.places)
    expected = by_hand(replace(world, places=at_once))
    assert {each for each in seen if each.about != ANSWERED} == set(expected)


@given(ALONE)
@in_the_database
def test_mirrors_of_rektorer_expose_none_of_them(factor_rows: None, world: World) -> None:
    assert not victim(seen_in(world, Level.REKTOR))


def test_the_worlds_of_rektorer_show_something(factor_rows: None) -> None:
    """So that the test above is not true of nothing."""
    seen = seen_in(staffed(1, 1, 1, 1, 1, 1), Level.REKTOR)
    assert {len(each.voices) for each in seen} == {6}


def test_a_rule_that_shows_each_rektor_alone_is_refused_by_the_database(
    factor_rows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "assessments.mirroring.form_blocks",
        lambda groups, *floor: Partition([(group,) for group in groups]),
    )
    with pytest.raises(IntegrityError, match="at_least_five_persons"):
        seen_in(staffed(1, 6), Level.REKTOR)
