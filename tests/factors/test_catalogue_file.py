"""What is wrong with a file is told with its place and what to do; nothing else ever happens."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factors.catalogue.content import Catalogue
from factors.catalogue.faults import CatalogueError
from factors.catalogue.files import FILE_LIMIT
from factors.catalogue.reading import read_catalogue
from tests.factors.conftest import NATIONAL, Document, as_bytes, small_document


def faults(data: bytes) -> dict[str, str]:
    with pytest.raises(CatalogueError) as refused:
        read_catalogue(data)
    return {fault.place: fault.message for fault in refused.value.faults}


def changed(path: list[str | int], value: object) -> bytes:
    """The small document with another value at the path."""
    document: Any = small_document()
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return as_bytes(document)


def test_a_right_file_is_read(document: Document) -> None:
    catalogue = read_catalogue(as_bytes(document))
    assert catalogue.edition.title == "Liten"
    assert catalogue.factors[0].statements[1].text == "leda."
    assert catalogue.factors[0].statements[1].complete


STATEMENT: list[str | int] = ["factors", 0, "statements", 1]


@pytest.mark.parametrize(
    ("path", "value", "place", "says"),
    [
        ([*STATEMENT, "level"], "lärare", "factors[0].statements[1].level", "huvudman, rektor"),
        ([*STATEMENT, "text"], " ", "factors[0].statements[1].text", "tom"),
        ([*STATEMENT, "text"], "x" * 2001, "factors[0].statements[1].text", "högst 2000"),
        ([*STATEMENT, "text"], "a\x07b", "factors[0].statements[1].text", "U+0007"),
        ([*STATEMENT, "text"], "a\nb", "factors[0].statements[1].text", "U+000A"),
        ([*STATEMENT, "text"], "a\u202eb", "factors[0].statements[1].text", "U+202E"),
        ([*STATEMENT, "text"], "\ud800", "factors[0].statements[1].text", "U+D800"),
        ([*STATEMENT, "text"], 5, "factors[0].statements[1].text", "står ett heltal"),
        ([*STATEMENT, "text"], None, "factors[0].statements[1].text", "står null"),
        ([*STATEMENT, "row"], True, "factors[0].statements[1].row", "står true eller false"),
        ([*STATEMENT, "row"], 1.5, "factors[0].statements[1].row", "ett decimaltal"),
        ([*STATEMENT, "row"], 100, "factors[0].statements[1].row", "från 0 till 99"),
        ([*STATEMENT, "row"], -1, "factors[0].statements[1].row", "från 0 till 99"),
        ([*STATEMENT, "complete"], "ja", "factors[0].statements[1].complete", "true eller false"),
        ([*STATEMENT, "textt"], "x", "factors[0].statements[1].textt", "okänd"),
        (STATEMENT, [], "factors[0].statements[1]", "ett objekt"),
        (["factors", 0, "statements"], [], "factors[0].statements", "tom"),
        (["factors", 0, "slug"], "Ökat Ansvar", "factors[0].slug", "a–z"),
        (["factors", 0, "slug"], "mal", "factors[0].slug", "en av portalens egna sidor"),
        (["edition", "slug"], "ny", "edition.slug", "en av portalens egna sidor"),
        (["factors", 0, "source"], "okand", "factors[0].source", "sources"),
        ([*STATEMENT, "source"], "okand", "factors[0].statements[1].source", "sources"),
        ([*STATEMENT, "follows"], "ledarskap/1", "factors[0].statements[1].follows", "faktor/rad"),
        (["sources", 0, "address"], "javascript:alert(1)", "sources[0].address", "https://"),
        (["sources", 0, "read_on"], "i går", "sources[0].read_on", "2026-08-15"),
        (["sub_goals", 0, "school_form"], "HÖG", "sub_goals[0].school_form", "FS, FKLASS, GR"),
        (["sub_goals", 0, "row"], 0, "sub_goals[0].row", "från 1 till 99"),
        (["prompts", 0, "kind"], "quiz", "prompts[0].kind", "reflection, round_table"),
        (["edition", "published_on"], "i går", "edition.published_on", "2026-08-15"),
        (["edition", "scope"], "global", "edition.scope", "national, local"),
        (["edition"], "liten", "edition", "ett objekt"),
    ],
)
def test_a_fault_is_told_with_its_place(
    path: list[str | int], value: object, place: str, says: str
) -> None:
    found = faults(changed(path, value))
    assert list(found) == [place]
    assert says in found[place]


def test_a_missing_key_is_told(document: Document) -> None:
    del document["factors"][0]["statements"][1]["level"]
    assert "Saknas" in faults(as_bytes(document))["factors[0].statements[1].level"]


def test_the_same_cell_twice_is_told_with_both_places(document: Document) -> None:
    statements = document["factors"][0]["statements"]
    statements.append(statements[1])
    message = faults(as_bytes(document))["factors[0].statements[2]"]
    assert "factors[0].statements[1]" in message


@pytest.mark.parametrize("key", ["sub_goals", "factors"])
def test_the_same_entry_twice_is_told(document: Document, key: str) -> None:
    document[key].append(document[key][0])
    assert f"{key}[0]" in faults(as_bytes(document))[f"{key}[1]"]


def test_a_level_without_its_overall_question_is_told(document: Document) -> None:
    del document["factors"][0]["statements"][0]
    assert "rektor" in faults(as_bytes(document))["factors[0].statements"]


def test_an_overall_question_never_looks_official() -> None:
    found = faults(changed(["factors", 0, "statements", 0, "own_wording"], False))
    assert list(found) == ["factors[0].statements[0].own_wording"]


def test_a_local_edition_has_no_national_goals() -> None:
    assert list(faults(changed(["edition", "scope"], "local"))) == ["sub_goals"]


def test_all_faults_are_told_at_once(document: Document) -> None:
    document["edition"]["title"] = ""
    document["factors"][0]["statements"][1]["level"] = "lärare"
    document["prompts"][0]["text"] = 3
    assert set(faults(as_bytes(document))) == {
        "edition.title",
        "factors[0].statements[1].level",
        "prompts[0].text",
    }


def test_a_key_that_stands_twice_is_told() -> None:
    data = as_bytes(small_document()).replace(b'"title"', b'"title": "Annan", "title"')
    assert "mer än en gång" in faults(data)["edition.title"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"edition": {\n  "slug" "a"}}', "Rad 2, kolumn 10"),
        (b"", "Rad 1, kolumn 1"),
        ('{"edition": "ö"}'.encode("latin-1"), "UTF-8"),
        ("{}".encode("utf-16"), "UTF-8"),
        (b"[" * 100_000, "nivåer"),
        (b"9" * 10_000, "för långt"),
        (b" " * (FILE_LIMIT + 1), "för stor"),
    ],
)
def test_a_broken_file_is_told(data: bytes, says: str) -> None:
    assert says in faults(data)[""]


def test_a_byte_order_mark_does_no_harm(document: Document) -> None:
    assert read_catalogue(b"\xef\xbb\xbf" + as_bytes(document))


def test_paragraphs_are_kept_where_a_factor_is_described() -> None:
    catalogue = read_catalogue(changed(["factors", 0, "signs"], "Ett.\n\nTvå. 😀"))
    assert catalogue.factors[0].signs == "Ett.\n\nTvå. 😀"


def test_a_decomposed_letter_is_stored_as_one() -> None:
    catalogue = read_catalogue(changed(["factors", 0, "name"], "A\u030angra"))
    assert catalogue.factors[0].name == "Ångra"


def test_what_the_order_means_nothing_for_is_put_in_order(document: Document) -> None:
    plain = read_catalogue(as_bytes(document))
    document["factors"][0]["statements"].reverse()
    assert read_catalogue(json.dumps(document, indent=4).encode()) == plain
    assert read_catalogue(changed(["edition", "title"], "Annan")) != plain


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


def outcome(data: bytes) -> Catalogue | CatalogueError:
    try:
        return read_catalogue(data)
    except CatalogueError as error:
        return error


@given(json_values | st.binary(max_size=200))
def test_whatever_the_file_holds_it_is_read_or_its_faults_are_told(value: object) -> None:
    data = value if isinstance(value, bytes) else as_bytes(value)
    assert isinstance(outcome(data), CatalogueError)


def places(value: object) -> list[tuple[Any, Any]]:
    """Every container of the document with each of its keys."""
    keys = range(len(value)) if isinstance(value, list) else list(value)
    found = [(value, key) for key in keys]
    for key in keys:
        if isinstance(value[key], dict | list):
            found += places(value[key])
    return found


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_edition_is_read_or_its_faults_are_told(data: st.DataObject) -> None:
    document = json.loads(NATIONAL.read_text())
    container, key = data.draw(st.sampled_from(places(document)), label="place")
    container[key] = data.draw(json_values, label="value")
    result = outcome(as_bytes(document))
    assert isinstance(result, Catalogue) or all(fault.message for fault in result.faults)
