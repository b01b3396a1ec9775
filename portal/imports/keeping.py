"""What was read, kept sealed between the preview and the yes."""

import dataclasses
import json
from typing import Any

from portal.imports.records import Fault, StaffReading, StaffRecord, UnitReading, UnitRecord
from portal.models import Import, Organisation, User
from portal.secrets import seal, unseal
from portal.terms import Role, SchoolForm

Reading = UnitReading | StaffReading
LONGEST_NAME = 150


def keep(organisation: Organisation, by: User, source: str, reading: Reading) -> Import:
    """Instead of what the person read before and did nothing with."""
    kind = Import.Kind.UNITS if isinstance(reading, UnitReading) else Import.Kind.STAFF
    Import.objects.filter(organisation=organisation, made_by=by, kind=kind).delete()
    return Import.objects.create(
        organisation=organisation,
        made_by=by,
        kind=kind,
        source=source[:LONGEST_NAME],
        sealed_reading=seal(json.dumps(dataclasses.asdict(reading))),
    )


def reading_of(kept: Import) -> Reading:
    values = json.loads(unseal(kept.sealed_reading))
    faults, remarks = ([Fault(**each) for each in values[name]] for name in ("faults", "remarks"))
    if kept.kind == Import.Kind.UNITS:
        units = [_unit(each) for each in values["records"]]
        return UnitReading(units, faults, remarks, values["is_whole"])
    staff = [StaffRecord(**each) for each in values["records"]]
    return StaffReading(staff, faults, remarks, tuple(map(Role, values["roles"])))


def _unit(values: dict[str, Any]) -> UnitRecord:
    forms = tuple(map(SchoolForm, values.pop("school_forms")))
    return UnitRecord(**values, school_forms=forms)


def clear_old() -> None:
    Import.objects.old().delete()
