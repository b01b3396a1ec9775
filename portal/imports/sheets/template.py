"""Sheets to fill in: the columns, examples that are never read as real, and what goes where."""

import io
from collections.abc import Iterable, Iterator
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from portal.cells import csv_lines
from portal.imports.kinds import UNITS
from portal.imports.sheets.columns import COLUMNS
from portal.imports.sheets.explanations import EXAMPLES, EXPLANATIONS, ROWS

AS_TEXT = "@"
WIDTH, TEXT_WIDTH = 28, 80
PLAIN, HEADING = Font(), Font(bold=True)
NO_FILL = PatternFill()
FILL = PatternFill("solid", fgColor="E7E6E1")
EXAMPLE = Font(italic=True, color="595959")
WRAPPED = Alignment(vertical="top", wrap_text=True)


def template_file(kind: str) -> IO[bytes]:
    book = Workbook()
    book.remove(book.worksheets[0])
    _fill_in(book.create_sheet(_("Enheter") if kind == UNITS else _("Personal")), kind)
    _explain(book.create_sheet(_("Förklaringar")), kind)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def template_csv(kind: str) -> Iterator[str]:
    return csv_lines([_headings(kind), *EXAMPLES[kind]])


def _headings(kind: str) -> list[str | Promise]:
    labels = {column.slug: column.label for column in COLUMNS[kind]}
    return [labels[slug] for slug in EXPLANATIONS[kind]]


def _fill_in(sheet: Worksheet, kind: str) -> None:
    """All as text, so that codes keep their zeros also in rows that are filled in later."""
    _append(sheet, _headings(kind), HEADING, FILL)
    for example in EXAMPLES[kind]:
        _append(sheet, example, EXAMPLE)
    for place in range(1, len(EXPLANATIONS[kind]) + 1):
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width, column.number_format = WIDTH, AS_TEXT
    sheet.freeze_panes = "A2"


def _explain(sheet: Worksheet, kind: str) -> None:
    _append(sheet, [_("Kolumn"), _("Vad som ska stå där")], HEADING, FILL)
    for heading, text in zip(_headings(kind), EXPLANATIONS[kind].values(), strict=True):
        _append(sheet, [_("Kolumnen %(name)s") % {"name": heading}, text])
    for text in ROWS:
        _append(sheet, ["", text])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = WIDTH, TEXT_WIDTH


def _append(
    sheet: Worksheet,
    texts: Iterable[str | Promise],
    font: Font = PLAIN,
    fill: PatternFill = NO_FILL,
) -> None:
    sheet.append([str(text) for text in texts])
    for cell in sheet[sheet.max_row]:
        cell.number_format, cell.alignment, cell.font, cell.fill = AS_TEXT, WRAPPED, font, fill
