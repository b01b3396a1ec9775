"""Nobody can solve the shown figures for fewer than five persons, nor tell two sheets apart."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, assume, find, given, settings
from hypothesis import strategies as st

from assessments.comments import Comments, comments
from assessments.models import Comment, Tally
from factors.models import Edition, Statement
from portal.terms import SchoolForm
from tests.assessments.attacker import Seen, victim
from tests.assessments.portals import (
    ANSWERED,
    WEAK,
    by_hand,
    filter_that_splits_a_block,
    filtered,
    persons_counted_twice,
    threshold_and_pairwise_remainder,
    threshold_only,
    through_files,
    through_filters,
    through_the_door,
)
from tests.assessments.read_pages import through_pages
from tests.assessments.worlds import (
    FEW,
    LARGE_STAFFS,
    PLACES,
    Built,
    Place,
    Sheet,
    World,
    closed,
    three_statements,
    worlds,
)

in_the_database = settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SMALL = worlds(st.lists(st.tuples(PLACES, FEW), max_size=8))
LARGE = worlds(LARGE_STAFFS)
GR = Place(SchoolForm.GR)
SAYS_FOUR = Sheet((4, 4, 4))


@pytest.fixture
def statements(edition: Edition) -> list[Statement]:
    return three_statements(edition)


def exposes(portal: Callable[[World], list[Seen]], world: World) -> bool:
    return bool(victim(portal(world), world.floor))


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


@pytest.mark.parametrize("weak", WEAK)
def test_a_weak_rule_is_caught_among_random_worlds(weak: Callable[[World], list[Seen]]) -> None:
    """The same worlds each time: that none of them would do is no accident of the day."""
    search = settings(max_examples=2000, phases=[Phase.generate], derandomize=True, database=None)
    assert exposes(weak, find(SMALL, lambda world: exposes(weak, world), settings=search))


def test_a_remainder_of_two_figures_is_caught_where_each_alone_leaves_enough() -> None:
    world = staffed(6, 6, 3)
    assert victim(threshold_and_pairwise_remainder(world)) == {20, 21, 22}
    assert not victim(filtered(world))


def test_a_filter_that_splits_a_block_is_caught() -> None:
    """Three and six are one block; a filter on the six's form leaves the three."""
    world = replace(staffed(6, 3), places=(GR, Place(SchoolForm.GY)))
    assert victim(filter_that_splits_a_block(world)) == {10, 11, 12}
    assert not victim(filtered(world))


@given(LARGE)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.data_too_large])
def test_figures_and_filters_by_hand_expose_nobody(world: World) -> None:
    assert not exposes(by_hand, world)
    assert not exposes(filtered, world)


@given(world=worlds())
@in_the_database
def test_no_figure_and_no_difference_of_figures_exposes_anybody(
    statements: list[Statement], world: World
) -> None:
    with closed(world, statements) as built:
        seen = through_the_door(world, built) + through_filters(world, built)
        assert not victim(seen, world.floor)


@given(world=SMALL)
@in_the_database
def test_no_files_and_no_difference_of_files_expose_anybody(
    statements: list[Statement], world: World
) -> None:
    with closed(world, statements) as built:
        seen = through_files(world, built)
        assert not victim(seen, world.floor)
        assert {each for each in seen if each.about != ANSWERED} == set(by_hand(world))


@pytest.mark.one_database
@given(world=SMALL)
@settings(in_the_database, max_examples=5, phases=[Phase.generate])
def test_no_pages_and_no_difference_of_pages_expose_anybody(
    statements: list[Statement], world: World
) -> None:
    with closed(world, statements) as built:
        seen = through_pages(world, built)
        assert not victim(seen, world.floor)
        assert set(by_hand(world)) <= set(seen)


@given(world=SMALL)
@in_the_database
def test_the_door_shows_what_the_rules_by_hand_say(
    statements: list[Statement], world: World
) -> None:
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
