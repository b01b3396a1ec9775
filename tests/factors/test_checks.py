"""What is found wrong, doubtful or worth knowing before an edition is published."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factors import signs
from factors.catalogue.content import Catalogue
from factors.catalogue.reading import read_catalogue
from factors.checks import check
from factors.findings import Severity, hinders
from tests.factors.conftest import LOCAL, NATIONAL, Document, as_bytes, small_document


def whole() -> Document:
    """A national edition that nothing is wrong with."""
    document = small_document()
    source = {"address": "https://example.org/", "read_on": "2026-01-01"}
    document["sources"] = [{"slug": "prov", "title": "Prov"} | source]
    document["national_goals"] = [{"school_form": "GR", "text": "Alla lär.", "source": "prov"}]
    for key in ("sub_goals", "prompts", "factors"):
        document[key][0]["source"] = "prov"
    levels = ("huvudman", "rektor", "undervisning")
    document["factors"][0]["statements"] = [
        {"row": 0, "level": level, "text": "Sammantaget?", "own_wording": True} for level in levels
    ] + [{"row": 1, "level": level, "text": f"leda på {level}."} for level in levels]
    return document


def read(document: Document) -> Catalogue:
    return read_catalogue(as_bytes(document))


def told(document: Document, severity: Severity, **known: Any) -> list[str]:
    """The places of that severity; nothing else is said about the document."""
    found = check(read(document), **known)
    assert {finding.severity for finding in found} <= {severity}
    return [f"{finding.place.heading}: {finding.place.spot}" for finding in found]


def statement(row: int, level: str, text: str, **more: Any) -> Document:
    return {"row": row, "level": level, "text": text} | more


def test_nothing_is_said_about_what_is_whole() -> None:
    assert check(read(whole())) == []


def test_what_is_published_already_has_no_errors_but_missing_sources() -> None:
    national, local = (read_catalogue(path.read_bytes()) for path in (NATIONAL, LOCAL))
    added_to = frozenset(factor.slug for factor in national.factors)
    for found in (check(national), check(local, added_to)):
        assert not hinders(found), [each for each in found if each.severity is Severity.ERROR]


def drop_sources(document: Document) -> None:
    for key in ("sub_goals", "factors", "national_goals"):
        del document[key][0]["source"]


def add_twice(document: Document) -> None:
    document["factors"][0]["statements"].append(statement(2, "rektor", "Leda på  rektor."))


def add_to_unknown(document: Document) -> None:
    document["factors"][0]["adds_to"] = "finns-inte"


def empty_factor(document: Document) -> None:
    document["factors"][0] |= {"statements": [], "complete": False}


def without_anything(document: Document) -> None:
    for key in ("factors", "sub_goals", "national_goals", "prompts"):
        document[key] = []


ERRORS: list[tuple[Callable[[Document], None], list[str]]] = [
    (add_to_unknown, ["Ledarskap: "]),
    (without_anything, ["Om utgåvan: "]),
    (drop_sources, ["Nationella målsättningar: Grundskola", "Delmål: Rad 1, grundskola",
                    "Ledarskap: "]),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "places"), ERRORS)
def test_errors_hinder_publishing(spoil: Callable[[Document], None], places: list[str]) -> None:
    document = whole()
    spoil(document)
    assert told(document, Severity.ERROR) == places
    assert hinders(check(read(document)))


def test_the_same_text_twice_at_a_level_is_an_error_whatever_its_spaces_and_capitals() -> None:
    document = whole()
    add_twice(document)
    errors = [each for each in check(read(document)) if each.severity is Severity.ERROR]
    assert [each.place.spot for each in errors] == ["Rad 2, rektor"]
    assert "Rad 1, rektor" in errors[0].message


def test_nearly_the_same_text_is_a_warning() -> None:
    document = whole()
    first = "skapa tid för lärare att samtala om undervisningen varje vecka"
    document["sub_goals"] = [
        {"school_form": "GR", "row": row, "text": text, "source": "prov"}
        for row, text in ((1, first), (2, first + " under året"))
    ]
    assert told(document, Severity.WARNING) == ["Delmål: Rad 2, grundskola"]


def test_the_same_sub_goal_in_two_school_forms_is_no_duplicate() -> None:
    document = whole()
    twin = document["sub_goals"][0] | {"school_form": "FS"}
    document["sub_goals"].append(twin)
    assert told(document, Severity.NOTE) == ["Nationella målsättningar: Förskola"]


def test_empty_cells_are_notes_and_a_level_without_rows_a_warning() -> None:
    document = whole()
    document["factors"][0]["statements"].append(statement(2, "rektor", "samtala om sådant."))
    assert told(document, Severity.NOTE) == [
        "Ledarskap: Rad 2, huvudman",
        "Ledarskap: Rad 2, undervisning",
    ]
    kept = [each for each in whole()["factors"][0]["statements"] if each["level"] != "rektor"]
    document["factors"][0]["statements"] = kept
    assert told(document, Severity.WARNING) == ["Ledarskap: Rektor"]


def test_rows_that_are_not_numbered_in_order_are_a_warning() -> None:
    document = whole()
    for each in document["factors"][0]["statements"][3:]:
        each["row"] = 3
    assert told(document, Severity.WARNING) == ["Ledarskap: "]


@pytest.mark.parametrize("key", ["why", "signs", "stem"])
def test_a_factor_without_its_texts_is_a_warning(key: str) -> None:
    document = whole()
    document["factors"][0][key] = ""
    assert len(told(document, Severity.WARNING)) == 1


def test_what_is_not_complete_is_noted() -> None:
    document = whole()
    document["factors"][0]["statements"][3]["complete"] = False
    assert told(document, Severity.NOTE) == ["Ledarskap: Rad 1, huvudman"]
    empty_factor(document)
    assert told(document, Severity.NOTE) == ["Ledarskap: ", "Ledarskap: "]


def test_a_lineage_that_nobody_has_confirmed_is_a_warning() -> None:
    document = whole()
    document["edition"]["base"] = "forra"
    assert told(document, Severity.WARNING) == ["Vad som följer vad: "]
    assert told(document, Severity.WARNING, lineage_confirmed=True) == []


def test_a_source_without_address_is_noted_and_a_known_addition_is_right() -> None:
    document = whole()
    del document["sources"][0]["address"]
    add_to_unknown(document)
    found = check(read(document), frozenset({"finns-inte"}))
    assert [(each.severity, each.place.spot) for each in found] == [(Severity.NOTE, "prov")]


def test_local_texts_without_source_are_a_warning() -> None:
    document = whole()
    document["edition"]["scope"] = "local"
    document["national_goals"] = document["sub_goals"] = []
    del document["factors"][0]["source"]
    assert told(document, Severity.WARNING) == ["Ledarskap: "]


def test_errors_come_first() -> None:
    document = whole()
    document["factors"][0]["why"] = "skol\u00adan"
    add_to_unknown(document)
    order = [finding.severity for finding in check(read(document))]
    assert order == [Severity.ERROR, Severity.WARNING]


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("led\x07a", True, "styrtecken"),
        ("leda \u202eskola", True, "styrtecken"),
        ("sk\ufffdla", True, "gick förlorat"),
        ("–", True, "inga bokstäver"),
        ("e\ufb00ekt", False, "Skriv ff"),
        ("skol\u00adan", False, "inte syns"),
        ("leda  skolan", False, "flera mellanslag"),
        ("ut- veckling", False, "avstavat"),
        ("ut-\nveckling", False, "avstavat"),
    ],
)
def test_odd_signs_are_told(text: str, error: bool, says: str) -> None:
    ((is_error, message),) = signs.odd(text)
    assert is_error is error
    assert says in message


@pytest.mark.parametrize(
    "text", ["in- och utanför skolan", "läs- eller skrivsvårigheter", "IT-stöd", "Ett.\n\nTvå."]
)
def test_what_is_right_in_swedish_is_not_odd(text: str) -> None:
    assert list(signs.odd(text)) == []


@given(text=st.text(max_size=80))
def test_any_text_can_be_checked(text: str) -> None:
    assert all(message for _is_error, message in signs.odd(text))


def test_another_language_is_worth_knowing() -> None:
    document = whole()
    words = "the principal and the staff of the school are aware that it is so."
    document["factors"][0]["statements"].append(statement(2, "rektor", words))
    document["factors"][0]["why"] = "Det står ”the end” i källan, och det är på engelska."
    found = [each for each in check(read(document)) if "svenska" in each.message]
    assert [(each.severity, each.place.spot) for each in found] == [
        (Severity.NOTE, "Rad 2, rektor")
    ]
