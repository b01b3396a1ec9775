"""Which of the formats a saved file is in, and files that are in none."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from portal.imports import documents, register, ss12000
from portal.imports.records import StaffReading, UnitReading, Unreadable
from portal.imports.sources import STAFF, UNITS, read_json, sources_of
from portal.models import Organisation
from tests.portal.imports.school_data import register_unit, school_data
from tests.portal.imports.services import School

KINDS = pytest.mark.parametrize("kind", [UNITS, STAFF])
REGISTER = register_unit("11111111", "Björkskolan")


def read(kind: str, document: object, organisation: Organisation) -> UnitReading | StaffReading:
    return read_json(kind, json.dumps(document).encode(), organisation)


def refusal(kind: str, data: bytes, organisation: Organisation) -> str:
    with pytest.raises(Unreadable) as refused:
        read_json(kind, data, organisation)
    return str(refused.value)


def test_a_saved_file_is_read_whichever_format_it_is_in(ekby: Organisation) -> None:
    assert len(read(UNITS, REGISTER, ekby).records) == 1
    assert len(read(UNITS, school_data(), ekby).records) == 2
    assert len(read(STAFF, school_data(), ekby).records) == 5


def test_a_file_may_start_with_a_byte_order_mark(ekby: Organisation) -> None:
    data = json.dumps(REGISTER, ensure_ascii=False).encode("utf-8-sig")
    assert read_json(UNITS, data, ekby).records[0].name == "Björkskolan"


def test_the_register_has_no_staff(ekby: Organisation) -> None:
    assert "ingen personal" in refusal(STAFF, json.dumps(REGISTER).encode(), ekby)


@KINDS
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "rad 1, tecken 1"),
        (b'{"data":\n x}', "rad 2, tecken 2"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 100_000, "många nivåer"),
        (b'{"data":' * 100_000, "många nivåer"),
        (b"9" * 5_000, "tal som är för långt"),
        (b"[]", "varken från Skolenhetsregistret"),
        (b"null", "varken från Skolenhetsregistret"),
        (b"NaN", "varken från Skolenhetsregistret"),
        (b'"schoolUnitCode"', "varken från Skolenhetsregistret"),
        (b'{"huvudman": "Ekby"}', "varken från Skolenhetsregistret"),
    ],
)
def test_what_is_no_file_of_theirs_is_refused(
    ekby: Organisation, kind: str, data: bytes, says: str
) -> None:
    assert says in refusal(kind, data, ekby)


def test_a_file_has_a_largest_size(ekby: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST", 10)
    assert "högst 10 MB" in refusal(UNITS, json.dumps(REGISTER).encode(), ekby)


@pytest.mark.parametrize("document", [REGISTER, school_data()])
def test_a_file_holds_so_many_and_no_more(
    ekby: Organisation, monkeypatch: pytest.MonkeyPatch, document: object
) -> None:
    monkeypatch.setattr(documents, "MOST_OBJECTS", 0)
    assert "fler än 0 poster" in refusal(UNITS, json.dumps(document).encode(), ekby)


def test_fields_that_nobody_reads_are_dropped_while_the_file_is_read() -> None:
    data = b'{"id": "p-tea", "civicNo": {"value": "198001019999"}, "emails": []}'
    assert documents.parsed(data, {"id", "emails"}) == {"id": "p-tea", "emails": []}


FIELDS = sorted(register.FIELDS | ss12000.FIELDS)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["GR", "Skolenhet", "Rektor", "2026-01-01", "12345678", "id\x00", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_garbage_at_any_place_is_told_and_never_breaks_the_reading(data: Any) -> None:
    organisation = Organisation(slug="ekby", organisation_number="2120001234")
    document: Any = data.draw(st.sampled_from([school_data(), REGISTER, [REGISTER]]))
    document = json.loads(json.dumps(document))
    put_somewhere(document, data, data.draw(VALUES))
    for kind in (UNITS, STAFF):
        with suppress(Unreadable):
            reading = read(kind, document, organisation)
            assert all(record.where.isprintable() for record in reading.records)
            assert all(fault.problem for fault in reading.faults)


def put_somewhere(document: Any, data: Any, garbage: object) -> None:
    """Walk down a few steps and replace what stands there."""
    for _step in range(data.draw(st.integers(0, 4))):
        keys = list(document) if isinstance(document, dict) else list(range(len(document)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(document[key], dict | list) or not document[key]:
            break
        document = document[key]
    keys = list(document) if isinstance(document, dict) else list(range(len(document)))
    document[data.draw(st.sampled_from(keys))] = garbage


def test_an_organisation_can_fetch_from_what_the_installation_has_an_address_for(
    school: School, ekby: Organisation, settings: Settings
) -> None:
    assert [source.slug for source in sources_of(ekby)] == ["ss12000-enheter", "ss12000-personal"]
    settings.SCHOOL_REGISTER = "https://register.example"
    assert [source.kind for source in sources_of(ekby)] == [UNITS, UNITS, STAFF]
    ekby.slug = "annanby"
    assert [str(source.name) for source in sources_of(ekby)] == ["Skolenhetsregistret"]


def test_a_source_reads_into_records(school: School, ekby: Organisation) -> None:
    units, staff = sources_of(ekby)
    assert isinstance(units.fetch(ekby), UnitReading)
    assert isinstance(staff.fetch(ekby), StaffReading)
