"""CSV, as programs in Swedish and English save it."""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import suppress

from django.utils.translation import gettext as _

from portal.imports.records import Unreadable
from portal.imports.sheets.refusals import refusal
from portal.imports.sheets.table import (
    LAST_ROW,
    MOST_COLUMNS,
    Line,
    Refused,
    Table,
    heading_of,
    known_in,
    table_of,
)

DELIMITERS = ";,\t"
# Some systems write ="0123" so that Excel keeps the zero.
QUOTED = re.compile(r'="([^"]*)"')


def read_delimited(kind: str, data: bytes) -> Table:
    text = _decoded(data)
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable(
            _(
                "Filen har NUL-tecken, det första på rad %(row)s, och är kanske ingen textfil."
                " Spara den på nytt som CSV UTF-8 eller .xlsx."
            )
            % {"row": row}
        )
    try:
        return _table(kind, text)
    except Refused as refused:
        raise refusal(kind, refused.reason) from None


def _table(kind: str, text: str) -> Table:
    """By the delimiter that gives most columns that are known."""
    found = {sign: heading_of(kind, _before_any_error(text, sign)) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: known_in(kind, found[sign]))
    heading = found[best]
    if heading is None or not known_in(kind, heading):
        raise Refused("headings")
    return table_of(kind, heading, _lines(text, best))


def _decoded(data: bytes) -> str:
    try:
        if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return data.decode("utf-16")
        return data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable(
            _(
                "Filens tecken går inte att tyda. Spara den på nytt som CSV UTF-8"
                " (kommaavgränsad), eller som .xlsx."
            )
        ) from None


def _before_any_error(text: str, delimiter: str) -> Iterator[Line]:
    """Read with another delimiter than its own, a sound file seems to have errors."""
    with suppress(Unreadable):
        yield from _lines(text, delimiter)


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    """Rows as Excel counts them: one for each record, whatever lines its texts are on."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(rows, 1):
            if number > LAST_ROW:
                raise Refused("large")
            if cells:
                yield Line(number, [_bare(cell) for cell in cells[: MOST_COLUMNS + 1]])
    except csv.Error:
        raise Unreadable(
            _(
                "Filen går inte att läsa efter rad %(row)s: ett citattecken står fel eller saknas."
                " Rätta raden, eller spara filen på nytt som .xlsx."
            )
            % {"row": number}
        ) from None


def _bare(cell: str) -> str:
    quoted = QUOTED.fullmatch(cell)
    return quoted[1] if quoted else cell
