"""The zip archive that an Excel file is: what it says of itself may be a lie.

The parts that are read are copied to an archive of our own, counted as they are unpacked, so that
no later reader meets a part that is larger than it says.
"""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from portal.imports.sheets.survey import MOST_ELEMENTS, Survey, survey
from portal.imports.sheets.table import Refused

MOST_PARTS = 1_000
MOST_BYTES = 40_000_000
# Sheets are packed to a tenth or a thirtieth; a part that is only repetition to a thousandth.
MOST_TIMES = 200
SMALL = 1_000_000
CHUNK = 65_536
# Pictures, macros and what else there may be is never unpacked.
READ = re.compile(
    r"(\[Content_Types\]|xl/[^/]+|xl/worksheets/[^/]+)\.xml|_rels/\.rels|xl/_rels/[^/]+\.rels", re.I
)
NOT_READ = "xl/calcChain.xml"
IS_ENCRYPTED = 0x1


def unpacked(data: bytes) -> tuple[BytesIO, dict[str, Survey]]:
    """The parts that are read, in an archive of their own, and what was seen in each."""
    copy = BytesIO()
    try:
        with ZipFile(BytesIO(data)) as archive, ZipFile(copy, "w", ZIP_STORED) as ours:
            _copy(archive, _parts(archive), ours)
    except (BadZipFile, EOFError, NotImplementedError, OSError, ValueError):
        raise Refused("broken") from None
    return copy, _surveys(copy)


def _parts(archive: ZipFile) -> list[ZipInfo]:
    names = {part.filename for part in archive.infolist()}
    if "[Content_Types].xml" not in names or "xl/workbook.bin" in names:
        raise Refused("other")
    read = sorted(name for name in names if READ.fullmatch(name) and name != NOT_READ)
    parts = [archive.getinfo(name) for name in read]
    if any(part.flag_bits & IS_ENCRYPTED for part in parts):
        raise Refused("locked")
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise Refused("broken")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise Refused("large")
    return parts


def _copy(archive: ZipFile, parts: list[ZipInfo], ours: ZipFile) -> None:
    total = 0
    for part in parts:
        most = max(SMALL, part.compress_size * MOST_TIMES)
        size = 0
        with archive.open(part) as source, ours.open(part.filename, "w") as target:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                total += len(chunk)
                if size > most or total > MOST_BYTES:
                    raise Refused("large")
                target.write(chunk)


def _surveys(copy: BytesIO) -> dict[str, Survey]:
    found: dict[str, Survey] = {}
    left = MOST_ELEMENTS
    with ZipFile(copy) as ours:
        for name in ours.namelist():
            with ours.open(name) as part:
                found[name] = survey(part, left)
            left = found[name].elements_left
    return found
