"""A file that a person chose: a sheet or saved JSON, read by what it holds."""

from portal.imports.records import StaffReading, UnitReading
from portal.imports.sheets.reading import read_sheet
from portal.imports.sheets.template import template_csv, template_file
from portal.imports.sources import read_json
from portal.models import Organisation

__all__ = ["read_file", "template_csv", "template_file"]

JSON = (b"{", b"[")


def read_file(
    kind: str, name: str, data: bytes, organisation: Organisation
) -> UnitReading | StaffReading:
    """Read units or staff. An `Unreadable` says what the person can do about it."""
    if name.lower().endswith(".json") or data.lstrip().startswith(JSON):
        return read_json(kind, data, organisation)
    return read_sheet(kind, data)
