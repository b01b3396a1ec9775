"""Who has left is made nobody in particular; that somebody worked here stays as history."""

import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from portal.days import today
from portal.models import Organisation, User

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


def leavers(organisation: Organisation, last_day: datetime.date) -> QuerySet[User]:
    """Those who worked here, and on that day no longer worked at any organisation."""
    return (
        User.objects.filter(pk__in=organisation.memberships.values("user"), pseudonymised_on=None)
        .annotate(left_on=Max("memberships__ended_on"))
        .filter(left_on__lte=last_day)
        .exclude(memberships__ended_on=None)
        .order_by("sort_key", "pk")
    )


def has_left(user: User) -> bool:
    """Whether the person works nowhere today, and has not been made nobody already."""
    still_here = user.memberships.filter(Q(ended_on=None) | Q(ended_on__gt=today()))
    return user.pseudonymised_on is None and not still_here.exists()


@transaction.atomic
def pseudonymise(user: User) -> None:
    """The log looks names up, so it tells the new one from then on too."""
    for label in OWN:
        apps.get_model(label)._base_manager.filter(user=user).delete()
    user.name = "" if user.is_protected else _("Tidigare anställd %(pk)d") % {"pk": user.pk}
    user.email = user.source_id = None
    user.is_active = False
    user.pseudonymised_on = today()
    user.save()
