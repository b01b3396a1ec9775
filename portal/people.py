"""The people of an organisation: who works there, as what, and how that begins and ends."""

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.days import today
from portal.invitations import withdraw
from portal.languages import in_language
from portal.models import Membership, Organisation, Team, Unit, User
from portal.sessions import sign_out_everywhere
from portal.sorting import search_key
from portal.terms import Role

logger = logging.getLogger(__name__)


class Refused(Exception):
    """Why it can't be done, in words for the person who tried."""


def people_of(organisation: Organisation, *, ended: bool = False) -> QuerySet[User]:
    """Those who work here today; or those who have, and do no longer."""
    held = organisation.memberships.all()
    today_here = User.objects.filter(pk__in=held.current().values("user"))
    if not ended:
        return today_here
    return User.objects.filter(pk__in=held.values("user")).exclude(pk__in=today_here)


def found_by(people: QuerySet[User], text: str) -> QuerySet[User]:
    """Those where each word stands somewhere in the name or the address; "asa" finds "Åsa"."""
    for word in text.split():
        key = search_key(word)
        named = Q(search_key__contains=key) if key else Q()
        people = people.filter(named | Q(email__contains=word.lower()))
    return people


def with_places(people: QuerySet[User], organisation: Organisation) -> QuerySet[User]:
    """Each with `held`: what they do here today."""
    held = Membership.objects.current().filter(organisation=organisation)
    held = held.select_related("unit", "organisation").order_by("unit__sort_key", "role", "pk")
    return people.prefetch_related(Prefetch("memberships", held, to_attr="held"))


def works_elsewhere(person: User, organisation: Organisation) -> bool:
    """Then the name and address are not this organisation's alone to change."""
    return person.memberships.current().exclude(organisation=organisation).exists()


@transaction.atomic
def add_person(email: str | None, name: str, membership: Membership) -> User:
    """The person with that address, or a new one, and what they do here.

    Whoever is known already keeps the name that stands.
    """
    hold(membership.organisation)
    known = User.objects.filter(email=email.lower()).first() if email else None
    membership.user = known or User.objects.create_user(email, name)
    begin(membership)
    return membership.user


@transaction.atomic
def begin(membership: Membership) -> None:
    hold(membership.organisation)
    if not membership.user.is_active:
        raise Refused(_("Uppgifterna om personen är borttagna. Lägg till personen på nytt."))
    unit = membership.unit
    if unit and Unit.objects.filter(pk=unit.pk, closed_on__isnull=False).exists():
        raise Refused(_("%(unit)s är nedlagd.") % {"unit": unit})
    same = membership.user.memberships.current().filter(
        organisation=membership.organisation, unit=unit, role=membership.role
    )
    if same.exists():
        raise Refused(_("%(name)s har redan det uppdraget.") % {"name": membership.user})
    membership.save()


@transaction.atomic
def end(membership: Membership) -> None:
    """From now on: what the person could reach through it is gone with their next step."""
    hold(membership.organisation)
    admins = membership.organisation.memberships.current().filter(role=Role.ADMIN)
    if membership.role == Role.ADMIN and not admins.exclude(pk=membership.pk).exists():
        raise Refused(
            _(
                "%(name)s är den enda administratören. Gör någon annan till administratör först, "
                "så att någon kan sköta portalen hos er."
            )
            % {"name": membership.user}
        )
    membership.ended_on = today()
    membership.save(update_fields=["ended_on"])


@transaction.atomic
def shut_out(person: User, organisation: Organisation) -> None:
    """Whoever holds the old address is signed out everywhere, and no link in its mails works."""
    sign_out_everywhere(person)
    withdraw(organisation, [person.pk])


def tell_old_address(organisation: Organisation, person: User, address: str) -> None:
    """Where the person still reads mail there, they should know it, most of all if they did not
    ask for it: whoever has the new address can sign in as them."""
    told = {"organisation": organisation}
    with in_language(person.language):
        subject = render_to_string("portal/people/email/new_address_subject.txt", told).strip()
        message = render_to_string("portal/people/email/new_address_message.txt", told)
    try:
        send_mail(subject, message, None, [address])
    except (SMTPException, OSError):
        logger.exception("A mail about a new address could not be sent")


def move(unit: Unit, to: Unit) -> None:
    """Everybody at the unit goes on at the other, where the same role is not held already."""
    held = list(unit.memberships.current().select_related("team"))
    already = set(to.memberships.current().values_list("user", "role"))
    teams = {team.name: team for team in to.teams.all()}
    for each in held:
        if each.team and each.team.name not in teams:
            teams[each.team.name] = Team.objects.create(unit=to, name=each.team.name)
    Membership.objects.bulk_create(
        Membership(
            user_id=each.user_id,
            organisation_id=each.organisation_id,
            unit=to,
            role=each.role,
            team=teams[each.team.name] if each.team else None,
        )
        for each in held
        if (each.user_id, each.role) not in already
    )
    leave(unit)


def leave(unit: Unit) -> int:
    """Nobody works at the unit any longer; answers with how many did."""
    return unit.memberships.filter(ended_on=None).update(ended_on=today())


def hold(organisation: Organisation) -> None:
    """One change at a time: two administrators may not end each other in the same moment."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
