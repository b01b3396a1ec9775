"""Text that leaves the portal in a sheet: no cell is taken for a formula by whoever opens it."""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO

from openpyxl import Workbook

FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
# What neither a sheet's XML nor a person can read.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

Row = Iterable[object]


def safe_cell(value: object) -> str:
    """The text as it is, or behind an apostrophe where a program would count it out."""
    text = UNPRINTABLE.sub("", str(value))
    return f"'{text}" if FORMULA.match(text) else text


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """A line at a time, as Excel in Swedish opens it: a byte order mark, and semicolons."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


class _Echo:
    """Hands back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def xlsx_file(title: str, rows: Iterable[Row]) -> IO[bytes]:
    """A workbook that is written row by row to a temporary file, which goes when it is closed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([safe_cell(value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response that sends it closes it)
    book.save(file)
    file.seek(0)
    return file
