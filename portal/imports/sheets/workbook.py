"""The table in an Excel file: in the sheet that is shown and has most of the columns."""

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.cell_range import CellRange

from portal.imports.sheets.archive import unpacked
from portal.imports.sheets.survey import Survey
from portal.imports.sheets.table import (
    LONGEST_CELL,
    MOST_COLUMNS,
    Line,
    Refused,
    Table,
    heading_of,
    is_whole,
    known_in,
    table_of,
)

MOST_SHEETS = 50
# Larger numbers have lost digits.
EXACT = 1e15
NO_SURVEY = Survey(0)


def table_in(kind: str, data: bytes) -> Table:
    archive, surveys = unpacked(data)
    try:
        book = load_workbook(archive, read_only=True, data_only=True, keep_links=False)
    except OSError:
        raise Refused("other") from None
    sheets: list[Any] = book.worksheets[:MOST_SHEETS]
    headings = {sheet: heading_of(kind, _lines(sheet)) for sheet in sheets}
    whole = [sheet for sheet in sheets if is_whole(kind, headings[sheet])]
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    best = max(shown, key=lambda sheet: known_in(kind, headings[sheet]), default=None)
    heading = headings.get(best)
    if heading is None or not known_in(kind, heading):
        raise Refused("hidden" if whole else "headings")
    table = _table(kind, best, heading, surveys)
    table.similar_sheets = [sheet.title for sheet in whole if sheet is not best]
    return table


def _table(kind: str, sheet: Any, heading: Line, surveys: dict[str, Survey]) -> Table:
    seen = surveys.get(sheet._worksheet_path, NO_SURVEY)
    table = table_of(kind, heading, _lines(sheet, seen.uncounted))
    for merged in seen.merged:
        _mark(table, merged)
    return table


def _lines(sheet: Any, uncounted: Collection[tuple[int, int]] = ()) -> Iterator[Line]:
    """The rows that hold something. What the file says of its own size is not asked."""
    sheet.reset_dimensions()
    blank: object = None
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
        # Rows that the file leaves out are all the same one, and there may be a million.
        if row is blank:
            continue
        filled = [(place, cell) for place, cell in enumerate(row) if cell is not EMPTY_CELL]
        if filled:
            yield _line(number, filled, uncounted)
        else:
            blank = row


def _line(
    number: int, filled: list[tuple[int, Any]], uncounted: Collection[tuple[int, int]]
) -> Line:
    line = Line(number, [""] * (filled[-1][0] + 1))
    for place, cell in filled:
        if cell.data_type == "e":
            line.troubles[place] = f"error {cell.value}"
        elif cell.value is not None:
            line.cells[place] = text_of(cell.value)
        elif (number, place + 1) in uncounted:
            line.troubles[place] = "formula"
    return line


def text_of(value: object) -> str:
    """The value as a person sees it: a code that is kept as a number has no decimals."""
    if isinstance(value, str):
        return unescape(value[: LONGEST_CELL * len("_x0000_")])
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return f"{value:.0f}"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _mark(table: Table, merged: str) -> None:
    """Trouble in merged cells, unless they are one cell and others that nobody reads."""
    area = CellRange(merged)
    left, right = area.min_col, area.max_col
    if area.min_row <= table.heading_row <= area.max_row and left < right:
        raise Refused("merged")
    slugs = [slug for slug, place in table.places.items() if left <= place + 1 <= right]
    first = bisect_left(table.rows, area.min_row, key=lambda row: row.number)
    rows = table.rows[first : bisect_right(table.rows, area.max_row, key=lambda row: row.number)]
    if len(rows) == 1 and len(slugs) == 1 and table.places[slugs[0]] + 1 == left:
        return
    for row in rows:
        row.troubles |= dict.fromkeys(slugs, f"merged {area.coord}")
