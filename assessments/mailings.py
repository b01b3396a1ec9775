"""A round's planned letters are written when it is time, whoever's timer asks, and once.

They are written by the timer alone, and all that it writes in a run is dated to the run's start:
how long it takes to remind those who have not handed in would tell how many they are.
"""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.letters import (
    Asked,
    asked_in,
    letters_to,
    not_told_today,
    results_letters,
    unfinished_in,
)
from assessments.models import Assessment, Mailing, Participation, Round
from assessments.models.mailings import COUNTED, Skipped
from assessments.opening import Refused, hold
from assessments.terms import MailingKind, Outcome, RoundState
from portal import audit
from portal.days import start_of, today
from portal.mail.writing import queue
from portal.models import Letter
from portal.verbs import Verb

DAY = datetime.timedelta(days=1)
# Nobody's telephone rings at night because a round opens at midnight.
FIRST_HOUR = 7


def is_night(moment: datetime.datetime) -> bool:
    return timezone.localtime(moment).hour < FIRST_HOUR


def send_planned() -> Iterator[str]:
    """Do what is due now, and tell it in a line for each mailing."""
    moment = timezone.now()
    if is_night(moment):
        return
    plan_units_results()
    waiting = Mailing.objects.waiting().filter(round__opened_at__isnull=False)
    for mailing in waiting.select_related("round__organisation", "unit"):
        if line := carry_out(mailing, moment):
            yield line


def plan_units_results() -> None:
    """A unit that closed early has its own result before the round closes, if it need not wait."""
    planned = Mailing.objects.waiting().filter(kind=MailingKind.RESULTS_READY, unit=None)
    rounds = planned.filter(round__closed_at=None).values("round")
    early = Assessment.objects.filter(round__in=rounds, unit__isnull=False)
    unfinished = early.filter(Q(closed_at=None) | Q(outcome=Outcome.PENDING))
    busy = set(unfinished.values_list("round", "unit"))
    told = set(_results_of_units().values_list("round", "unit"))
    ready = set(early.filter(closed_at__isnull=False).values_list("round", "unit"))
    Mailing.objects.bulk_create(
        (
            Mailing(round_id=round, unit_id=unit, kind=MailingKind.RESULTS_READY)
            for round, unit in sorted(ready - busy - told)
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def carry_out(mailing: Mailing, moment: datetime.datetime) -> str:
    round = mailing.round
    try:
        hold(round)
    except Refused:
        return ""
    waiting = Mailing.objects.waiting().select_for_update(of=("self",))
    held = waiting.select_related("unit").filter(pk=mailing.pk).first()
    if held is None:
        return ""
    held.round = round
    if reason := why_not(held):
        return _skip(held, reason)
    return _send(held, moment) if is_due(held) else ""


def is_due(mailing: Mailing) -> bool:
    """Results wait for the closing, and not for its day."""
    if mailing.kind == MailingKind.RESULTS_READY:
        return mailing.unit is not None or mailing.round.state is RoundState.CLOSED
    return mailing.due_on <= today()


def why_not(mailing: Mailing) -> Skipped | None:
    """A reminder may be a day late, "closes tomorrow" is true for a day."""
    round, kind, late = mailing.round, MailingKind(mailing.kind), today() - mailing.due_on
    if kind is MailingKind.RESULTS_READY:
        return None
    if not round.accepts_answers_on(today()):
        return Skipped.CLOSED
    if kind is MailingKind.REMINDER and mailing.made_by is None and _opened_on(round, mailing):
        return Skipped.JUST_OPENED
    most = {MailingKind.REMINDER: DAY, MailingKind.CLOSING_TOMORROW: datetime.timedelta(0)}
    return Skipped.LATE if kind in most and late > most[kind] else None


def _opened_on(round: Round, mailing: Mailing) -> bool:
    return bool(round.opened_at) and mailing.due_on <= timezone.localdate(round.opened_at)


def _skip(mailing: Mailing, reason: Skipped) -> str:
    mailing.skipped = reason
    mailing.save(update_fields=["skipped"])
    told = {"organisation": mailing.round.organisation, "mailing": mailing, "reason": reason.label}
    return _("%(organisation)s: %(mailing)s skickas inte. %(reason)s") % told


def _send(mailing: Mailing, moment: datetime.datetime) -> str:
    letters = letters_of(mailing)
    queue(letters)
    mailing.sent_at = moment
    mailing.letters = len(letters) if mailing.kind in COUNTED else None
    mailing.save(update_fields=["sent_at", "letters"])
    event = audit.event(None, Verb.MAILING_SENT, mailing, mailing.round.organisation)
    event.at = moment
    event.save()
    told = {"organisation": mailing.round.organisation, "mailing": mailing}
    return _("%(organisation)s: %(mailing)s är på väg.") % told


def letters_of(mailing: Mailing) -> list[Letter]:
    round, kind = mailing.round, MailingKind(mailing.kind)
    if kind is MailingKind.RESULTS_READY:
        return results_letters(round, _units_with_news(mailing))
    asked = unfinished_in(round) if kind.reminds else asked_in(round)
    if kind is MailingKind.REMINDER:
        asked = _to_remind(mailing, asked)
    return letters_to(kind, round, asked)


def _to_remind(mailing: Mailing, asked: Asked) -> Asked:
    """Those asked at the unit, of what they have left anywhere, if they were not reminded today.

    Whoever is asked at a place that was reminded today has had a letter, if anything was left:
    so nobody gets two, and nothing is kept of who got one.
    """
    people = Participation.objects.filter(assessment__round=mailing.round)
    if mailing.unit:
        asked = asked.filter(user__in=people.filter(assessment__unit=mailing.unit).values("user"))
    reminded = mailing.round.mailings.filter(
        kind=MailingKind.REMINDER, sent_at__gte=start_of(today())
    )
    if reminded.filter(unit=None).exists():
        return asked.none()
    units = reminded.values("unit")
    return asked.exclude(user__in=people.filter(assessment__unit__in=units).values("user"))


def _units_with_news(mailing: Mailing) -> set[int | None]:
    """A unit that was told when it closed early is not told again."""
    if mailing.unit:
        return {mailing.unit.pk}
    told = _results_of_units().filter(round=mailing.round)
    units = set(mailing.round.assessments.values_list("unit", flat=True))
    return {None, *units} - set(told.values_list("unit", flat=True))


def _results_of_units() -> QuerySet[Mailing]:
    return Mailing.objects.filter(kind=MailingKind.RESULTS_READY, unit__isnull=False)


def tell_newcomer(participation: Participation) -> None:
    """Somebody who is asked later is told at once, where everybody else has been told."""
    round = participation.assessment.round
    invitation = round.mailings.select_for_update().filter(kind=MailingKind.ASKED).first()
    if invitation and invitation.sent_at:
        asked = not_told_today(round, asked_in(round).filter(pk=participation.pk))
        queue(letters_to(MailingKind.ASKED, round, asked))
