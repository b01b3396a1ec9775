"""CSV as programs save it, and as it should not be."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.imports.files import read_file
from portal.imports.records import StaffReading, Unreadable
from portal.imports.sources import STAFF, UNITS
from portal.models import Organisation
from portal.terms import Role
from tests.portal.imports.sheets import people, refusal, staff_sheet, units_sheet

ROWS = ["Namn;E-post;Enhet;Roll", "Åsa Öst;asa@ekby.example;Björkskolan;Rektor"]
TEXT = "\r\n".join(ROWS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_swedish_letters_are_read_in_every_usual_encoding(encoding: str) -> None:
    [record] = staff_sheet(TEXT.encode(encoding)).records
    assert (record.name, record.unit_name) == ("Åsa Öst", "Björkskolan")
    assert (record.where, record.role) == ("rad 2", Role.REKTOR)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_found_in_the_headings(delimiter: str, line_end: str) -> None:
    text = TEXT.replace(";", delimiter).replace("\r\n", line_end)
    assert people(staff_sheet(text)) == [("Åsa Öst", "asa@ekby.example")]


def test_a_sign_that_separates_in_another_file_is_text_in_this() -> None:
    text = 'Enhet;Skolform\nSkolan, norra;"Grundskola, Fritidshem"'
    [record] = units_sheet(text).records
    assert record.name == "Skolan, norra"
    assert record.school_forms == ("GR", "FTH")


def test_quoted_texts_may_hold_line_breaks_delimiters_and_quotes() -> None:
    text = 'Namn;E-post;Enhet;Roll\n"Åsa\n""Sa"" Öst; d.ä.";;Skolan;Rektor\nBo;;Skolan;Lärare'
    reading = staff_sheet(text)
    assert [record.name for record in reading.records] == ['Åsa "Sa" Öst; d.ä.', "Bo"]
    # A row is what a sheet shows as one.
    assert [record.where for record in reading.records] == ["rad 2", "rad 3"]


def test_headings_may_stand_below_a_title_and_a_line_for_excel() -> None:
    text = "sep=;\nPersonal i Ekby\n\n" + TEXT
    assert staff_sheet(text).records[0].where == "rad 5"


def test_headings_far_down_are_not_looked_for() -> None:
    assert "10 raderna" in refusal(STAFF, "Ekby\n" * 10 + TEXT)


def test_a_code_that_is_written_to_keep_its_zero_is_read() -> None:
    [record] = units_sheet('Enhet;Kod\nSkolan;"=""01234567"""').records
    assert record.code == "01234567"


def test_other_formulas_are_told() -> None:
    [fault] = staff_sheet('Namn;E-post;Enhet\n"=HYPERLINK(""x"")";;Skolan').faults
    assert fault.where == "rad 2, kolumn Namn"
    assert "formel" in fault.problem


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('"Åsa" Öst;;Skolan;Rektor', "efter rad 2: ett citattecken"),
        ('"Åsa;;Skolan;Rektor\nBo;;Skolan;Lärare', "efter rad 2: ett citattecken"),
        ("Bo\0;;Skolan;Rektor", "NUL-tecken, det första på rad 3"),
        (f'"{"a" * 200_000}";;Skolan;Rektor', "efter rad 2"),
    ],
)
def test_a_broken_row_is_told_by_its_number(row: str, says: str) -> None:
    assert says in refusal(STAFF, f"{TEXT}\n{row}")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\xfeN\xd8", "inga rubriker"),
        (b"Namn\x81;E-post", "tyda"),
        (TEXT.encode("utf-16-le"), "NUL-tecken"),
        (b"", "inga rubriker"),
        (b"<html><table>", "varken Excel"),
        (b"%PDF-1.7", "varken Excel"),
        (b"Enhet\n", "inga rader"),
    ],
)
def test_what_is_no_csv_is_refused_with_what_to_do(data: bytes, says: str) -> None:
    assert says in refusal(UNITS, data)


def test_as_many_rows_as_there_is_room_for_and_no_more() -> None:
    rows = [f"Tea;t{n}@x.example;Skolan;Lärare" for n in range(10_001)]
    assert "fler än 10000 rader" in refusal(STAFF, "\n".join([ROWS[0], *rows]))
    assert len(staff_sheet("\n".join([ROWS[0], "", *rows[1:], ";;;"])).records) == 10_000


def test_as_many_columns_as_there_is_room_for_and_no_more() -> None:
    wide = ROWS[0] + ";x" * 96
    assert staff_sheet(f"{wide}\nTea;;Skolan;Lärare").records
    assert "fler än 100 kolumner" in refusal(STAFF, f"{wide};x\nTea;;Skolan;Lärare")


def test_a_file_is_at_most_ten_megabytes() -> None:
    assert "för stor" in refusal(STAFF, TEXT.encode() + b"\n" * 10_000_000)


def test_what_the_file_is_decides_and_not_its_name(ekby: Organisation) -> None:
    assert read_file(STAFF, "personal.xlsx", TEXT.encode(), ekby).records
    json = b'{"organisations": [{"id": "1", "displayName": "S", "organisationType": "Skolenhet"}]}'
    assert read_file(UNITS, "enheter.csv", json, ekby).records
    with pytest.raises(Unreadable, match="JSON"):
        read_file(STAFF, "personal.json", TEXT.encode(), ekby)


ALPHABET = st.sampled_from('Namn;E-post,Enhet\tRoll\n\r"\0=åа1 @.\u202e\ud800')
SHEETS = st.text(ALPHABET, max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=80) | SHEETS | SHEETS.map(lambda rest: TEXT.encode() + rest))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    for kind in (STAFF, UNITS):
        with suppress(Unreadable):
            reading = read_file(kind, "fil.csv", data, Organisation())
            told = [*reading.faults, *reading.remarks]
            assert all(each.where.isprintable() and each.problem.isprintable() for each in told)
            assert all(fault.problem for fault in told)
            assert isinstance(reading, StaffReading) == (kind == STAFF)
