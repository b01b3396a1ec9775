"""What changed between two editions, shown word by word."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from factors.catalogue.content import Catalogue
from factors.catalogue.reading import read_catalogue
from factors.comparing import Kind, by_heading, changes, side_by_side
from tests.factors.conftest import NATIONAL, as_bytes, small_document


def catalogue(**changed: Any) -> Catalogue:
    """The small document, with its second statement changed."""
    document = small_document()
    document["factors"][0]["statements"][1] |= changed
    return read_catalogue(as_bytes(document))


def test_an_edition_has_not_changed_from_itself() -> None:
    assert changes(catalogue(), catalogue()) == []
    national = read_catalogue(NATIONAL.read_bytes())
    assert changes(national, national) == []


def test_changed_words_are_set_beside_each_other() -> None:
    (change,) = changes(catalogue(text="leda skolan väl."), catalogue(text="leda arbetet väl."))
    assert change.kind is Kind.CHANGED
    assert change.place.spot == "Rad 1, rektor"
    before, after = change.texts
    assert [piece.text for piece in before if piece.differs] == ["skolan "]
    assert [piece.text for piece in after if piece.differs] == ["arbetet "]


def test_what_is_said_about_a_text_is_compared_too() -> None:
    (change,) = changes(catalogue(), catalogue(complete=False, note="Avklippt."))
    assert "".join(piece.text for piece in change.remarks.after) == "Inte fullständig. Avklippt."


def test_added_and_removed_texts_are_told() -> None:
    less = replace(catalogue(), sub_goals=(), prompts=())
    assert [change.kind for change in changes(less, catalogue())] == [Kind.ADDED] * 2
    assert [change.kind for change in changes(catalogue(), less)] == [Kind.REMOVED] * 2


def test_a_row_that_moved_is_known_by_what_it_follows() -> None:
    moved = catalogue(row=4, follows="ledarskap/1/rektor")
    (change,) = changes(catalogue(), moved)
    assert change.kind is Kind.MOVED
    assert change.moved_from is not None
    assert change.moved_from.spot == "Rad 1, rektor"


def test_a_row_in_the_place_of_one_that_moved_is_new() -> None:
    document = small_document()
    document["factors"][0]["statements"][1] |= {"row": 2, "follows": "ledarskap/1/rektor"}
    document["factors"][0]["statements"].append({"row": 1, "level": "rektor", "text": "lyssna."})
    found = changes(catalogue(), read_catalogue(as_bytes(document)))
    assert [change.kind for change in found] == [Kind.ADDED, Kind.MOVED]


def test_changes_stand_under_the_heading_of_their_page() -> None:
    less = replace(catalogue(), sub_goals=(), prompts=())
    assert list(by_heading(changes(less, catalogue()))) == ["Delmål", "Frågor till samtalet"]


@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_the_pieces_of_each_side_are_the_whole_text(before: str, after: str) -> None:
    sides = side_by_side(before, after)
    assert "".join(piece.text for piece in sides.before) == before
    assert "".join(piece.text for piece in sides.after) == after
    same = ["".join(piece.text for piece in side if not piece.differs) for side in sides]
    assert same[0] == same[1]


words = st.text("abcå ", min_size=1, max_size=30).filter(str.strip)


@given(before=words, after=words)
def test_no_changed_text_goes_unseen(before: str, after: str) -> None:
    found = changes(catalogue(text=before), catalogue(text=after))
    assert bool(found) == (before.strip() != after.strip())
