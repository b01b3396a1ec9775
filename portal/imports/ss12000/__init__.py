"""Units and staff by SS 12000:2020: from an organisation's service, or from saved JSON."""

from portal.imports.documents import parsed
from portal.imports.records import StaffReading, UnitReading
from portal.imports.ss12000.client import NAME, fetch_staff, fetch_units, has_service
from portal.imports.ss12000.extract import FIELDS, LISTS, is_extract, saved_extract
from portal.imports.ss12000.staff import staff_in
from portal.imports.ss12000.units import units_in

__all__ = ["FIELDS", "NAME", "fetch_staff", "fetch_units", "has_service", "is_extract"]


def read_units(data: bytes) -> UnitReading:
    return saved_units(parsed(data, FIELDS))


def read_staff(data: bytes) -> StaffReading:
    return saved_staff(parsed(data, FIELDS))


def saved_units(document: object) -> UnitReading:
    return units_in(saved_extract(document, "organisations"))


def saved_staff(document: object) -> StaffReading:
    return staff_in(saved_extract(document, *LISTS))
