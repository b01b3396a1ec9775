"""Excel files as people make them: types, formulas, merged cells, several sheets."""

import datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from portal.imports.records import StaffReading
from portal.imports.sources import STAFF, UNITS
from tests.portal.imports.sheets import people, refusal, staff_sheet, told, units_sheet
from tests.portal.imports.workbooks import (
    HEADINGS,
    by_hand,
    cell,
    packed,
    parts_of,
    row,
    saved,
    sheet,
    workbook,
)

TEA = ("Tea Ek", "tea@x.example", "Björkskolan", "Lärare")
BO = ("Bo Alm", "bo@x.example", "Björkskolan", "Rektor")
TEA_ROW = row(*TEA)


def merged(*areas: str, rows: list[tuple[str | None, ...]]) -> StaffReading:
    book = Workbook()
    for each in (HEADINGS, *rows):
        book.worksheets[0].append(each)
    for area in areas:
        book.worksheets[0].merge_cells(area)
    return staff_sheet(saved(book))


def test_a_workbook_is_read_as_it_was_saved() -> None:
    reading = staff_sheet(workbook(HEADINGS, TEA, (), BO))
    assert people(reading) == [("Tea Ek", "tea@x.example"), ("Bo Alm", "bo@x.example")]
    assert [record.where for record in reading.records] == ["rad 2", "rad 4"]
    assert (reading.faults, reading.remarks) == ([], [])


def test_a_code_is_read_whether_it_is_kept_as_number_or_text() -> None:
    codes = [12345678, 12345679.0, "01234567", " 12345670 "]
    rows = [(f"Skola {code}", code) for code in codes]
    records = units_sheet(workbook(("Enhet", "Kod"), *rows)).records
    assert [record.code for record in records] == ["12345678", "12345679", "01234567", "12345670"]


def test_a_code_that_is_something_else_is_told() -> None:
    codes = (1234567, 12345678.5, datetime.date(2026, 1, 1), True, 10**15, 1e300)
    rows = [(f"Skola {code}", code) for code in codes]
    faults = units_sheet(workbook(("Enhet", "Kod"), *rows)).faults
    assert [fault.where for fault in faults] == [f"rad {n}, kolumn Kod" for n in range(2, 8)]
    assert "inledande nolla" in faults[0].problem
    assert all("har åtta siffror" in fault.problem for fault in faults[1:])


def test_other_values_are_read_as_they_are_shown() -> None:
    shown = {
        datetime.datetime(2026, 1, 2): "2026-01-02",
        datetime.time(8, 30): "08:30:00",
        7.5: "7.5",
        7.0: "7",
        False: "FALSKT",
        "Lag\n\t 1": "Lag 1",
    }
    rows = [(*TEA, value) for value in shown]
    records = staff_sheet(workbook((*HEADINGS, "Arbetslag"), *rows)).records
    assert [record.team for record in records] == list(shown.values())


def test_a_formula_is_read_by_the_value_that_it_had() -> None:
    counted = cell("Tea", "").replace("<is>", "<f>A1</f><is>")
    data = by_hand(sheet(f"<row>{counted}{''.join(map(cell, TEA[1:]))}</row>"))
    assert people(staff_sheet(data)) == [("Tea", "tea@x.example")]
    stored = '<row><c t="str"><f>A1</f><v>Bo</v></c>' + "".join(map(cell, TEA[1:])) + "</row>"
    assert people(staff_sheet(by_hand(sheet(stored)))) == [("Bo", "tea@x.example")]


def test_a_formula_that_was_never_counted_is_told() -> None:
    reading = staff_sheet(workbook(HEADINGS, TEA, ("=A2", *TEA[1:])))
    assert told(reading.faults).startswith("rad 3, kolumn Namn: Cellen har en formel utan sparat")
    empty = '<row><c t="str"><f>""</f><v></v></c>' + "".join(map(cell, TEA[1:])) + "</row>"
    assert "Namnet saknas" in told(staff_sheet(by_hand(sheet(empty))).faults)


def test_a_cell_that_shows_an_error_is_told() -> None:
    errors = ("#REF!", "#N/A", "#DIV/0!")
    rows = [("Tea", error, "Skolan", "Lärare") for error in errors]
    faults = staff_sheet(workbook(HEADINGS, *rows)).faults
    for number, (error, fault) in enumerate(zip(errors, faults, strict=True), 2):
        assert fault.where == f"rad {number}, kolumn E-post"
        assert f"Cellen visar felet {error}." in fault.problem


def test_signs_that_a_sheet_cannot_hold_are_told() -> None:
    reading = staff_sheet(workbook(HEADINGS, ("Tea_x0000_ Ek", *TEA[1:])))
    assert "tecken som inte syns (U+0000)" in told(reading.faults)


def test_merged_cells_are_told_once_and_each_row_has_to_be_filled_in() -> None:
    reading = merged("C2:C4", rows=[TEA, BO, ("Åke", "ake@x.example", None, "Lärare")])
    assert not reading.records
    assert told(reading.faults).count("rad 2, kolumn Enhet: Cellerna C2:C4 är sammanslagna") == 1
    assert len(reading.faults) == 1


def test_cells_merged_over_several_columns_are_told() -> None:
    reading = merged("A2:B2", rows=[TEA, BO])
    assert people(reading) == [("Bo Alm", "bo@x.example")]
    assert "Cellerna A2:B2 är sammanslagna" in told(reading.faults)


