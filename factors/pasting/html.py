"""Tables out of the HTML that browsers, Word and Excel put on the clipboard."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

UNREAD = frozenset({"script", "style", "template", "title", "noscript"})
LINES = frozenset({"p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"})
# More than any table of the catalogue has.
WIDEST, LONGEST, DEEPEST = 20, 400, 8

# Taken away before the parser, which is slow or stumbles where they are broken.
REMARKS = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)", re.S)

Grid = list[list[str]]


@dataclass
class Table:
    """What spans several places stands in the first of them, and leaves the others empty."""

    grid: list[list[list[str]]] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    cell: list[str] | None = None

    def begin_row(self) -> None:
        self.cell = None
        if len(self.grid) < LONGEST:
            self.grid.append([])

    def begin_cell(self, right: int, down: int) -> None:
        if not self.grid:
            self.begin_row()
        row, number = self.grid[-1], len(self.grid) - 1
        while (number, len(row)) in self.taken:
            row.append([])
        place = len(row)
        if place >= WIDEST:
            self.cell = row[-1]
            self.cell.append("\n")
            return
        self.taken |= {(number + y, place + x) for y in range(1, down) for x in range(right)}
        self.cell = []
        row += [self.cell, *([] for _other in range(right - 1))]

    def texts(self) -> Grid:
        width = max(map(len, self.grid), default=0)
        rows = [[_lines(parts) for parts in row] for row in self.grid]
        return [row + [""] * (width - len(row)) for row in rows]


class Reader(HTMLParser):
    """Knows tables, rows, cells and lines; all other markup is passed over, also what is broken."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Table] = []
        self.open: list[Table] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD:
            self.unread += 1
        elif tag == "table" and len(self.open) < DEEPEST:
            self.open.append(Table())
            self.found.append(self.open[-1])
        elif self.open and tag == "tr":
            self.open[-1].begin_row()
        elif self.open and tag in ("td", "th"):
            spans = dict(attrs)
            right, down = _span(spans.get("colspan"), WIDEST), _span(spans.get("rowspan"), LONGEST)
            self.open[-1].begin_cell(right, down)
        elif tag in LINES:
            self.say("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNREAD:
            self.unread = max(self.unread - 1, 0)
        elif self.open and tag == "table":
            self.open.pop()
            self.say("\n")
        elif self.open and tag in ("td", "th", "tr"):
            self.open[-1].cell = None
        elif tag in LINES:
            self.say("\n")

    def handle_data(self, data: str) -> None:
        if not self.unread:  # lines of the markup are spaces on the page
            self.say(data.replace("\r", " ").replace("\n", " ").replace("\t", " "))

    def say(self, text: str) -> None:
        """A table in a cell is part of that cell too."""
        for table in self.open:
            if table.cell is not None:
                table.cell.append(text)


def tables(html: str) -> list[Grid]:
    """The texts of each table's cells; a nested table comes after the one that it stands in."""
    reader = Reader()
    reader.feed(REMARKS.sub("", html))
    reader.close()
    return [grid for each in reader.found if (grid := each.texts())]


def _span(value: str | None, most: int) -> int:
    digits = (value or "1").strip()
    usable = digits.isascii() and digits.isdigit() and len(digits) < 6
    return min(max(int(digits), 1), most) if usable else 1


def _lines(parts: list[str]) -> str:
    lines = (line.strip(" ") for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
