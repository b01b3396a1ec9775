"""What is a person's own in an organisation, as a file for calendar programs (RFC 5545).

The library folds, escapes and ends its lines as the format asks. What people have written is made
one line before it gets there, so that no text of theirs can become a line of the file.
"""

import datetime
from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from assessments.cycle.years import first_day, year_name, year_of
from assessments.models import Action, CyclePhase, Dialogue, Round
from assessments.terms import DialogueStep
from portal.days import today
from portal.models import Organisation, User

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = datetime.timedelta(days=1)
AN_HOUR = 60
Moment = datetime.date | datetime.datetime


class Entry(NamedTuple):
    """`name` is the same every time the file is fetched; a day's `ends` is the day after it."""

    name: str
    words: str
    begins: Moment
    ends: Moment
    path: str


def calendar_of(user: User, organisation: Organisation, address: str) -> bytes:
    """Of this school year and later; `address` is the portal's own, without its path."""
    calendar = Calendar()
    calendar.add("prodid", "-//Styrkedjan//SV")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", one_line(_("Styrkedjan, %(name)s") % {"name": organisation.name}))
    for entry in entries(user, organisation):
        calendar.add_component(_event(entry, organisation, address))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def entries(user: User, organisation: Organisation) -> Iterator[Entry]:
    """Four queries."""
    since = first_day(year_of(today()))
    rounds = Round.objects.visible_to(user).filter(opened_at__isnull=False)
    for round in rounds.filter(organisation=organisation, closes_on__gte=since):
        yield from _round(round, organisation)
    for dialogue in _dialogues(user, organisation, since):
        yield _dialogue(dialogue, organisation)
    actions = Action.objects.visible_to(user).filter(organisation=organisation, responsible=user)
    for action in actions.filter(ends_on__gte=since):
        yield _action(action, organisation)
    phases = CyclePhase.objects.visible_to(user).filter(organisation=organisation)
    for phase in phases.filter(year__gte=since.year):
        yield _phase(phase, organisation)


def one_line(text: str) -> str:
    """What is printable, on one line: breaks of any kind become spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _event(entry: Entry, organisation: Organisation, address: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.name}@{organisation.slug}.styrkedjan")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", entry.begins)
    event.add("dtend", entry.ends)
    event.add("summary", one_line(entry.words))
    event.add("url", f"{address}{entry.path}")
    event.add("transp", "OPAQUE" if isinstance(entry.begins, datetime.datetime) else "TRANSPARENT")
    return event


def _round(round: Round, organisation: Organisation) -> Iterator[Entry]:
    path = reverse("assessments:home", args=[organisation.slug])
    days = {
        "first": (_("%(round)s öppnar"), round.opens_on),
        "last": (_("%(round)s: sista dagen att svara"), round.closes_on),
    }
    for name, (words, day) in days.items():
        told = words % {"round": round.title}
        yield Entry(f"round-{round.pk}-{name}", told, day, day + DAY, path)


def _dialogues(user: User, organisation: Organisation, since: datetime.date) -> QuerySet[Dialogue]:
    found = Dialogue.objects.visible_to(user).filter(
        round__organisation=organisation, begins_at__date__gte=since
    )
    return found.exclude(step=DialogueStep.ENDED).select_related("factor", "unit")


def _dialogue(dialogue: Dialogue, organisation: Organisation) -> Entry:
    begins = timezone.localtime(dialogue.begins_at, STOCKHOLM)
    planned = (
        dialogue.reflection_minutes
        + dialogue.table_minutes
        + dialogue.joint_minutes
        + dialogue.check_out_minutes
    )
    where = ", ".join(filter(None, [dialogue.group, (dialogue.unit or organisation).name]))
    words = _("Samtal om %(factor)s, %(where)s")
    return Entry(
        f"dialogue-{dialogue.pk}",
        words % {"factor": dialogue.factor.name, "where": where},
        begins,
        begins + datetime.timedelta(minutes=planned or AN_HOUR),
        reverse("assessments:dialogue", args=[organisation.slug, dialogue.pk]),
    )


def _action(action: Action, organisation: Organisation) -> Entry:
    return Entry(
        f"action-{action.pk}",
        _("Klar: %(action)s") % {"action": action.title},
        action.ends_on,
        action.ends_on + DAY,
        reverse("assessments:action", args=[organisation.slug, action.pk]),
    )


def _phase(phase: CyclePhase, organisation: Organisation) -> Entry:
    return Entry(
        f"phase-{phase.year}-{phase.phase}",
        f"{phase.get_phase_display()} ({year_name(phase.year)})",
        phase.begins_on,
        phase.ends_on + DAY,
        reverse("assessments:cycle", args=[organisation.slug]),
    )
