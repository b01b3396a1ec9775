"""A sheet of either kind, from its bytes to records."""

from portal.imports.documents import LARGEST
from portal.imports.kinds import UNITS
from portal.imports.records import StaffReading, UnitReading
from portal.imports.sheets.columns import are_of_people, missing
from portal.imports.sheets.delimited import read_delimited
from portal.imports.sheets.excel import is_excel, read_excel
from portal.imports.sheets.refusals import refusal, without
from portal.imports.sheets.staff import staff_in
from portal.imports.sheets.table import Table
from portal.imports.sheets.units import units_in

# Pages that were saved as if they were sheets, and papers.
OTHER = (b"<", b"%PDF")


def read_sheet(kind: str, data: bytes) -> UnitReading | StaffReading:
    table = _table(kind, data)
    if kind == UNITS and are_of_people(table.headings):
        raise refusal(kind, "people")
    if lacking := missing(kind, table.columns):
        raise without(lacking, table.headings)
    reading = units_in(table) if kind == UNITS else staff_in(table)
    if not (reading.records or reading.faults):
        raise refusal(kind, "empty")
    return reading


def _table(kind: str, data: bytes) -> Table:
    if len(data) > LARGEST:
        raise refusal(kind, "large")
    if is_excel(data):
        return read_excel(kind, data)
    if data.lstrip().startswith(OTHER):
        raise refusal(kind, "other")
    return read_delimited(kind, data)
