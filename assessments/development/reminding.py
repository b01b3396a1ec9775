"""Who answers for an action is reminded: when two weeks are left, and when it is past its day.

Each once for a day that it is to be done: who moves the day is reminded of the new one.
"""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from assessments.development.board import UNDER_WAY, told
from assessments.models import Action
from assessments.models.actions import ActionQuerySet
from portal.addresses import absolute
from portal.days import today
from portal.mail.writing import compose, queue
from portal.models import Letter, Membership
from portal.terms import HUVUDMAN_ROLES

KIND = "action_due"
AHEAD = datetime.timedelta(days=14)


@transaction.atomic
def remind_of_actions() -> int:
    """Puts the letters that are due in the outbox; answers with how many."""
    due = [each for each in told(_lacking()).select_related("organisation") if _is_due(each)]
    Action.objects.filter(pk__in=[each.pk for each in due]).update(
        reminded_of=F("ends_on"), reminded_late=Q(ends_on__lt=today())
    )
    return queue([_letter(each) for each in due])


def _lacking() -> ActionQuerySet:
    """Under way, near their day or past it, and not yet reminded of it."""
    here = Membership.objects.current().filter(
        user=OuterRef("responsible"), organisation=OuterRef("organisation")
    )
    sees = Q(Exists(here.filter(Q(unit=OuterRef("unit")) | Q(role__in=HUVUDMAN_ROLES))))
    told_of = Q(reminded_of=F("ends_on"))
    return Action.objects.filter(
        sees | Q(Exists(here), unit=None),
        status__in=UNDER_WAY,
        ends_on__lte=today() + AHEAD,
        responsible__email__isnull=False,
    ).exclude(told_of & (Q(reminded_late=True) | Q(ends_on__gte=today())))


def _is_due(action: Any) -> bool:
    return bool(action.overdue or action.ends_on >= today())


def _letter(action: Action) -> Letter:
    page = reverse("assessments:action", args=[action.organisation.slug, action.pk])
    context = {"action": action, "link": absolute(page), "overdue": action.ends_on < today()}
    answers: Any = action.responsible  # those who have nobody are not asked for
    return compose(KIND, action.organisation, answers, context, about=action.pk)


def holds(letter: Letter) -> bool:
    """Not to somebody who no longer answers for it, nor of what is done, moved or followed up."""
    mine = Action.objects.filter(
        responsible=letter.user_id, status__in=UNDER_WAY, reminded_of=F("ends_on")
    ).exclude(follow_ups__made_on__gte=timezone.localdate(letter.made_at))
    return letter.about is not None and mine.filter(pk=letter.about).exists()
