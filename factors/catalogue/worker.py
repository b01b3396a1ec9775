"""The process that takes an Excel file apart: the file comes in on stdin, JSON goes out.

It knows no database and no secret. What a hostile file makes it use ends with it.
"""

import json
import sys
import warnings
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.cell_range import CellRange

from portal.imports.sheets.archive import unpacked
from portal.imports.sheets.survey import Survey
from portal.imports.sheets.table import Refused
from portal.imports.sheets.workbook import NO_SURVEY, text_of
from portal.imports.sheets.worker import bound

MOST_SHEETS, MOST_COLUMNS, MOST_ROWS = 20, 30, 20_000
# More than any text takes, so that what is cut is still told as too long.
LONGEST_CELL = 20_000
MOST_TEXT = 5_000_000
FORMULA, ERROR, MERGED = "formula", "error", "merged "
# By sheet its rows: the number, the cells' texts, and the places that have no value to read.
Row = tuple[int, list[str], dict[str, str]]


def answer(data: bytes) -> dict[str, object]:
    try:
        return {"sheets": sheets_in(data)}
    except Refused as refused:
        return {"refused": refused.reason}
    except MemoryError:
        return {"refused": "large"}
    except Exception:
        # What the library can't read it says in as many ways, some with what stood in the cells.
        return {"refused": "broken"}


def sheets_in(data: bytes) -> dict[str, list[Row]]:
    archive, surveys = unpacked(data)
    book = load_workbook(archive, read_only=True, data_only=True, keep_links=False)
    found: dict[str, list[Row]] = {}
    rows = size = 0
    for sheet in book.worksheets[:MOST_SHEETS]:
        found[sheet.title] = []
        for row in _rows(sheet, surveys):
            found[sheet.title].append(row)
            rows += 1
            size += sum(map(len, row[1]))
            if rows > MOST_ROWS or size > MOST_TEXT:
                raise Refused("large")
    return found


def _rows(sheet: Any, surveys: dict[str, Survey]) -> Iterator[Row]:
    """The rows that hold something. What the file says of its own size is not asked."""
    survey = surveys.get(sheet._worksheet_path, NO_SURVEY)
    merged = _merged(survey)
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        texts = [_text(cell) for cell in row]
        troubles = merged.get(number, {}) | {
            str(place): ERROR if cell.data_type == "e" else FORMULA
            for place, cell in enumerate(row)
            if cell.data_type == "e" or (number, place + 1) in survey.uncounted
        }
        if any(texts) or troubles:
            yield number, texts, troubles


def _merged(survey: Survey) -> dict[int, dict[str, str]]:
    """The places of merged cells that are read, by the first row of each area."""
    found: dict[int, dict[str, str]] = {}
    for area in map(CellRange, survey.merged):
        last = min(area.max_col, MOST_COLUMNS)
        places = map(str, range(area.min_col - 1, last))
        found.setdefault(area.min_row, {}).update(dict.fromkeys(places, MERGED + area.coord))
    return found


def _text(cell: Any) -> str:
    if cell.value is None or cell.data_type == "e":
        return ""
    if isinstance(cell.value, str):
        return unescape(cell.value[:LONGEST_CELL])
    return text_of(cell.value)


if __name__ == "__main__":
    bound()
    warnings.simplefilter("ignore")
    json.dump(answer(sys.stdin.buffer.read()), sys.stdout)
