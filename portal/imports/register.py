"""Units from Skolenhetsregistret, API v2: from saved JSON, and from the register itself.

The principal's name stands in the register too, and is never read.
"""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.imports.documents import Values, mapping, objects, parsed, text, texts
from portal.imports.fetching import Service
from portal.imports.records import Fault, UnitReading, UnitRecord, Unreadable
from portal.imports.school_types import school_forms, unknown_types
from portal.models import Organisation

NAME = gettext_lazy("Skolenhetsregistret")
FIELDS = frozenset(
    {
        "data",
        "attributes",
        "included",
        "organizationNumber",
        "schoolUnitCode",
        "displayName",
        "name",
        "status",
        "schoolTypes",
    }
)
CODE = re.compile(r"[0-9]{8}")
RUNNING = ("AKTIV", "VILANDE")
CLOSED = "UPPHORT"
PLANNED = "PLANERAD"


def read_units(data: bytes, organisation: Organisation) -> UnitReading:
    return units_in(parsed(data, FIELDS), organisation)


def fetch_units(organisation: Organisation) -> UnitReading:
    """Ask for the organiser's list, and then for each unit: only that answer has school forms."""
    number = organisation.organisation_number
    if not number:
        raise Unreadable(
            _("Huvudmannens organisationsnummer saknas. Lägg in det under Inställningar först.")
        )
    with Service(str(NAME), settings.SCHOOL_REGISTER, FIELDS) as service:
        overview = service.get("/v2/school-units", {"organization_number": number})
        units = list(_units(overview))
        answers = [
            unit if text(unit, "status") == CLOSED else service.get(f"/v2/school-units/{code}")
            for unit in units
            if CODE.fullmatch(code := text(unit, "schoolUnitCode"))
        ]
    return units_in(answers, organisation)


def is_register(document: object) -> bool:
    return any("schoolUnitCode" in unit for unit in _all_units(document))


def units_in(document: object, organisation: Organisation) -> UnitReading:
    """The organisation's own units out of one answer, or out of a list of answers or units."""
    units = _by_code(objects(_all_units(document)))
    mine = _of_one_organiser(units, organisation.organisation_number)
    reading = UnitReading(is_whole=False)
    for place, unit in enumerate(mine, 1):
        _read(unit, place, reading)
    if others := len(units) - len(mine):
        reading.remarks.append(Fault(str(NAME), _others(others)))
    return reading


def _all_units(document: object) -> Iterator[Values]:
    for answer in document if isinstance(document, list) else [document]:
        yield from _units(answer)


def _units(answer: object) -> Iterator[Values]:
    """The units of a list, the one of a single unit's answer, or the unit that stands bare."""
    values = mapping(answer)
    data = mapping(values.get("data"))
    attributes = data.get("attributes")
    if isinstance(attributes, list):
        yield from map(mapping, attributes)
    elif isinstance(attributes, dict):
        organiser = mapping(values.get("included")).get("organizationNumber")
        yield {"organizationNumber": organiser} | data | attributes
    else:
        yield values


def _by_code(units: list[Values]) -> list[Values]:
    """Each unit once: a list tells of it briefly, and its own answer tells the rest."""
    found: dict[str, Values] = {}
    for place, unit in enumerate(units):
        code = text(unit, "schoolUnitCode") or f"no code {place}"
        found[code] = found.get(code, {}) | unit
    return list(found.values())


def _of_one_organiser(units: list[Values], number: str) -> list[Values]:
    """A list from the register names no organiser: its units are taken for the organisation's."""
    organisers = {_organiser(unit) for unit in units} - {""}
    if not number and len(organisers) > 1:
        raise Unreadable(
            _(
                "Filen har enheter från flera huvudmän. Lägg in huvudmannens organisationsnummer"
                " under Inställningar, så tas bara dess egna med."
            )
        )
    mine = [unit for unit in units if not number or _organiser(unit) in ("", number)]
    if units and not mine:
        raise Unreadable(
            _(
                "Alla enheter hör till en annan huvudman. Kontrollera organisationsnumret under"
                " Inställningar, eller välj en annan fil."
            )
        )
    return mine


def _organiser(unit: Values) -> str:
    return "".join(sign for sign in text(unit, "organizationNumber") if sign.isdecimal())[-10:]


def _read(unit: Values, place: int, reading: UnitReading) -> None:
    code, name = text(unit, "schoolUnitCode"), text(unit, "displayName") or text(unit, "name")
    where = f"{name} {code}".strip() or _("enhet %(place)s") % {"place": place}
    if fault := _fault(code, name):
        reading.faults.append(Fault(where, fault))
    elif remark := _remark(unit):
        reading.remarks.append(Fault(where, remark))
    else:
        is_closed = text(unit, "status") == CLOSED
        forms = school_forms(texts(unit.get("schoolTypes")))
        reading.records.append(UnitRecord(where, name, code, forms, is_closed=is_closed))


def _fault(code: str, name: str) -> str:
    if not CODE.fullmatch(code):
        return _("Skolenhetskod med åtta siffror saknas. Hämta enheten på nytt ur registret.")
    if not name:
        return _("Namnet saknas. Hämta enheten på nytt ur registret.")
    return ""


def _remark(unit: Values) -> str:
    """Why a unit is not taken in, if it is not."""
    status, types = text(unit, "status"), texts(unit.get("schoolTypes"))
    if status == PLANNED:
        return _("Enheten är planerad och tas med först när den har startat.")
    if status not in (*RUNNING, CLOSED):
        return _("Enheten har okänd status och tas inte med.")
    if types and not school_forms(types):
        return _("Skolformen %(types)s finns inte i portalen, så enheten tas inte med.") % {
            "types": ", ".join(unknown_types(types))
        }
    return ""


def _others(count: int) -> str:
    return ngettext(
        "%(count)s enhet hör till en annan huvudman och tas inte med.",
        "%(count)s enheter hör till andra huvudmän och tas inte med.",
        count,
    ) % {"count": count}
