"""Whatever was on the clipboard, read as a table: its columns, rows, and what was mended."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from factors.pasting import html, lines, tabs
from factors.pasting.headings import NameOf
from factors.pasting.html import Grid
from factors.pasting.mending import Mend, legible, mend
from factors.pasting.sentences import ends, is_dash

PASTE_LIMIT, LINES_LIMIT = 400_000, 5000
GAP = re.compile(r"\S {3,}\S")


@dataclass
class Pasted:
    """`columns` are known by name, or empty; an empty text is no statement."""

    columns: list[str]
    rows: list[list[str]]
    stem: str = ""
    # With the text of the cell that each stands in.
    mends: list[tuple[str, Mend]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    is_table: bool = True
    # How many pieces were too few for the last row.
    lacking: int = 0
    # Columns made by spaces, which lines of different cells share: they are not told apart.
    spaced: bool = False
    # The rows where a page ended.
    page_ends: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """What the person has said about the text: what its columns are called, and how it runs."""

    name_of: NameOf
    names: Sequence[str]
    one_column: bool = False
    by_column: bool = False
    each_line: bool = False


def read(text: str, markup: str, wanted: Wanted) -> Pasted:
    text = legible(text[:PASTE_LIMIT])
    if markup and not wanted.one_column:
        found = [grid for grid in html.tables(markup[:PASTE_LIMIT]) if grid and grid[0]]
        best = max(found, key=lambda grid: _likeness(grid, wanted), default=[])
        if best and len(best[0]) > 1:
            return _table(best, wanted)
    if "\t" in text and not wanted.one_column:
        return _table(tabs.grid(text), wanted)
    return _plain(text, wanted)


def _likeness(grid: Grid, wanted: Wanted) -> tuple[int, int, int]:
    """How much it is a table like those of the catalogue, rather than of a page's layout."""
    named = max((sum(bool(wanted.name_of(text)) for text in row) for row in grid), default=0)
    return named, len(grid[0]) > 1, sum(bool(text) for row in grid for text in row)


def _table(grid: Grid, wanted: Wanted) -> Pasted:
    width = max(map(len, grid), default=0)
    headed = any(_is_head(row, wanted) for row in grid)
    pasted = Pasted([""] * width, [])
    for row in grid:
        said = [text for text in row if text.strip()]
        if _is_head(row, wanted):
            if any(pasted.columns):
                pasted.dropped += said
            pasted.columns = [wanted.name_of(text) for text in row]
        elif len(said) == 1 and not pasted.rows and (led := lines.STEM.search(said[0])):
            pasted.stem = mend(led[0]).text
            pasted.dropped += filter(None, [said[0].replace(led[0], "").strip()])
        elif len(said) == 1 < width and headed and not any(pasted.columns):
            pasted.dropped += said
        elif said:
            pasted.rows.append(_mended(row, pasted))
    _leave_out_numbers(pasted)
    if not any(pasted.columns) and len(pasted.columns) == len(wanted.names):
        pasted.columns = list(wanted.names)
    return pasted


def _is_head(row: Sequence[str], wanted: Wanted) -> bool:
    """Names alone, and of more than one column where there are more."""
    names = [wanted.name_of(text) for text in row if text.strip()]
    return all(names) and min(len(row), 2) <= len(names)


def _leave_out_numbers(pasted: Pasted) -> None:
    """A first column that numbers the rows says nothing of its own."""
    numbers = [row[0].rstrip(".") for row in pasted.rows if row]
    numbered = any(numbers) and all(not number or number.isdecimal() for number in numbers)
    if numbered and len(pasted.columns) > 1 and not pasted.columns[0]:
        pasted.dropped += filter(None, [row.pop(0) for row in pasted.rows])
        pasted.columns.pop(0)


def _plain(text: str, wanted: Wanted) -> Pasted:
    plain = lines.read(text, wanted.name_of, wanted.each_line)
    pasted = Pasted([], [], dropped=plain.dropped, is_table=False)
    pasted.stem = mend(plain.stem).text
    pasted.spaced = len(GAP.findall(text)) > 3
    if wanted.one_column:
        _fill(pasted, [["", *_all_pieces(plain.parts)][1:]], [""])
        pasted.columns = [next((part.names[0] for part in plain.parts if part.names), "")]
        return pasted
    if all(len(part.names) == 1 for part in plain.parts):
        by_name: dict[str, list[str]] = {}
        for part in plain.parts:
            pasted.dropped += part.names if part.names[0] in by_name else []
            by_name.setdefault(part.names[0], []).extend(part.pieces)
        _fill(pasted, list(by_name.values()), list(by_name))
        return pasted
    names = plain.parts[0].names
    columns = names if len(names) > 1 else list(wanted.names)
    for part in plain.parts[1:]:
        pasted.dropped += part.names and [", ".join(part.names)]
    flow = _over_pages(plain.parts)
    told = [len(_all_pieces(plain.parts[:number])) for number in range(1, len(plain.parts))]
    pasted.page_ends = [] if wanted.by_column else [-(-size // len(columns)) for size in told]
    _fill(pasted, in_columns(flow, len(columns), wanted.by_column), columns)
    pasted.lacking = -len(flow) % len(columns)
    return pasted


def in_columns(flow: Sequence[str], width: int, by_column: bool) -> list[list[str]]:
    """Texts in reading order, as the columns of a table."""
    if by_column:
        height = -(-len(flow) // width)
        return [list(flow[place * height : (place + 1) * height]) for place in range(width)]
    return [list(flow[place::width]) for place in range(width)]


def _over_pages(parts: Iterable[lines.Part]) -> list[str]:
    """A row that a page cuts goes on below the names that the next page repeats."""
    flow: list[str] = []
    for part in parts:
        width = len(part.names)
        row = flow[len(flow) - width :] if width and len(flow) >= width else []
        cut = [len(flow) - width + place for place, text in enumerate(row) if is_cut(text)]
        for place, text in zip(cut, part.pieces, strict=False):
            flow[place] += "\n" + text
        flow += part.pieces[len(cut) :]
    return flow


def is_cut(text: str) -> bool:
    return bool(text.strip()) and not is_dash(text) and not ends(text)


def _all_pieces(parts: Iterable[lines.Part]) -> list[str]:
    return [piece for part in parts for piece in part.pieces]


def _fill(pasted: Pasted, columns: list[list[str]], names: list[str]) -> None:
    pasted.columns = names
    pasted.rows = [_mended(row, pasted) for row in map(list, zip_longest(*columns, fillvalue=""))]


def _mended(row: Sequence[str], pasted: Pasted) -> list[str]:
    texts = []
    for raw in row:
        text, mends = mend(raw)
        pasted.mends += [(text, each) for each in mends]
        texts.append("" if is_dash(text) else text)
    return texts
