"""Excel files: as people make them, and written by hand where no program would make them so."""

import io
import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEADINGS = ("Namn", "E-post", "Enhet", "Roll")


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(*rows: Iterable[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    return saved(book)


def cell(value: str, attributes: str = "") -> str:
    return f'<c t="inlineStr" {attributes}><is><t>{value}</t></is></c>'


def row(*values: str) -> str:
    return f"<row>{''.join(map(cell, values))}</row>"


def sheet(*rows: str, before: str = "", after: str = "") -> str:
    """A sheet's XML, with what stands before the root element and after the rows."""
    data = f"<sheetData>{row(*HEADINGS)}{''.join(rows)}</sheetData>"
    return f'{before}<worksheet xmlns="{MAIN}">{data}{after}</worksheet>'


def parts_of(sheet_xml: str) -> dict[str, str]:
    """The parts of a smallest possible file."""
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPES}.sharedStrings+xml"/>'
            "</Types>"
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Personal" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"/>',
        "xl/worksheets/sheet1.xml": sheet_xml,
    }


def packed(parts: Mapping[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", method, compresslevel=1) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def by_hand(sheet_xml: str, method: int = ZIP_DEFLATED, **others: str) -> bytes:
    """A file with this sheet, and with other parts by the name in front of their ending."""
    parts = parts_of(sheet_xml)
    for name, text in others.items():
        path = next(path for path in parts if path.rpartition("/")[2].startswith(name))
        parts[path] = text
    return packed(parts, method)


def lying(parts: dict[str, str], name: str, size: int) -> bytes:
    """A file that says one part is so small, with the checksum to match."""
    data = bytearray(packed(parts))
    told = struct.pack("<I", zlib.crc32(parts[name].encode()[:size]))
    central = data.rindex(name.encode()) - 46
    data[central + 16 : central + 20] = told
    data[central + 24 : central + 28] = struct.pack("<I", size)
    return bytes(data)
