"""Carrying out a plan, with as many questions to the database for a thousand people as for ten.

Every change of rights leaves an event of its own, as it does when it is made by hand.
"""

from portal import audit
from portal.access import Request
from portal.days import today
from portal.imports.plan import StaffPlan, UnitPlan
from portal.imports.plan.differences import PersonPlan
from portal.invitations import withdraw
from portal.models import AuditEvent, Membership, Team, Unit, User
from portal.sorting import search_key, sort_key
from portal.verbs import Verb

BATCH = 500
UNIT_FIELDS = ["name", "code", "school_forms", "area", "sort_key", "search_key"]
USER_FIELDS = [
    "name",
    "email",
    "source_id",
    "is_protected",
    "password",
    "sort_key",
    "search_key",
]
Done = list[tuple[Verb, User | Unit | Membership]]


def write_units(request: Request, plan: UnitPlan) -> None:
    """No file closes a unit: that is done on the unit's own page, which knows its rounds."""
    for each in plan.changed:
        for name, value in each.values.items():
            setattr(each.unit, name, value)
        each.unit.sort_key, each.unit.search_key = _keys(each.unit.name)
    changed = [each.unit for each in plan.changed]
    Unit.objects.bulk_create(plan.new, BATCH)
    Unit.objects.bulk_update(changed, UNIT_FIELDS, BATCH)
    done: Done = [(Verb.UNIT_ADDED, unit) for unit in plan.new]
    done += [(Verb.UNIT_CHANGED, unit) for unit in changed]
    _remember(request, done)


def write_staff(request: Request, plan: StaffPlan, *, ends: bool) -> None:
    """`ends` is whether those whom the source does not name leave."""
    added = [each.person for each in plan.people if each.person.pk is None]
    changed = [each for each in plan.people if each.values]
    begun = [membership for each in plan.people for membership in each.begun]
    moved = [membership for each in plan.people for membership in each.moved]
    for person in added:
        person.set_unusable_password()
    for each in changed:
        _change(each)
    User.objects.bulk_create(added, BATCH)
    User.objects.bulk_update([each.person for each in changed], USER_FIELDS, BATCH)
    withdraw(request.organisation, [each.person.pk for each in changed if "email" in each.values])
    Team.objects.bulk_create(plan.teams, BATCH)
    Membership.objects.bulk_create(begun, BATCH)
    Membership.objects.bulk_update(moved, ["team"], BATCH)
    done: Done = [(Verb.PERSON_ADDED, person) for person in added]
    done += [(Verb.PERSON_CHANGED, each.person) for each in changed]
    done += [(Verb.MEMBERSHIP_ADDED, membership) for membership in begun]
    done += _end(plan.ended) if ends else []
    _remember(request, done)


def _change(plan: PersonPlan) -> None:
    """Whoever holds the old address is signed out by a password that no session knows."""
    person = plan.person
    for name, value in plan.values.items():
        setattr(person, name, value)
    person.sort_key, person.search_key = _keys(person.name)
    if "email" in plan.values:
        person.set_unusable_password()


def _keys(name: str) -> tuple[str, str]:
    """In bulk, no field computes itself."""
    return sort_key(name), search_key(name)


def _end(memberships: list[Membership]) -> Done:
    for each in memberships:
        each.ended_on = today()
    Membership.objects.bulk_update(memberships, ["ended_on"], BATCH)
    return [(Verb.MEMBERSHIP_ENDED, each) for each in memberships]


def _remember(request: Request, done: Done) -> None:
    events = (audit.event(request, verb, target, request.organisation) for verb, target in done)
    AuditEvent.objects.bulk_create(events, BATCH)
