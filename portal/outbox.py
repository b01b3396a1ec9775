"""What an organisation may know of its letters. Of blind ones nothing: not even how many."""

import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from portal.invitations import invite
from portal.models import Letter, Organisation, User

LATE = datetime.timedelta(hours=1)


def shown(organisation: Organisation) -> QuerySet[Letter]:
    return organisation.letters.filter(is_blind=False)


def waiting(organisation: Organisation) -> dict[str, Any]:
    """How many wait, and whether the portal's own mail seems to have stopped."""
    letters = Letter.objects.waiting() & shown(organisation)
    return {"number": letters.count(), "is_late": (letters & late()).exists()}


def late() -> QuerySet[Letter]:
    """Everybody's that should have left and that nobody has tried to send."""
    waiting = Letter.objects.waiting().filter(is_blind=False, attempts=0)
    return waiting.filter(not_before__lt=timezone.now() - LATE)


def sent_by_day(organisation: Organisation) -> QuerySet[Any, Any]:
    """The latest day first, as many weeks back as letters are kept."""
    sent = shown(organisation).filter(sent_at__isnull=False).annotate(day=TruncDate("sent_at"))
    return sent.order_by("-day", "kind").values("day", "kind").annotate(number=Count("pk"))


def failed(organisation: Organisation) -> QuerySet[Letter]:
    letters = Letter.objects.given_up() & shown(organisation)
    return letters.select_related("user", "organisation").order_by("-given_up_at", "-pk")


def send_again(organisation: Organisation, failed: QuerySet[Letter], by: User) -> int:
    """To the addresses that the people have now; an invitation, bound to its own, is made anew."""
    people = User.objects.filter(letters__in=failed.filter(invitation__isnull=False)).distinct()
    invited = invite(organisation, User.objects.filter(pk__in=people.values("pk")), by)
    rest = failed.filter(invitation__isnull=True).order_by()
    return invited + rest.update(
        given_up_at=None, problem="", reply="", attempts=0, not_before=timezone.now()
    )
