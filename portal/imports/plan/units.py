"""What reading in units would change, found without changing anything."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.imports.plan.comparing import Change, Units, fault, key_of, unstorable
from portal.imports.records import Fault, UnitReading, UnitRecord
from portal.models import Organisation, Unit
from portal.models.organisations import UNIT_CODE
from portal.terms import SchoolForm, school_form_names
from portal.units import slugs_for, with_people

LONGEST_NAME, LONGEST_AREA = 150, 80
Forms = tuple[SchoolForm, ...]


@dataclass(slots=True)
class ChangedUnit:
    unit: Unit
    changes: list[Change]
    values: dict[str, object]


@dataclass(slots=True)
class LeavingUnit:
    """One that seems to be no more; a person closes it, on its own page."""

    unit: Unit
    reason: str


@dataclass(slots=True)
class UnitPlan:
    new: list[Unit] = field(default_factory=list)
    changed: list[ChangedUnit] = field(default_factory=list)
    leaving: list[LeavingUnit] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)

    def outcome(self) -> object:
        """All that would be written, so that two plans can be told apart."""
        new = [(each.name, each.code, each.school_forms, each.area) for each in self.new]
        changed = [(each.unit.pk, each.changes) for each in self.changed]
        return new, changed


def plan_units(reading: UnitReading, organisation: Organisation) -> UnitPlan:
    return compare(reading, organisation, list(with_people(organisation.units.all())))


def compare(reading: UnitReading, organisation: Organisation, known: list[Unit]) -> UnitPlan:
    plan = UnitPlan(faults=list(reading.faults), remarks=list(reading.remarks))
    units = Units(known)
    matched: set[int] = set()
    closed_elsewhere = 0
    for record, unit in _matched(reading.records, units, plan):
        if unit is not None:
            matched.add(unit.pk)
            _known(plan, record, unit)
        elif record.is_closed:
            closed_elsewhere += 1
        else:
            plan.new.append(_new(record, organisation))
    if reading.is_whole:
        gone = (unit for unit in known if unit.pk not in matched and unit.closed_on is None)
        plan.leaving += [LeavingUnit(unit, _("Finns inte i källan")) for unit in gone]
    if closed_elsewhere:
        plan.remarks.append(Fault(_("Nedlagda enheter"), _closed(closed_elsewhere)))
    slugs = slugs_for([unit.name for unit in plan.new], {unit.slug for unit in known})
    for unit, slug in zip(plan.new, slugs, strict=True):
        unit.slug = slug
    return plan


def _matched(
    records: Iterable[UnitRecord], units: Units, plan: UnitPlan
) -> Iterator[tuple[UnitRecord, Unit | None]]:
    """Each sound record with the unit that it tells of, if that is here; the rest are at fault."""
    records = list(records)
    names = Counter(key_of(record.name) for record in records)
    taken: dict[object, str] = {}
    for record in records:
        found = units.named(record.code, record.name)
        keys = {record.code, *(unit.pk for unit in found)} - {""}
        twice = [taken[key] for key in keys if key in taken]
        is_vague = not record.code and names[key_of(record.name)] > 1
        if faults := _faults(record, is_new=not found):
            plan.faults += faults
        elif len(found) > 1 or is_vague:
            plan.faults.append(fault(record.where, _("Namn"), _vague(record)))
        elif twice:
            problem = _("Samma enhet står på två ställen, också %(where)s. Ta bort det ena.")
            plan.faults.append(Fault(record.where, problem % {"where": twice[0]}))
        else:
            taken |= dict.fromkeys(keys, record.where)
            yield record, found[0] if found else None


def _faults(record: UnitRecord, *, is_new: bool) -> list[Fault]:
    found = [
        unstorable(record.where, _("Namn"), record.name, LONGEST_NAME),
        unstorable(record.where, _("Område"), record.area, LONGEST_AREA),
    ]
    if not record.name.strip():
        found.append(fault(record.where, _("Namn"), _("Namnet saknas. Fyll i det.")))
    if record.code and not UNIT_CODE.regex.match(record.code):  # type: ignore[union-attr]
        found.append(fault(record.where, _("Skolenhetskod"), str(UNIT_CODE.message)))
    if is_new and not (record.school_forms or record.is_closed):
        problem = _("Enheten är ny, och skolformen saknas. Fyll i den.")
        found.append(fault(record.where, _("Skolform"), problem))
    return [each for each in found if each]


def _vague(record: UnitRecord) -> str:
    problem = _(
        "Flera enheter heter %(name)s. Skriv skolenhetskoden eller skilj namnen åt. Är det samma"
        " enhet, ta bort den ena."
    )
    return problem % {"name": record.name}


def _known(plan: UnitPlan, record: UnitRecord, unit: Unit) -> None:
    if unit.closed_on is not None:
        plan.unchanged += 1
        if not record.is_closed:
            problem = _("%(name)s är nedlagd i portalen. Öppna den på enhetens sida om den finns.")
            plan.remarks.append(Fault(record.where, problem % {"name": unit.name}))
    elif record.is_closed:
        plan.leaving.append(LeavingUnit(unit, _("Nedlagd enligt källan")))
    elif changed := _changed(record, unit):
        plan.changed.append(changed)
    else:
        plan.unchanged += 1


def _new(record: UnitRecord, organisation: Organisation) -> Unit:
    return Unit(
        organisation=organisation,
        name=record.name,
        code=record.code or None,
        school_forms=_in_order(record.school_forms),  # type: ignore[misc]
        area=record.area,
    )


def _changed(record: UnitRecord, unit: Unit) -> ChangedUnit | None:
    """What the source leaves empty it does not tell, so that stays."""
    told: dict[str, tuple[str, object]] = {
        "name": (_("Namn"), record.name),
        "code": (_("Skolenhetskod"), record.code),
        "school_forms": (_("Skolformer"), _in_order(record.school_forms)),
        "area": (_("Område"), record.area),
    }
    values = {
        name: value
        for name, (_label, value) in told.items()
        if value not in ("", (), getattr(unit, name))
    }
    changes = [
        Change(told[name][0], _shown(getattr(unit, name)), _shown(value))
        for name, value in values.items()
    ]
    return ChangedUnit(unit, changes, values) if changes else None


def _in_order(forms: Iterable[str]) -> Forms:
    given = set(forms)
    return tuple(form for form in SchoolForm if form in given)


def _shown(value: object) -> str:
    return school_form_names(value) if isinstance(value, tuple) else str(value or "")


def _closed(count: int) -> str:
    return ngettext(
        "%(count)s enhet är nedlagd i källan och har aldrig funnits här, så den tas inte med.",
        "%(count)s enheter är nedlagda i källan och har aldrig funnits här, så de tas inte med.",
        count,
    ) % {"count": count}
