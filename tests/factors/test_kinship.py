"""Texts of other editions that are the same thread."""

from factors.kinship import Kinship

# 1 is split in 2 and 3; 4 goes on from 2, and 5 from nothing.
SPLIT = Kinship([(2, 1), (3, 1), (4, 2)])


def test_kin_are_what_a_text_goes_on_from_and_into() -> None:
    assert SPLIT.of(1) == {1, 2, 3, 4}
    assert SPLIT.of(4) == {4, 2, 1}
    assert SPLIT.of(5) == {5}


def test_what_only_shares_an_ancestor_is_no_kin() -> None:
    assert SPLIT.of(3) == {3, 1}
    assert SPLIT.of(2) == {2, 1, 4}


def test_a_circle_comes_to_an_end() -> None:
    assert Kinship([(1, 2), (2, 1)]).of(1) == {1, 2}
