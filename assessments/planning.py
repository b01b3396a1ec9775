"""Which letters a round is to send, and on which days: planned when it is made, free to change."""

import datetime
from collections.abc import Collection

from django.db.models import Q

from assessments.models import Mailing, Round
from assessments.terms import MailingKind, RoundState
from portal.models import Unit, User

DAY = datetime.timedelta(days=1)
BEFORE_THE_END = 3 * DAY
FRIDAY = 4
# What is ticked or not; reminders have a day each.
TICKED = (MailingKind.ASKED, MailingKind.CLOSING_TOMORROW, MailingKind.RESULTS_READY)


def plan(round: Round) -> None:
    Mailing.objects.bulk_create(Mailing(round=round, kind=kind) for kind in TICKED)
    plan_reminders(round)


def plan_reminders(round: Round) -> None:
    """The portal's own reminders, where the round's days are now; those of people stay."""
    reminders = round.mailings.filter(kind=MailingKind.REMINDER, unit=None)
    reminders.waiting().filter(made_by=None).delete()
    taken = set(reminders.values_list("day", flat=True))
    Mailing.objects.bulk_create(
        Mailing(round=round, kind=MailingKind.REMINDER, day=day)
        for day in reminder_days(round.opens_on, round.closes_on)
        if day not in taken
    )


def reminder_days(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Halfway and three days before the end, on weekdays, and not close upon other letters."""
    wanted = {_weekday(first + (last - first) // 2), _weekday(last - BEFORE_THE_END)}
    return sorted(day for day in wanted if first < day < last - DAY)


def _weekday(day: datetime.date) -> datetime.date:
    """The day, or the Friday before a weekend."""
    return day - max(0, day.weekday() - FRIDAY) * DAY


def plan_again(round: Round) -> None:
    """A round that got a new last day says anew that it closes tomorrow, if it has said so."""
    closing = round.mailings.filter(kind=MailingKind.CLOSING_TOMORROW)
    if closing.exists() and not closing.waiting().exists():
        closing.create(round=round, kind=MailingKind.CLOSING_TOMORROW)


def can_be_ticked(round: Round) -> list[MailingKind]:
    """What has not been sent or skipped, and can still be."""
    if round.state is RoundState.CLOSED:
        return []
    done = set(round.mailings.done().filter(unit=None).values_list("kind", flat=True))
    waiting = ticked(round)
    return [kind for kind in TICKED if kind in waiting or kind not in done]


def ticked(round: Round) -> set[str]:
    return set(round.mailings.waiting().filter(day=None).values_list("kind", flat=True))


def tick_off(round: Round, wanted: Collection[str], by: User) -> bool:
    """Plan what is wanted of what can be ticked, and no more; whether that changed anything."""
    free, before = can_be_ticked(round), ticked(round)
    after = {kind for kind in free if kind in wanted}
    round.mailings.waiting().filter(day=None, unit=None).exclude(kind__in=after).delete()
    Mailing.objects.bulk_create(
        Mailing(round=round, kind=kind, made_by=by) for kind in after - before
    )
    return after != before


def is_reminded_on(round: Round, day: datetime.date, unit: Unit | None) -> bool:
    """Whether a reminder to the unit, or to all, is planned for the day or was sent on it."""
    reminders = round.mailings.filter(kind=MailingKind.REMINDER, day=day, skipped="")
    return reminders.filter(Q(unit=None) | Q(unit=unit)).exists()


def remind_on(round: Round, day: datetime.date, unit: Unit | None, by: User) -> Mailing | None:
    """Plan a reminder; None if there is one already."""
    if is_reminded_on(round, day, unit):
        return None
    reminder, is_new = Mailing.objects.filter(skipped="").get_or_create(
        round=round, kind=MailingKind.REMINDER, day=day, unit=unit, defaults={"made_by": by}
    )
    return reminder if is_new else None
