"""Which units are shown alone, which together, and which are left out."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from assessments.pooling import Group, Partition, form_blocks, persons_in
from assessments.terms import FLOOR
from portal.terms import SchoolForm

GR, GY, FS = SchoolForm.GR, SchoolForm.GY, SchoolForm.FS
FORMS = st.sampled_from([GR, GY, FS])


def unit(name: str, form: SchoolForm, *persons: int) -> Group:
    return Group(ord(name), form, frozenset(persons), name)


def named(partition: Partition) -> tuple[list[str], str]:
    blocks = ["".join(sorted(group.name for group in pool)) for pool in partition.blocks]
    return sorted(blocks), "".join(sorted(group.name for group in partition.left_out))


def test_five_persons_are_a_block() -> None:
    assert named(form_blocks([unit("a", GR, 1, 2, 3, 4, 5)])) == (["a"], "")


def test_four_persons_alone_are_left_out() -> None:
    assert named(form_blocks([unit("a", GR, 1, 2, 3, 4)])) == ([], "a")


def test_small_units_are_pooled_with_their_own_school_form_first() -> None:
    groups = [
        unit("a", GR, 1, 2, 3),
        unit("b", FS, 4, 5, 6),
        unit("c", GR, 7, 8),
        unit("d", FS, 9, 10),
    ]
    assert named(form_blocks(groups)) == (["ac", "bd"], "")


def test_forms_that_are_too_few_are_pooled_with_each_other() -> None:
    groups = [unit("a", GR, 1, 2), unit("b", FS, 3, 4), unit("c", GY, 5)]
    assert named(form_blocks(groups)) == (["abc"], "")


def test_a_small_rest_takes_in_the_smallest_block() -> None:
    groups = [unit("a", GR, *range(10)), unit("b", GR, *range(20, 26)), unit("c", FS, 30)]
    assert named(form_blocks(groups)) == (["a", "bc"], "")


def test_of_equally_small_blocks_the_first_by_name_takes_in_the_rest() -> None:
    groups = [unit("b", GR, *range(6)), unit("a", GY, *range(10, 16)), unit("c", FS, 30)]
    assert named(form_blocks(groups)) == (["ac", "b"], "")


def test_somebody_employed_at_two_units_counts_once() -> None:
    assert named(form_blocks([unit("a", GR, 1, 2, 3), unit("b", GR, 3, 4)])) == ([], "ab")
    assert named(form_blocks([unit("a", GR, 1, 2, 3), unit("b", GR, 3, 4, 5)])) == (["ab"], "")


def test_those_who_could_only_not_judge_are_hidden_in_company() -> None:
    groups = [unit("a", GR, *range(5)), unit("b", GR)]
    assert named(form_blocks(groups)) == (["ab"], "")


GROUPS = st.lists(
    st.tuples(FORMS, st.frozensets(st.integers(min_value=0, max_value=80), max_size=9)),
    max_size=60,
).map(lambda rows: [Group(key, form, persons) for key, (form, persons) in enumerate(rows)])


@given(GROUPS)
def test_blocks_part_the_units_and_hold_at_least_five_persons(groups: list[Group]) -> None:
    blocks, left_out = form_blocks(groups)
    parted = [group.key for pool in [*blocks, left_out] for group in pool]
    assert sorted(parted) == [group.key for group in groups]
    assert all(persons_in(pool) >= FLOOR for pool in blocks)
    assert not (blocks and left_out)


@given(GROUPS, st.randoms(use_true_random=False))
def test_the_order_that_units_come_in_makes_no_difference(groups: list[Group], rng: Random) -> None:
    shuffled = list(groups)
    rng.shuffle(shuffled)
    assert form_blocks(shuffled) == form_blocks(groups)


@given(GROUPS)
def test_no_more_is_pooled_than_must_be(groups: list[Group]) -> None:
    """At most one large unit shares its figures, and with nobody but the rest."""
    sharing = [
        group
        for pool in form_blocks(groups).blocks
        for group in pool
        if len(pool) > 1 and len(group.persons) >= FLOOR
    ]
    assert len(sharing) <= 1
