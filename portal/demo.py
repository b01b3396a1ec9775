"""Whom a visitor of the demo may sign in as: one of each role, and those with a duty to all."""

from django.db.models import Case, QuerySet, Value, When

from portal.models import Membership, User
from portal.terms import Role

SHOWN_UNIT = "bjorkskolan"
# Two, since who hands over an edition cannot publish it.
EDITORS = {
    "edda.nyberg@katalogen.example": "Edda Nyberg",
    "rolf.hedin@katalogen.example": "Rolf Hedin",
}
STEWARDS = {"stina.lund@portalen.example": "Stina Lund"}


def people() -> list[Membership]:
    """One person of each role, at the unit that is shown first where the role has a unit."""
    found = (_holders(role).first() for role in Role)
    return [membership for membership in found if membership]


def person_with(role: str) -> Membership | None:
    return _holders(role).first() if role in Role.values else None


def editors() -> QuerySet[User]:
    kept = User.objects.filter(is_catalogue_editor=True, email__in=EDITORS)
    return kept.order_by("sort_key", "pk")


def stewards() -> QuerySet[User]:
    kept = User.objects.filter(is_steward=True, email__in=STEWARDS)
    return kept.order_by("sort_key", "pk")


def account(chosen: str) -> User | None:
    """Whose button it is: somebody's of a role, or by address an editor's or a steward's."""
    if chosen in (*EDITORS, *STEWARDS):
        return (editors() | stewards()).filter(email=chosen).first()
    person = person_with(chosen)
    return person.user if person else None


def _holders(role: str) -> QuerySet[Membership]:
    shown_first = Case(When(unit__slug=SHOWN_UNIT, then=Value(0)), default=Value(1))
    return (
        Membership.objects.current()
        .filter(organisation__is_demo=True, role=role)
        .select_related("user", "unit", "organisation")
        .order_by(shown_first, "unit__sort_key", "user__sort_key", "pk")
    )
