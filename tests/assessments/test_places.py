"""Some units of all: what is looked at is whole blocks, whichever units are chosen."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.figure import Place, Status
from assessments.places import blocks_of, turnout_of, whole
from portal.terms import Level

UNITS = st.frozensets(st.integers(0, 9))


def place(unit: int, block: int | None, pool: dict[int | None, str]) -> Place:
    return Place(
        level=Level.UNDERVISNING,
        status=Status.SHOWN if block else Status.FEW,
        unit=unit,
        name=f"E{unit}",
        slug=f"e{unit}",
        school_forms=("GR",),
        area="",
        block=block,
        answered=5 if block else 0,
        asked=6 if block else 0,
        pool=pool,
    )


@st.composite
def rounds(draw: st.DrawFn) -> list[Place]:
    """Ten units, each in one of five blocks or in none."""
    blocks = draw(st.lists(st.sampled_from([None, 1, 2, 3, 4, 5]), min_size=10, max_size=10))
    pools = {
        block: {unit: f"E{unit}" for unit, other in enumerate(blocks) if other == block}
        for block in blocks
        if block
    }
    return [place(unit, block, pools.get(block, {})) for unit, block in enumerate(blocks)]


@given(rounds(), UNITS)
def test_a_block_is_seen_when_all_its_units_are_chosen_and_never_else(
    places: list[Place], chosen: frozenset[int]
):
    inside = whole(places, chosen)
    assert [each.unit for each in inside] == [each.unit for each in places if each.unit in chosen]
    seen = {each.block for each in inside if each.block}
    assert seen == {each.block for each in places if each.block and set(each.pool) <= chosen}
    split = [each for each in inside if each.pool and not set(each.pool) <= chosen]
    assert all((each.status, each.answered, each.asked) == (Status.PARTLY, 0, 0) for each in split)


@given(rounds(), UNITS, UNITS)
def test_a_choice_within_a_choice_sees_no_more(
    places: list[Place], first: frozenset[int], then: frozenset[int]
):
    twice = {each.block for each in whole(whole(places, first), then) if each.block}
    assert twice == {each.block for each in whole(places, first & then) if each.block}


@given(rounds())
def test_a_pool_is_counted_once(places: list[Place]):
    blocks = {each.block for each in places if each.block}
    assert len([each for each in blocks_of(places) if each.block]) == len(blocks)
    assert turnout_of(places).answered == 5 * len(blocks)
