"""Records as a source tells of units and people, and the plans that come of them."""

from portal.imports.plan import StaffPlan, UnitPlan
from portal.imports.plan.staff import plan_staff
from portal.imports.plan.units import plan_units
from portal.imports.records import StaffReading, StaffRecord, UnitReading, UnitRecord
from portal.terms import Role, SchoolForm
from tests.conftest import Cast


def unit(name: str, where: str = "rad 2", **more: object) -> UnitRecord:
    return UnitRecord(where, name, **{"school_forms": (SchoolForm.GR,), **more})  # type: ignore[arg-type]


def staff(name: str, email: str = "", unit: str = "Björkskolan", **more: object) -> StaffRecord:
    """A teacher, unless told otherwise."""
    fields = {"role": Role.UNDERVISNING, "where": f"rad om {name}", "unit_name": unit}
    return StaffRecord(name=name, email=email, **(fields | more))  # type: ignore[arg-type]


def of_units(cast: Cast, *records: UnitRecord, is_whole: bool = False) -> UnitPlan:
    return plan_units(UnitReading(list(records), is_whole=is_whole), cast.organisation)


def of_staff(
    cast: Cast,
    *records: StaffRecord,
    roles: tuple[Role, ...] = (),
    decided: dict[str, str] | None = None,
) -> StaffPlan:
    """By default nobody leaves, whoever is not named."""
    reading = StaffReading(list(records), roles=roles)
    return plan_staff(reading, cast.organisation, cast.admin, decided or {})


def problems(plan: UnitPlan | StaffPlan) -> str:
    return " ".join(f"{each.where}: {each.problem}" for each in plan.faults)
