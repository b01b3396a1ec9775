"""A look through a part of an Excel file before it is read: no tree is built of it.

It keeps what the library does not tell: formulas that were never counted out, and merged cells.
"""

from typing import IO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import parse
from openpyxl.utils.cell import coordinate_to_tuple

from portal.imports.sheets.table import LAST_ROW, MOST_MERGED, Refused

# What Excel itself can hold.
MOST_CELLS_IN_ROW = 16_384
# Some 400,000 cells, and so six seconds.
MOST_ELEMENTS = 1_200_000


class Survey(ContentHandler):
    """`uncounted` are the places (row, column) of formulas without a value."""

    def __init__(self, most_elements: int) -> None:
        super().__init__()
        self.elements_left = most_elements
        self.uncounted: set[tuple[int, int]] = set()
        self.merged: list[str] = []
        self.row = self.column = self.cells = 0
        self.is_in_rows = self.is_text = False
        self.is_formula = self.is_in_value = self.has_value = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.elements_left -= 1
        if self.elements_left < 0:
            raise Refused("large")
        tag = name.rpartition(":")[2]
        if tag == "sheetData":
            self.is_in_rows = True
        elif tag == "mergeCell":
            self._merged(attrs.get("ref", ""))
        elif self.is_in_rows:
            self._start_in_rows(tag, attrs)

    def endElement(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "sheetData":
            self.is_in_rows = False
        elif tag == "v":
            self.is_in_value = False
        elif tag == "c" and self.is_formula and not self.has_value:
            self.uncounted.add((self.row, self.column))

    def characters(self, content: str) -> None:
        self.has_value |= self.is_in_value

    def _merged(self, cells: str) -> None:
        self.merged.append(cells)
        if len(self.merged) > MOST_MERGED:
            raise Refused("merged")

    def _start_in_rows(self, tag: str, attrs: AttributesImpl) -> None:
        if tag == "c":
            self.is_text = attrs.get("t") == "str"
            self._start_cell(attrs.get("r"))
        elif tag == "row":
            self._start_row(attrs.get("r"))
        elif tag == "f":
            self.is_formula = True
        elif tag == "v":
            # An empty text is a value; an empty number was never counted out.
            self.has_value, self.is_in_value = self.is_text, True

    def _start_row(self, number: str | None) -> None:
        self.row = int(float(number)) if number else self.row + 1
        self.column = self.cells = 0
        if self.row > LAST_ROW:
            raise Refused("large")

    def _start_cell(self, coordinate: str | None) -> None:
        self.is_formula = self.has_value = False
        self.cells += 1
        self.column += 1
        if coordinate:
            self.column = coordinate_to_tuple(coordinate)[1]
        if max(self.cells, self.column) > MOST_CELLS_IN_ROW:
            raise Refused("columns")


def survey(part: IO[bytes], most_elements: int = MOST_ELEMENTS) -> Survey:
    found = Survey(most_elements)
    try:
        parse(part, found)
        # A document type can hold entities that grow without end, or name other files.
    except DefusedXmlException:
        raise Refused("entities") from None
    except (SAXException, ValueError):
        raise Refused("broken") from None
    return found
