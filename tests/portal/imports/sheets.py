"""Sheets as they are read in the tests."""

import pytest

from portal.imports.files import read_file
from portal.imports.records import Fault, StaffReading, UnitReading, Unreadable
from portal.imports.sources import STAFF, UNITS
from portal.models import Organisation


def staff_sheet(data: bytes | str) -> StaffReading:
    reading = read_file(STAFF, "personal", as_bytes(data), Organisation())
    assert isinstance(reading, StaffReading)
    return reading


def units_sheet(data: bytes | str) -> UnitReading:
    reading = read_file(UNITS, "enheter", as_bytes(data), Organisation())
    assert isinstance(reading, UnitReading)
    return reading


def refusal(kind: str, data: bytes | str) -> str:
    with pytest.raises(Unreadable) as refused:
        read_file(kind, "fil", as_bytes(data), Organisation())
    return str(refused.value)


def as_bytes(data: bytes | str) -> bytes:
    return data.encode() if isinstance(data, str) else data


def people(reading: StaffReading) -> list[tuple[str, str]]:
    return [(record.name, record.email) for record in reading.records]


def told(faults: list[Fault]) -> str:
    return "\n".join(f"{fault.where}: {fault.problem}" for fault in faults)
