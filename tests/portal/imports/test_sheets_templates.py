"""The templates: they can be filled in, and nothing in them is read by mistake."""

import csv
import io

import pytest
from openpyxl import Workbook, load_workbook

from portal.imports.files import read_file, template_csv, template_file
from portal.imports.sheets.columns import NEEDS
from portal.imports.sources import STAFF, UNITS
from portal.models import Organisation
from portal.terms import Role, SchoolForm
from tests.portal.imports.sheets import refusal, staff_sheet, told, units_sheet
from tests.portal.imports.workbooks import saved

KINDS = pytest.mark.parametrize("kind", [UNITS, STAFF])
UNIT = ["Björkskolan", "01234567", "Grundskola", "Norra"]
PERSON = ["Tea Ek", "tea@x.example", "Björkskolan", "01234567", "Rektor", "Lag 1"]


def opened(kind: str) -> Workbook:
    with template_file(kind) as file:
        return load_workbook(file)


def with_row(kind: str, *values: str) -> bytes:
    """The template as somebody fills it in: below the examples."""
    book = opened(kind)
    book.worksheets[0].append(values)
    return saved(book)


@KINDS
def test_untouched_templates_have_nothing_to_read(kind: str) -> None:
    assert "inga rader" in refusal(kind, saved(opened(kind)))
    assert "inga rader" in refusal(kind, "".join(template_csv(kind)))


def test_units_that_are_filled_in_are_read_without_the_examples() -> None:
    text = "".join(template_csv(UNITS)) + ";".join(UNIT)
    for reading in (units_sheet(with_row(UNITS, *UNIT)), units_sheet(text)):
        [record] = reading.records
        assert [record.name, record.code, record.area] == ["Björkskolan", "01234567", "Norra"]
        assert record.school_forms == (SchoolForm.GR,)
        assert not reading.faults
        assert told(reading.remarks) == "Exempel: 2 exempelrader ur mallen är inte lästa."


def test_staff_that_is_filled_in_is_read_without_the_examples() -> None:
    text = "".join(template_csv(STAFF)) + ";".join(PERSON)
    for reading in (staff_sheet(with_row(STAFF, *PERSON)), staff_sheet(text)):
        [record] = reading.records
        assert [record.name, record.email, record.team] == ["Tea Ek", "tea@x.example", "Lag 1"]
        assert (record.unit_code, record.role) == ("01234567", Role.REKTOR)
        assert not reading.faults
        assert told(reading.remarks) == "Exempel: 4 exempelrader ur mallen är inte lästa."


def test_an_example_that_is_only_half_written_over_is_told() -> None:
    book = opened(STAFF)
    book.worksheets[0]["A2"] = "Tea Ek"
    assert "Adressen är mallens exempel" in told(staff_sheet(saved(book)).faults)


def test_the_examples_are_sound_when_their_word_is_taken_away(ekby: Organisation) -> None:
    for kind in (UNITS, STAFF):
        book = opened(kind)
        for row in book.worksheets[0].iter_rows(min_row=2):
            for cell in row:
                text = str(cell.value or "").removeprefix("Exempel: ")
                cell.value = text.replace("@mallen.", "@ekby.")
        reading = read_file(kind, "mall.xlsx", saved(book), ekby)
        assert (reading.faults, reading.remarks) == ([], [])
        assert len(reading.records) == book.worksheets[0].max_row - 1


@KINDS
def test_columns_keep_codes_as_text_also_below_the_examples(kind: str) -> None:
    sheet = opened(kind).worksheets[0]
    letters = [cell.column_letter for cell in sheet[1]]
    assert {sheet.column_dimensions[letter].number_format for letter in letters} == {"@"}
    assert {cell.number_format for row in sheet for cell in row} == {"@"}
    assert sheet.freeze_panes == "A2"


@KINDS
def test_each_column_is_explained(kind: str) -> None:
    book = opened(kind)
    headings = [cell.value for cell in book.worksheets[0][1]]
    [texts] = [sheet for sheet in book.worksheets if sheet.title == "Förklaringar"]
    explained = {row[0].value: row[1].value for row in texts.iter_rows(min_row=2)}
    assert all(explained[f"Kolumnen {heading}"] for heading in headings)
    assert "personnummer" in " ".join(map(str, explained.values()))


@KINDS
def test_both_templates_have_the_same_columns(kind: str) -> None:
    lines = "".join(template_csv(kind)).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(lines), delimiter=";"))
    in_sheet = [
        [str(value or "") for value in row]
        for row in opened(kind).worksheets[0].iter_rows(values_only=True)
    ]
    assert rows == in_sheet
    assert len(rows[0]) >= len(NEEDS[kind])
