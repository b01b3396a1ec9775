"""From an edition's content to an Excel file, or an empty one to fill in."""

import io
import re
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from factors.catalogue.columns import (
    FLAG,
    NO,
    README,
    SHEETS,
    STATEMENTS,
    WORDS,
    YES,
    Column,
    Sheet,
)
from factors.catalogue.content import Catalogue
from factors.catalogue.plain import values_of
from portal.cells import FORMULA

AS_TEXT = "@"
HEADING, FILL = Font(bold=True), PatternFill("solid", fgColor="E7E6E1")
WRAPPED = Alignment(vertical="top", wrap_text=True)
# Excel takes `_x0041_` for a letter, so the x of what only looks like that is written that way.
LIKE_ESCAPED = re.compile(r"x(?=[0-9A-Fa-f]{4})")
NOT_IN_XML = re.compile("[\ufffe\uffff]")
Values = dict[str, object]


def xlsx_of(catalogue: Catalogue) -> IO[bytes]:
    return _book(_rows_of(catalogue))


def template() -> IO[bytes]:
    return _book({})


def _rows_of(catalogue: Catalogue) -> dict[str, list[Values]]:
    values: dict[str, list[Values]] = {
        "edition": [values_of(catalogue.edition)],
        STATEMENTS: [
            values_of(statement) | {"factor": factor.slug}
            for factor in catalogue.factors
            for statement in factor.statements
        ],
    }
    for key in SHEETS.keys() - values.keys():
        values[key] = [values_of(entry) for entry in getattr(catalogue, key)]
    return values


def _book(rows: dict[str, list[Values]]) -> IO[bytes]:
    book = Workbook()
    book.remove(book.worksheets[0])
    _explain(book.create_sheet(README))
    for key, sheet in SHEETS.items():
        _fill_in(book.create_sheet(sheet.title), sheet, rows.get(key, []))
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _explain(sheet: Worksheet) -> None:
    for text in (
        _("En utgåva av katalogen. Varje blad har en rubrikrad, och sedan en post på varje rad."),
        _("Utgåva: en rad. Slag är nationell eller lokal. Bygger på är en utgåvas adressnamn."),
        _("Källor: varje källas adressnamn skrivs i kolumnen Källa på de andra bladen."),
        _("Målsättningar och Delmål: bara i en nationell utgåva. Skolform är till exempel GR."),
        _("Påståenden: Faktor är adressnamnet på bladet Faktorer, Nivå är huvudman, rektor eller"
          " undervisning, och rad 0 är den sammantagna frågan."),
        _("Fullständig och Egen formulering: ja eller nej. En tom cell betyder ja för Fullständig"
          " och nej för Egen formulering. Den sammantagna frågan har alltid ja."),
        _("Frågor: Slag är egen reflektion, samtal vid bordet eller digital utcheckning."),
        _("Datum skrivs som 2026-08-15. En apostrof först i en text hindrar att den räknas ut som"
          " en formel, och tas bort när filen läses in."),
    ):  # fmt: skip
        sheet.append([text])
        sheet.cell(sheet.max_row, 1).alignment = WRAPPED
    sheet.column_dimensions["A"].width = 100


def _fill_in(page: Worksheet, sheet: Sheet, rows: list[Values]) -> None:
    for place, column in enumerate(sheet.columns, 1):
        cell = page.cell(1, place, column.heading)
        cell.font, cell.fill, cell.alignment = HEADING, FILL, WRAPPED
        dimension = page.column_dimensions[get_column_letter(place)]
        dimension.width, dimension.number_format = column.width, AS_TEXT
    for number, values in enumerate(rows, 2):
        for place, column in enumerate(sheet.columns, 1):
            if column.key in values:
                cell = page.cell(number, place, _cell(column, values[column.key]))
                cell.alignment = WRAPPED
                cell.number_format = AS_TEXT if cell.data_type == "s" else "0"
    page.freeze_panes = "A2"


def _cell(column: Column, value: object) -> str | int:
    if column.kind == FLAG:
        return YES if value else NO
    if isinstance(value, int):
        return value
    return written(WORDS.get(column.key, {}).get(str(value), str(value)))


def written(text: str) -> str:
    """Behind an apostrophe where a program would count it out; `sheets.read` takes it away."""
    text = f"'{text}" if FORMULA.match(text.lstrip("'")) else text
    text = LIKE_ESCAPED.sub("_x0078_", text)
    return NOT_IN_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)
