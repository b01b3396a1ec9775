"""A plan: what would be written, and why it can't be. The same plan is shown and carried out."""

from hashlib import sha256

from portal.imports.keeping import reading_of
from portal.imports.plan.staff import StaffPlan, plan_staff
from portal.imports.plan.units import UnitPlan, plan_units
from portal.imports.records import UnitReading
from portal.models import Import

__all__ = ["Plan", "StaffPlan", "UnitPlan", "fingerprint", "plan_of"]

Plan = UnitPlan | StaffPlan


def plan_of(kept: Import) -> Plan:
    reading = reading_of(kept)
    if isinstance(reading, UnitReading):
        return plan_units(reading, kept.organisation)
    return plan_staff(reading, kept.organisation, kept.made_by, kept.decided)


def fingerprint(plan: Plan) -> str:
    """The same for plans that would write the same, so that a page can say which it showed."""
    return sha256(repr(plan.outcome()).encode()).hexdigest()
