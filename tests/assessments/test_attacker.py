"""Nobody can solve the shown figures for fewer than five persons, nor tell two sheets apart."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, assume, find, given, settings
from hypothesis import strategies as st

from assessments.comments import Comments, comments
from assessments.models import Comment, Tally
from factors.models import Edition, Prompt, Statement
from portal.terms import Level, SchoolForm
from tests.assessments.attacker import Seen, victim
from tests.assessments.portals import (
    ANSWERED,
    by_hand,
    persons_counted_twice,
    threshold_only,
    through_the_door,
)
from tests.assessments.worlds import PLACES, Built, Place, Sheet, World, build, close, worlds

in_the_database = settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SMALL = worlds(st.lists(st.tuples(PLACES, st.integers(min_value=0, max_value=8)), max_size=8))
GR = Place(SchoolForm.GR)
SAYS_FOUR = Sheet((4, 4, 4))


@pytest.fixture
def statements(edition: Edition) -> list[Statement]:
    """Three statements of the anonymous level."""
    factor = edition.factors.get(position=1)
    Statement.objects.create(factor=factor, row=2, level=Level.UNDERVISNING, text="Rad 2")
    return list(factor.statements.filter(level=Level.UNDERVISNING).order_by("row"))


@contextmanager
def closed(world: World, statements: list[Statement]) -> Iterator[Built]:
    """The world in the database, closed, and gone again afterwards."""
    with transaction.atomic():
        built = build(world, statements, Prompt.objects.earliest("position"))
        close(world, built)
        yield built
        transaction.set_rollback(True)


def staffed(*sizes: int) -> World:
    """Schools where everybody says "4"; nobody works at two."""
    voices = [(10 * unit + n, unit) for unit, size in enumerate(sizes) for n in range(size)]
    return World((GR,) * len(sizes), dict.fromkeys(voices, SAYS_FOUR))


def test_two_overlapping_sums_expose_their_difference() -> None:
    everybody = frozenset((person, 0) for person in range(9))
    assert victim([Seen("x", everybody)]) == set()
    most = frozenset((person, 0) for person in range(6))
    assert victim([Seen("x", everybody), Seen("x", most)]) == {6, 7, 8}
    assert victim([Seen("x", everybody), Seen("y", most)]) == set()


def test_three_sums_expose_what_no_two_of_them_do() -> None:
    a, b, c = ({(n, unit) for n in range(10 * unit, 10 * unit + 5)} for unit in range(3))
    one = {(99, 0)}
    pairs = [Seen("x", frozenset(each)) for each in (a | one | b, b | c, a | c)]
    assert victim(pairs) == set()
    assert victim([*pairs, Seen("x", frozenset(a))]) == {99}


def test_a_total_with_hidden_units_in_it_is_caught() -> None:
    world = staffed(6, 3)
    assert victim(threshold_only(world)) == {10, 11, 12}
    assert not victim(by_hand(world))


def test_a_person_who_counts_twice_is_caught() -> None:
    world = staffed(3, 1)
    world.sheets[0, 1] = SAYS_FOUR
    assert len(world.sheets) == 5
    assert victim(persons_counted_twice(world)) == {0, 1, 2, 10}
    assert by_hand(world) == []


@pytest.mark.parametrize("weak", [threshold_only, persons_counted_twice])
def test_a_weak_rule_is_caught_among_random_worlds(weak: Callable[[World], list[Seen]]) -> None:
    """The same worlds each time: that none of them would do is no accident of the day."""
    search = settings(max_examples=2000, phases=[Phase.generate], derandomize=True, database=None)
    assert victim(weak(find(SMALL, lambda world: bool(victim(weak(world))), settings=search)))


@given(worlds())
@settings(deadline=None)
def test_the_rules_by_hand_expose_nobody(world: World) -> None:
    assert not victim(by_hand(world))


@given(world=worlds())
@in_the_database
def test_no_figure_and_no_difference_of_figures_exposes_anybody(
    statements: list[Statement], world: World
) -> None:
    with closed(world, statements) as built:
        assert not victim(through_the_door(world, built))


@given(world=SMALL)
@in_the_database
def test_the_door_shows_what_the_rules_by_hand_say(
    statements: list[Statement], world: World
) -> None:
    world = replace(world, places=tuple(Place(place.form) for place in world.places))
    with closed(world, statements) as built:
        seen = [each for each in through_the_door(world, built) if each.about != ANSWERED]
        assert set(seen) == set(by_hand(world))


@given(world=SMALL, data=st.data())
@in_the_database
def test_exchanging_two_answer_sheets_of_a_block_changes_nothing(
    statements: list[Statement], world: World, data: st.DataObject
) -> None:
    pairs = exchangeable(world)
    assume(pairs)
    one, other = data.draw(st.sampled_from(pairs))
    assume(world.sheets[one] != world.sheets[other])
    with closed(world, statements) as built:
        before = everything_shown(built)
    with closed(world.swapped(one, other), statements) as built:
        assert everything_shown(built) == before


def exchangeable(world: World) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Pairs at one unit, of people who work there only and who chose a step somewhere."""
    persons = [person for person, _unit in world.sheets]
    free = [v for v, s in world.sheets.items() if persons.count(v[0]) == 1 and has_step(s)]
    return [(a, b) for a in free for b in free if a < b and a[1] == b[1]]


def has_step(sheet: Sheet) -> bool:
    return any(sheet.rated(statement) for statement in range(len(sheet.steps)))


def everything_shown(built: Built) -> list[object]:
    """Tallies and comments in the order that they lie in, and what the door makes of them."""
    blocks = list(built.round.blocks.values_list("pk", "level", "asked", "answered"))
    number = {block[0]: n for n, block in enumerate(blocks)}
    tallies = Tally.objects.order_by("pk").values_list(
        "block", "statement", "n1", "n2", "n3", "n4", "unsure"
    )
    texts = Comment.objects.order_by("pk").values_list("block", "statement", "prompt", "text")
    return [
        [block[1:] for block in blocks],
        [(number[block], *rest) for block, *rest in tallies],
        [(number[block], *rest) for block, *rest in texts],
        [_read(comments(built.round, unit, from_above=True), built) for unit in built.units],
    ]


def _read(texts: Comments, built: Built) -> list[object]:
    factor = built.statements[0].factor
    return [*(texts.on(statement) for statement in built.statements), texts.reflections(factor)]
