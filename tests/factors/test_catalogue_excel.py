"""An edition in Excel: the same when it is read again, and faults told where they stand."""

import io
from collections.abc import Callable
from dataclasses import replace
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from openpyxl import Workbook, load_workbook

from factors.catalogue.content import Catalogue
from factors.catalogue.faults import CatalogueError
from factors.catalogue.importing import read_file
from factors.catalogue.sheets import read
from factors.catalogue.workbook import template, written, xlsx_of
from tests.factors.catalogues import HARD, LINE, catalogues

Change = Callable[[Workbook], None]


def changed(catalogue: Catalogue, change: Change) -> bytes:
    book = load_workbook(xlsx_of(catalogue))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def content(data: bytes) -> Catalogue:
    return read_file(data)[0].in_order


def told(data: bytes) -> str:
    with pytest.raises(CatalogueError) as error:
        content(data)
    return str(error.value)


@given(catalogues())
@settings(max_examples=6)
def test_any_edition_is_the_same_after_a_trip_through_excel(catalogue: Catalogue) -> None:
    assert content(xlsx_of(catalogue).read()) == catalogue


def test_texts_that_a_sheet_could_spoil_come_back_as_they_were(
    national_catalogue: Catalogue,
) -> None:
    factors = tuple(
        replace(national_catalogue.factors[0], slug=f"f-{n}", name=text, why=f"{text}\n{text}")
        for n, text in enumerate(HARD)
    )
    catalogue = replace(national_catalogue, factors=factors)
    assert content(xlsx_of(catalogue).read()) == catalogue


@given(LINE)
@example("'=1")
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert not written(text).startswith(("=", "+", "-", "@"))
    if "x" not in text and not set(text) & {"\ufffe", "\uffff"}:
        assert read(written(text)) == text


def test_a_fault_is_told_with_sheet_row_and_column(national_catalogue: Catalogue) -> None:
    def spoil(book: Workbook) -> None:
        book["Påståenden"]["C12"] = "lärare"
        book["Påståenden"]["A13"] = "saknas"
        book["Delmål"]["B3"] = "två"

    assert "Påståenden, rad 13, kolumn A (Faktor): Faktorn finns inte" in told(
        changed(national_catalogue, spoil)
    )

    def less(book: Workbook) -> None:
        book["Påståenden"]["C12"] = "lärare"
        book["Delmål"]["B3"] = "två"
        book["Delmål"]["C4"] = None
        book["Delmål"]["D5"] = "kanske"
        book["Utgåva"]["D2"] = "i våras"

    faults = told(changed(national_catalogue, less)).splitlines()
    assert "Delmål, rad 3, kolumn B (Rad): Skriv ett heltal med siffror." in faults
    assert "Delmål, rad 4, kolumn C (Text): Cellen är tom. Fyll i den." in faults
    assert "Delmål, rad 5, kolumn D (Fullständig): Skriv ja eller nej." in faults
    assert any(
        each.startswith("Utgåva, rad 2, kolumn D (Publicerad): Skriv dat") for each in faults
    )
    assert any(
        each.startswith("Påståenden, rad 12, kolumn C (Nivå): ”lärare” är okänt") for each in faults
    )


def test_a_doublet_is_told_by_the_rows_of_both(national_catalogue: Catalogue) -> None:
    def double(book: Workbook) -> None:
        book["Delmål"]["B3"] = book["Delmål"]["B2"].value

    fault = told(changed(national_catalogue, double))
    assert fault.startswith("Delmål, rad 3: Dubblett")
    assert "finns redan i Delmål, rad 2" in fault


def test_columns_are_found_by_their_headings(national_catalogue: Catalogue) -> None:
    def swap(book: Workbook) -> None:
        sheet = book["Målsättningar"]
        for row in sheet.iter_rows():
            row[0].value, row[1].value = row[1].value, row[0].value

    assert content(changed(national_catalogue, swap)) == national_catalogue


def test_a_heading_that_is_not_known_and_one_that_lacks_are_told(
    national_catalogue: Catalogue,
) -> None:
    def rename(book: Workbook) -> None:
        book["Delmål"]["A1"] = "Form"

    fault = told(changed(national_catalogue, rename))
    assert "Delmål, rad 1: Rubriken ”Form” är okänd" in fault
    assert "Delmål: Rubriken ”Skolform” saknas" in fault


def test_a_formula_that_was_never_counted_out_is_told(national_catalogue: Catalogue) -> None:
    def compute(book: Workbook) -> None:
        book["Delmål"]["C2"] = "=1+1"

    assert "Delmål, rad 2, kolumn C (Text): Cellen har en formel" in told(
        changed(national_catalogue, compute)
    )


def test_merged_cells_are_told_alone_with_sheet_and_cells(national_catalogue: Catalogue) -> None:
    def merge(book: Workbook) -> None:
        book["Påståenden"].merge_cells("A12:A13")
        book["Delmål"].merge_cells("B4:C4")
        book["Källor"].merge_cells("A1:B1")
        book["Läs mig"].merge_cells("A1:C1")

    mend = "sammanslagna. Dela dem i Excel och fyll i varje cell."
    assert sorted(told(changed(national_catalogue, merge)).splitlines()) == [
        f"Delmål, rad 4, kolumn B (Rad): Cellerna B4:C4 är {mend}",
        f"Delmål, rad 4, kolumn C (Text): Cellerna B4:C4 är {mend}",
        f"Källor, rad 1: Cellerna A1:B1 är {mend}",
        f"Påståenden, rad 12, kolumn A (Faktor): Cellerna A12:A13 är {mend}",
    ]


def test_the_empty_template_asks_for_its_edition() -> None:
    assert "Utgåva: Här ska stå en enda utgåva" in told(template().read())


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    assert "Excel" in told(data)


def test_text_under_no_heading_is_told_and_not_lost(national_catalogue: Catalogue) -> None:
    def scribble(book: Workbook) -> None:
        book["Delmål"]["K5"] = "Fråga Anna"

    fault = told(changed(national_catalogue, scribble))
    assert fault == "Delmål, rad 5: Här står text i en kolumn utan rubrik. " + (
        "Ta bort den eller flytta den."
    )


def test_a_workbook_that_names_other_files_is_refused(national_catalogue: Catalogue) -> None:
    hostile = io.BytesIO()
    with ZipFile(xlsx_of(national_catalogue)) as book, ZipFile(hostile, "w") as copy:
        for name in book.namelist():
            data = book.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + data
            copy.writestr(name, data)
    assert "kod som kan skada" in told(hostile.getvalue())
