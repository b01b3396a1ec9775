"""Units out of the organisations of SS 12000."""

import re

from django.utils.translation import gettext as _

from portal.imports.documents import Values, text, texts
from portal.imports.records import Fault, UnitReading, UnitRecord, Unreadable
from portal.imports.school_types import school_forms
from portal.imports.ss12000.extract import Extract
from portal.imports.ss12000.organisations import Organisations, is_ended, left_out

CODE = re.compile(r"[0-9]{8}")


def units_in(extract: Extract) -> UnitReading:
    """Not whole: preschools are often in another system than schools."""
    tree = Organisations(extract.organisations)
    if not tree.school_units:
        raise Unreadable(
            _("Här finns ingen skolenhet. Kontrollera att organisationerna är med i källan.")
        )
    reading = UnitReading(faults=list(extract.faults), is_whole=False)
    for id, unit in tree.school_units.items():
        where = text(unit, "displayName") or id
        if reason := left_out(unit):
            reading.remarks.append(Fault(where, reason))
        elif where == id:
            reading.faults.append(Fault(id, _("Namnet saknas. Lägg in det i källan.")))
        else:
            reading.records.append(_record(unit, where, tree))
            reading.remarks.extend(_strange_code(unit, where))
    return reading


def _record(unit: Values, name: str, tree: Organisations) -> UnitRecord:
    return UnitRecord(
        where=name,
        name=name,
        code=code_of(unit),
        school_forms=school_forms(texts(unit.get("schoolTypes"))),
        area=tree.area_of(unit),
        is_closed=is_ended(unit),
    )


def code_of(unit: Values) -> str:
    code = text(unit, "schoolUnitCode")
    return code if CODE.fullmatch(code) else ""


def _strange_code(unit: Values, where: str) -> list[Fault]:
    code = text(unit, "schoolUnitCode")
    if not code or code_of(unit):
        return []
    message = _("Koden %(code)s är ingen skolenhetskod, så enheten tas med utan kod.")
    return [Fault(where, message % {"code": code})]
