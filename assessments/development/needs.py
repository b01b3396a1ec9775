"""What is asked upwards, and who must answer: with an action of their own, or with a reason."""

import hashlib

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from assessments.models import Action, Need
from portal.days import today
from portal.models import Organisation, User
from portal.terms import HUVUDMAN_ROLES, Level, Role


class Answered(Exception):
    """Somebody else has answered since the page was shown."""


def asked_of(user: User, organisation: Organisation) -> QuerySet[Need]:
    """What the person is to answer: of a unit its rektor, of the huvudman those at that level."""
    of_me = Q(level=Level.REKTOR, action__unit__in=user.offices.units(Role.REKTOR))
    if organisation.pk in user.offices.organisations(*HUVUDMAN_ROLES):
        of_me |= Q(level=Level.HUVUDMAN)
    return Need.objects.filter(of_me, action__organisation=organisation)


def unanswered(user: User, organisation: Organisation) -> int:
    return asked_of(user, organisation).filter(answered_on=None).count()


def waiting(organisation: Organisation) -> dict[Level, int]:
    """How many in the whole organisation wait for an answer, by whose it is to give."""
    found = Need.objects.filter(action__organisation=organisation, answered_on=None)
    counts = dict(found.order_by().values_list("level").annotate(n=Count("pk")))
    return {level: counts[level] for level in Level if level in counts}


def levels_above(action: Action) -> list[Level]:
    """Of whom an action may ask something."""
    order = list(Level)
    return order[: order.index(Level(action.level))]


def digest(need: Need) -> str:
    """The answer that somebody has seen, to be compared with what stands when they answer."""
    standing = (need.answered_on, need.answer_id, need.reason)
    return hashlib.sha256(repr(standing).encode()).hexdigest()


@transaction.atomic
def answer(need: Need, user: User, reason: str, action: Action | None, seen: str) -> None:
    standing = Need.objects.select_for_update().get(pk=need.pk)
    if digest(standing) != seen:
        raise Answered
    standing.answered_on, standing.answered_by = today(), user
    standing.reason, standing.answer = reason, action
    standing.save(update_fields=["answered_on", "answered_by", "reason", "answer"])


def let_go(action: Action) -> None:
    """Needs that only the action answered wait again when it is taken away."""
    action.answered_needs.filter(reason="").update(answered_on=None, answered_by=None, answer=None)
