"""The demo organisation's people, one of each role, whom a visitor may sign in as."""

from django.db.models import Case, QuerySet, Value, When

from portal.models import Membership
from portal.terms import Role

SHOWN_UNIT = "bjorkskolan"


def people() -> list[Membership]:
    """One person of each role, at the unit that is shown first where the role has a unit."""
    found = (_holders(role).first() for role in Role)
    return [membership for membership in found if membership]


def person_with(role: str) -> Membership | None:
    return _holders(role).first() if role in Role.values else None


def _holders(role: str) -> QuerySet[Membership]:
    shown_first = Case(When(unit__slug=SHOWN_UNIT, then=Value(0)), default=Value(1))
    return (
        Membership.objects.current()
        .filter(organisation__is_demo=True, role=role)
        .select_related("user", "unit", "organisation")
        .order_by(shown_first, "unit__sort_key", "user__sort_key", "pk")
    )
