"""Distributions add up; means and medians are computed last."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.distribution import EMPTY, Distribution, span

counts = st.integers(min_value=0, max_value=1000)
distributions = st.builds(Distribution, counts, counts, counts, counts, counts)


def test_a_staff_room_on_paper() -> None:
    """1 2 2 2 3 3 3 4 and two who cannot judge."""
    distribution = Distribution(1, 3, 3, 1, unsure=2)
    assert (distribution.n, distribution.total) == (8, 10)
    assert distribution.mean == 2.5
    assert distribution.median == 2.5
    assert [distribution.share(step) for step in (1, 2, 3, 4)] == [1 / 8, 3 / 8, 3 / 8, 1 / 8]
    assert distribution.share(None) == 2 / 10
    assert distribution.spread == (1.5 + 3 * 0.5 + 3 * 0.5 + 1.5) / 8
    assert not distribution.split


def test_nobody_is_nothing_and_never_zero() -> None:
    assert (EMPTY.mean, EMPTY.median, EMPTY.spread) == (None, None, None)
    assert EMPTY.share(1) == EMPTY.share(None) == 0.0
    assert Distribution(unsure=3).mean is None


def test_an_odd_number_of_voices_has_one_in_the_middle() -> None:
    assert Distribution(2, 0, 0, 1).median == 1
    assert Distribution(1, 0, 1, 1).median == 3


def test_two_pictures_of_the_same_place_are_split() -> None:
    assert Distribution(4, 0, 0, 4).split
    assert not Distribution(0, 4, 4, 0).split
    assert not Distribution(0, 0, 0, 8).split


def test_span_is_between_the_outermost_means() -> None:
    assert span([Distribution(n4=2), Distribution(n1=1, n2=1), EMPTY]) == 2.5
    assert span([Distribution(n4=2), EMPTY]) is None


@given(distributions, distributions, distributions)
def test_addition_has_no_order_and_nobody_as_its_zero(
    a: Distribution, b: Distribution, c: Distribution
) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + EMPTY == a
    assert sum([a, b, c], EMPTY).n == a.n + b.n + c.n


@given(distributions)
def test_what_is_read_lies_on_the_scale(distribution: Distribution) -> None:
    if not distribution.n:
        assert distribution.mean is distribution.median is distribution.spread is None
        return
    for middle in (distribution.mean, distribution.median):
        assert middle is not None
        assert 1 <= middle <= 4
    assert distribution.spread is not None
    assert 0 <= distribution.spread <= 1.5
    assert sum(distribution.share(step) for step in (1, 2, 3, 4)) == pytest.approx(1)


@given(distributions, distributions)
def test_the_mean_of_a_sum_lies_between_the_means(a: Distribution, b: Distribution) -> None:
    if a.mean is None or b.mean is None:
        return
    mean = (a + b).mean
    assert mean is not None
    assert min(a.mean, b.mean) - 1e-9 <= mean <= max(a.mean, b.mean) + 1e-9


@given(st.lists(st.integers(min_value=1, max_value=4), min_size=1, max_size=40))
def test_the_median_is_that_of_the_voices_in_line(steps: list[int]) -> None:
    line = sorted(steps)
    middle = (line[(len(line) - 1) // 2] + line[len(line) // 2]) / 2
    assert Distribution(*(steps.count(step) for step in (1, 2, 3, 4))).median == middle
