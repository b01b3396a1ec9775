"""A table as plain text with a tab between cells, as spreadsheets and Word copy it."""

import csv

from factors.pasting.html import Grid
from factors.pasting.sentences import begins_anew


def grid(text: str) -> Grid:
    """Cells of several lines are between quotes (Excel), or go on in the next line (Word)."""
    lines = text.splitlines(keepends=True)
    if text.count('"') % 2:  # one that nothing closes would take in all that follows
        rows = list(csv.reader(lines, "excel-tab", quoting=csv.QUOTE_NONE))
    else:
        rows = list(csv.reader(lines, "excel-tab"))
    width = max(map(len, rows), default=0)
    whole: Grid = []
    for row in filter(any, rows):
        if _goes_on(whole, row, width):
            whole[-1][-1] += "\n" + row[0]
            whole[-1] += row[1:]
        else:
            whole.append(row)
    return [row + [""] * (width - len(row)) for row in whole]


def _goes_on(whole: Grid, row: list[str], width: int) -> bool:
    """Whether the row fills what lacks of the one before; a first whole one may be the head."""
    begun = any(len(each) > 1 for each in whole) and (len(whole) > 1 or len(whole[0]) < width)
    short = begun and len(whole[-1]) + len(row) - 1 <= width
    return short and not begins_anew(whole[-1][-1], row[0])
