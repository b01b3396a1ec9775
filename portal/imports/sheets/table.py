"""What a sheet holds in the columns that are known, however it was saved."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile

from portal.imports.sheets.columns import known_columns, missing

MOST_COLUMNS = 100
MOST_ROWS = 10_000
# What Excel itself can hold, most of it blank.
LAST_ROW = 1_048_576
# Headings may stand below a title.
FIRST_ROWS = 10
# More than any column takes, so that what is cut is still told as too long.
LONGEST_CELL = 300
MOST_TEXT = 5_000_000
MOST_MERGED = 500


class Refused(Exception):
    """A file that is not read, by the word for why (see `refusals`)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Row:
    """One row's values by column. `troubles` are cells that have no value to read."""

    number: int
    values: dict[str, str]
    troubles: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Line:
    """A row as it stands in the file."""

    number: int
    cells: list[str]
    troubles: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """`columns` have their headings as written, by slug; `doubles` stand for the same as one."""

    heading_row: int
    headings: list[str]
    columns: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    doubles: list[tuple[str, int]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    similar_sheets: list[str] = field(default_factory=list)


def known_in(kind: str, line: Line | None) -> int:
    return len(known_columns(kind, line.cells)) if line else 0


def heading_of(kind: str, lines: Iterable[Line]) -> Line | None:
    """Among the first rows the one with most columns that are known."""
    first = takewhile(lambda line: line.number <= FIRST_ROWS, lines)
    return max(first, key=partial(known_in, kind), default=None)


def is_whole(kind: str, heading: Line | None) -> bool:
    """Whether all that is needed has a heading."""
    if heading is None:
        return False
    slugs = {column.slug for column in known_columns(kind, heading.cells).values()}
    return not missing(kind, slugs)


def table_of(kind: str, heading: Line, lines: Iterable[Line]) -> Table:
    """The table below its headings, out of all lines."""
    table = _headed(kind, heading)
    size = 0
    for row in _rows(table, lines):
        table.rows.append(row)
        size += sum(map(len, row.values.values()))
        if len(table.rows) > MOST_ROWS:
            raise Refused("rows")
        if size > MOST_TEXT:
            raise Refused("large")
    return table


def _headed(kind: str, heading: Line) -> Table:
    texts = [" ".join(cell.split())[:LONGEST_CELL] for cell in heading.cells]
    if any(texts[MOST_COLUMNS:]):
        raise Refused("columns")
    table = Table(heading.number, [text for text in texts if text])
    known = known_columns(kind, texts)
    for place, text in enumerate(texts):
        column = known.get(place)
        if column is None:
            table.unread += [text] if text else []
        elif column.slug in table.places:
            table.doubles.append((column.slug, place))
        else:
            table.columns[column.slug] = text
            table.places[column.slug] = place
    return table


def _rows(table: Table, lines: Iterable[Line]) -> Iterator[Row]:
    for line in lines:
        if line.number <= table.heading_row:
            continue
        values, troubles = {}, {}
        for slug, place in table.places.items():
            if place in line.troubles:
                troubles[slug] = line.troubles[place]
            elif place < len(line.cells) and line.cells[place].strip():
                values[slug] = line.cells[place][:LONGEST_CELL]
        if values or troubles:
            yield Row(line.number, values, troubles)
