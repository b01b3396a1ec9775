"""Who has left is made nobody in particular; that somebody worked here stays as history."""

from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from portal import removals
from portal.days import months_before, today
from portal.languages import in_swedish
from portal.models import Membership, Organisation, Retention, User

# What points to a person and is their own: it goes with the name.
OWN = (
    "account.EmailAddress",
    "mfa.Authenticator",
    "portal.Identity",
    "portal.Invitation",
    "portal.Letter",
    "portal.Slip",
    "socialaccount.SocialAccount",
)


def leavers(organisation: Organisation, months: int) -> QuerySet[User]:
    """Those who worked here, and who left the last of their organisations that long ago.

    None removes what another one keeps: where a person has worked at several, the last to let go
    is the one that removes. Who has a duty to all of them has not left the portal.
    """
    worked_here = Q(pk__in=organisation.memberships.values("user"))
    return (
        User.objects.filter(worked_here, pseudonymised_on=None)
        .filter(is_catalogue_editor=False, is_steward=False)
        .annotate(left_on=Max("memberships__ended_on"))
        .filter(left_on__lte=months_before(today(), months))
        .exclude(memberships__ended_on=None)
        .exclude(pk__in=_kept_elsewhere(organisation, months))
        .order_by("sort_key", "pk")
    )


def _kept_elsewhere(organisation: Organisation, months: int) -> QuerySet[Membership, Any]:
    """Users of other organisations that keep them longer, or have not decided for how long."""
    decisions = Retention.objects.filter(organisation=OuterRef("organisation"))
    in_force = decisions.order_by("-made_at", "-pk").values("people_months")[:1]
    elsewhere = Membership.objects.exclude(organisation=organisation)
    kept = elsewhere.annotate(kept=Subquery(in_force)).filter(Q(kept=None) | Q(kept__gt=months))
    return kept.values("user")


def has_left(user: User) -> bool:
    """Whether the person works nowhere today, and has not been made nobody already."""
    if user.is_catalogue_editor or user.is_steward or user.pseudonymised_on:
        return False
    return not user.memberships.filter(Q(ended_on=None) | Q(ended_on__gt=today())).exists()


@transaction.atomic
def pseudonymise(user: User) -> None:
    """The log looks names up, so it tells the new one from then on too."""
    for label in OWN:
        apps.get_model(label)._base_manager.filter(user=user).delete()
    with in_swedish():
        user.name = "" if user.is_protected else _("Tidigare anställd %(pk)d") % {"pk": user.pk}
    user.email = user.source_id = user.last_login = None
    user.language = ""
    user.is_active = False
    user.pseudonymised_on = today()
    user.save()
    removals.remember(removals.Kind.PERSON, user.pk)
