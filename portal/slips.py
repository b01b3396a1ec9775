"""The slips of those who have no address at work: who may have one, making, voiding, coming in."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from portal.days import today
from portal.models import Membership, Organisation, Slip, Unit, User
from portal.sessions import sign_out_everywhere
from portal.slip_codes import hash_of, hashes_of
from portal.terms import Role

Holders = QuerySet[Any]  # users, each with their places and with the slip that they have


def allowed(organisation: Organisation) -> QuerySet[User]:
    """Those who may have one; the rule is `SlipQuerySet.usable`'s."""
    current = Membership.objects.current()
    here = current.filter(organisation=organisation)
    barred = current.filter(~Q(organisation=organisation) | Q(role=Role.ADMIN))
    return User.objects.filter(pk__in=here.values("user")).exclude(pk__in=barred.values("user"))


def told(people: QuerySet[User], organisation: Organisation) -> Holders:
    """With what is told of each: `held`, their places here, and `live_slips`, one or none."""
    held = Membership.objects.current().filter(organisation=organisation, unit__isnull=False)
    live = Slip.objects.live().filter(organisation=organisation)
    return people.order_by("sort_key", "pk").prefetch_related(
        Prefetch("memberships", held.select_related("unit"), to_attr="held"),
        Prefetch("slips", live, to_attr="live_slips"),
    )


def without_address(unit: Unit) -> QuerySet[User]:
    held = Membership.objects.current().filter(unit=unit)
    return User.objects.filter(pk__in=held.values("user"), email=None)


def of_unit(unit: Unit) -> Holders:
    """Those of the unit who need one, and those who have one."""
    held = Membership.objects.current().filter(unit=unit)
    live = Slip.objects.live().filter(organisation=unit.organisation)
    wanted = Q(email=None) | Q(pk__in=live.values("user"))
    people = allowed(unit.organisation).filter(wanted, pk__in=held.values("user"))
    return told(people, unit.organisation)


def renew(organisation: Organisation, codes: dict[User, str], by: User) -> None:
    """The codes are theirs from now on; what they had is void.

    They are locked, so that of two who print at once the second waits, and its slips hold.
    """
    with transaction.atomic():
        keys = [person.pk for person in codes]
        list(User.objects.filter(pk__in=keys).select_for_update())
        withdraw(keys)
        Slip.objects.bulk_create(
            Slip(user=person, organisation=organisation, code_hash=hash_of(code), made_by=by)
            for person, code in codes.items()
        )


def withdraw(users: Iterable[int]) -> int:
    """What they have is void, and whoever came in by it is out; answers with how many had one."""
    live = Slip.objects.live().filter(user__in=users)
    with transaction.atomic():
        holders = list(User.objects.filter(pk__in=live.values("user")))
        live.update(revoked_at=timezone.now())
        for person in holders:
            sign_out_everywhere(person)
    return len(holders)


def behind(code: str) -> Slip | None:
    usable = Slip.objects.usable().select_related("user", "organisation")
    return usable.filter(code_hash__in=hashes_of(code)).first()


def remember_use(slip: Slip) -> None:
    Slip.objects.filter(pk=slip.pk).update(last_used_on=today())
