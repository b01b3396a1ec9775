"""The figures as an Excel file: first what they are, then a sheet for each table.

The same report gives the same bytes: its own day stands where a clock would be read.
"""

import datetime
import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from assessments.exports.about import about, editions, title
from assessments.exports.tables import COLUMNS, Table, Value, tables_of, told
from assessments.report.parts import Report
from factors.catalogue.workbook import FILL, HEADING, WRAPPED
from portal.cells import safe_cell

LABEL_WIDTH, TEXT_WIDTH = 24, 100


def xlsx_of(report: Report) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    _describe(book, report)
    _explain(book.create_sheet(_("Läs mig")), report)
    for table in tables_of(report):
        _fill_in(book.create_sheet(str(table.title)), table, report)
    return _packed(book, report.made_on)


def _describe(book: Workbook, report: Report) -> None:
    properties = book.properties
    properties.title = safe_cell(title(report))
    properties.creator = safe_cell(report.organisation)
    properties.subject = safe_cell(editions(report))
    properties.identifier = report.reference
    properties.language = "sv"
    day = datetime.datetime.combine(report.made_on, datetime.time.min)
    properties.created = properties.modified = day


def _explain(sheet: Worksheet, report: Report) -> None:
    for number, (heading, text) in enumerate(about(report), 1):
        _write(sheet, number, 1, heading).font = HEADING
        _write(sheet, number, 2, text)
    sheet.column_dimensions["A"].width = LABEL_WIDTH
    sheet.column_dimensions["B"].width = TEXT_WIDTH


def _fill_in(sheet: Worksheet, table: Table, report: Report) -> None:
    for place, key in enumerate(table.columns, 1):
        cell = _write(sheet, 1, place, str(COLUMNS[key].heading))
        cell.font, cell.fill = HEADING, FILL
        sheet.column_dimensions[get_column_letter(place)].width = COLUMNS[key].width
    for number, row in enumerate(table.rows(report), 2):
        for place, key in enumerate(table.columns, 1):
            _write(sheet, number, place, told(row, key)).number_format = COLUMNS[key].format
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(sheet: Worksheet, row: int, column: int, value: Value) -> Cell | MergedCell:
    """Text is told to be text, so that no name is read as a formula or an error."""
    text = safe_cell(value) if isinstance(value, str) else value
    cell = sheet.cell(row, column, None if text == "" else text)
    if isinstance(text, str) and text:
        cell.data_type = "s"
    cell.alignment = WRAPPED
    return cell


def _packed(book: Workbook, day: datetime.date) -> bytes:
    loose, packed = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, ZipFile(loose, "w")).save()
    with ZipFile(loose) as written, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in written.namelist():
            dated = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            archive.writestr(dated, written.read(name), ZIP_DEFLATED)
    return packed.getvalue()