@pytest.mark.parametrize("area", ["D2:F2", "H2:H9", "A8:D12"])
def test_cells_merged_with_what_nobody_reads_are_one_cell(area: str) -> None:
    reading = merged(area, rows=[TEA, BO])
    assert (len(reading.records), reading.faults) == (2, [])


def test_a_title_may_be_merged_but_not_the_headings() -> None:
    book = Workbook()
    for each in (("Personal i Ekby",), HEADINGS, TEA):
        book.worksheets[0].append(each)
    book.worksheets[0].merge_cells("A1:D1")
    assert staff_sheet(saved(book)).records[0].where == "rad 3"
    book.worksheets[0].merge_cells("D2:E2")
    assert "Rubrikerna är sammanslagna" in refusal(STAFF, saved(book))


def test_the_first_sheet_that_has_the_columns_is_read_and_the_others_told() -> None:
    book = Workbook()
    book.worksheets[0].append(("Läs mig",))
    for name, each in (("Enheter", ("Enhet", "Kod")), ("Norra", HEADINGS), ("Södra", HEADINGS)):
        sheet = book.create_sheet(name)
        sheet.append(each)
        sheet.append(TEA if name == "Norra" else BO)
    reading = staff_sheet(saved(book))
    assert people(reading) == [("Tea Ek", "tea@x.example")]
    assert told(reading.remarks).startswith("Blad: Bara ett blad läses.")
    assert "Södra" in told(reading.remarks)
    assert "Enheter" not in told(reading.remarks)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read(state: str) -> None:
    book = Workbook()
    book.worksheets[0].append(("Läs mig",))
    hidden = book.create_sheet("Gömd")
    hidden.append(HEADINGS)
    hidden.append(TEA)
    hidden.sheet_state = state
    assert "är dolt" in refusal(STAFF, saved(book))
    book.create_sheet("Personal").append(HEADINGS)
    book.worksheets[-1].append(BO)
    reading = staff_sheet(saved(book))
    assert people(reading) == [("Bo Alm", "bo@x.example")]
    assert "Gömd" in told(reading.remarks)


def test_charts_pictures_and_protected_sheets_do_not_matter() -> None:
    book = Workbook()
    book.worksheets[0].append(HEADINGS)
    book.worksheets[0].append(TEA)
    book.worksheets[0].protection.enable()
    book.security = WorkbookProtection(lockStructure=True)
    book.create_chartsheet("Diagram", 0)
    assert len(staff_sheet(saved(book)).records) == 1


@pytest.mark.parametrize("size", ["A1", "A1:B1", "A1:XFD1048576", "C9:D10"])
def test_what_a_sheet_says_of_its_own_size_is_not_asked(size: str) -> None:
    data = by_hand(sheet(TEA_ROW).replace("<sheetData>", f'<dimension ref="{size}"/><sheetData>'))
    assert people(staff_sheet(data)) == [("Tea Ek", "tea@x.example")]


def test_rows_are_counted_as_the_sheet_counts_them() -> None:
    data = by_hand(sheet(TEA_ROW, row(*BO).replace("<row>", '<row r="900">')))
    assert [record.where for record in staff_sheet(data).records] == ["rad 2", "rad 900"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PARTS = parts_of(sheet(TEA_ROW))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (OLE, "äldre Excelformatet. Öppna den i Excel, välj Spara som, Excel-arbetsbok (.xlsx)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "låst med lösenord"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "spara om som"),
        (packed({"word/document.xml": "<a/>", "[Content_Types].xml": "<Types/>"}), "varken Excel"),
        (packed({**PARTS, "xl/workbook.bin": "x"}), "varken Excel"),
        (packed({**PARTS, "xl/worksheets/sheet1.xml": "<worksheet"}), "skadad"),
        (packed({**PARTS, "xl/worksheets/sheet1.xml": b"\0"}), "skadad"),
        (workbook(HEADINGS, TEA)[:900], "skadad"),
        (b"PK\x03\x04", "skadad"),
        (workbook(("Ekby",)), "inga rubriker"),
        (workbook(), "inga rubriker"),
        (workbook(HEADINGS), "inga rader"),
        (workbook((*HEADINGS, *("x",) * 97), TEA), "fler än 100 kolumner"),
    ],
)
def test_what_is_no_sheet_is_refused_with_what_to_do(data: bytes, says: str) -> None:
    assert says in refusal(STAFF, data)


def test_a_locked_part_is_told() -> None:
    data = bytearray(workbook(HEADINGS, TEA))
    central = data.index(b"PK\x01\x02")
    while central >= 0:
        data[central + 8] |= 1
        central = data.find(b"PK\x01\x02", central + 4)
    assert "låst med lösenord" in refusal(STAFF, bytes(data))


def test_five_thousand_rows_are_read_with_every_column() -> None:
    headings = (*HEADINGS, "Skolenhetskod", "Arbetslag", "Telefon", "Anställd")
    rows: list[tuple[Any, ...]] = [
        (f"P {n}", f"p{n}@x.example", f"Skola {n % 40}", "Lärare", 10_000_000 + n % 40, "A", "1", n)
        for n in range(5_000)
    ]
    reading = staff_sheet(workbook(headings, *rows))
    assert (len(reading.records), reading.faults) == (5_000, [])
    assert reading.records[-1].unit_code == "10000039"


def test_a_list_of_units_has_no_staff() -> None:
    data = workbook(("Enhet", "Skolenhetskod"), ("Björkskolan", 12345678))
    assert "saknar kolumn för" in refusal(STAFF, data)
    assert units_sheet(data).records
    assert "ut att ha personal" in refusal(UNITS, workbook(("Enhet", "Roll"), TEA[2:]))
