"""The link that lets somebody in once.

The person is already here, added by an administrator or a file, and may as well sign in with a
code. Whoever invites makes an invitation and a letter; the token is made when the letter leaves.
"""

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.addresses import absolute
from portal.languages import in_language
from portal.mail.writing import compose, queue
from portal.models import Invitation, Letter, Membership, Organisation, User
from portal.terms import Role

DAYS = 14
NO_TOKEN = "lanken-skrivs-nar-mejlet-skickas"  # noqa: S105 (stands in the letter until it leaves)
A_DAY = datetime.timedelta(days=1)
MOST_A_DAY = 3
BATCH = 500

PLACES = {
    Role.ADMIN: gettext_lazy("som administratör"),
    Role.HUVUDMAN: gettext_lazy("för huvudmannanivån"),
    Role.REKTOR: gettext_lazy("som rektor på %(unit)s"),
    Role.UNDERVISNING: gettext_lazy("för undervisningen på %(unit)s"),
}


def invite(organisation: Organisation, people: QuerySet[User], by: User | None) -> int:
    """Invite those whom it is still of use to; answers with how many. Older links are void.

    Left out are those who have come in, have no address, or got enough invitations today.
    """
    with transaction.atomic():
        invited = list(invitable(organisation, people).select_for_update(of=("self",)))
        keys = [user.pk for user in invited]
        withdraw(organisation, keys)
        invitations = Invitation.objects.bulk_create(
            [
                Invitation(user=user, organisation=organisation, email=user.email or "", made_by=by)
                for user in invited
            ],
            BATCH,
        )
        held = _held_by_user(organisation, keys)
        return queue(_letter(each, held[each.user_id]) for each in invitations)


def missing(organisation: Organisation) -> QuerySet[User]:
    """Those who work here today and have not come in."""
    here = Membership.objects.current().filter(organisation=organisation)
    return User.objects.filter(pk__in=here.values("user"), last_login__isnull=True)


def invitable(organisation: Organisation, people: QuerySet[User]) -> QuerySet[User]:
    lately = Invitation.objects.filter(made_at__gt=timezone.now() - A_DAY).values("user")
    enough = lately.annotate(made=Count("pk")).filter(made__gte=MOST_A_DAY)
    waited_for = missing(organisation).exclude(email=None)
    return people.filter(pk__in=waited_for.values("pk")).exclude(pk__in=enough.values("user"))


def withdraw(organisation: Organisation, users: Iterable[int]) -> int:
    """What stands is void, and what has not left never leaves; answers with how many stood."""
    live = Invitation.objects.live().filter(organisation=organisation, user__in=users)
    Letter.objects.filter(invitation__in=live, sent_at__isnull=True).delete()
    return live.update(revoked_at=timezone.now())


def new_token(invitation: Invitation) -> str:
    """Saved before the mail leaves, so that no mail holds a link that never worked."""
    token = secrets.token_urlsafe(32)
    Invitation.objects.filter(pk=invitation.pk).update(
        token_hash=hash_of(token), expires_at=timezone.now() + datetime.timedelta(days=DAYS)
    )
    return token


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def behind(token: str) -> Invitation | None:
    return Invitation.objects.usable().filter(token_hash=hash_of(token)).first()


def accept(invitation: Invitation) -> bool:
    """Whether it let the person in: of two presses at once, one does."""
    live = Invitation.objects.live().filter(pk=invitation.pk)
    return bool(live.update(accepted_at=timezone.now()))


def places_of(user: User, organisation: Organisation) -> str:
    """What the person is invited as: "som rektor på Björkskolan och för undervisningen på ..."."""
    return _places(_held_by_user(organisation, [user.pk])[user.pk])


def _held_by_user(organisation: Organisation, users: Iterable[int]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = {}
    held = Membership.objects.current().filter(organisation=organisation, user__in=users)
    for each in held.select_related("unit").order_by("unit__sort_key", "pk"):
        found.setdefault(each.user_id, []).append(each)
    return found


def _places(held: Iterable[Membership]) -> str:
    places = [str(PLACES[Role(each.role)] % {"unit": each.unit}) for each in held]
    return str(get_text_list(places, _("och")))


def _letter(invitation: Invitation, held: list[Membership]) -> Letter:
    with in_language(invitation.user.language):
        places = _places(held)
    context = {
        "inviter": invitation.made_by.name if invitation.made_by else "",
        "places": places,
        "link": absolute(reverse("portal:invitation_link", args=[NO_TOKEN])),
        "days": DAYS,
    }
    return compose(
        "invitation", invitation.organisation, invitation.user, context, invitation=invitation
    )
