"""What the portal needs to do its work, and whether it has it: for machines and for people."""

import datetime
import shutil
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal import clock, heartbeat, outbox
from portal.sign_in_mail import is_in_trouble

# The timer is to run every five minutes, and one that sends many mails takes its time.
LATE = datetime.timedelta(minutes=15)
LEAST_FREE = 500_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that are needed; `told` says how it is, `advice` what to do about it."""

    key: str
    label: str | Promise
    works: bool
    told: str
    advice: str = ""


def parts() -> list[Part]:
    """Without a database that has its tables nothing else is known."""
    found: list[Part] = []
    for part in (database, migrations):
        found.append(part())
        if not found[-1].works:
            return found
    return [*found, timer(), worker(), mail(), disk()]


def database() -> Part:
    label = gettext_lazy("Databasen")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return Part(
            "databas",
            label,
            False,
            _("Portalen når inte databasen."),
            _(
                "Se efter att databasservern går, att dess disk har plats och att DATABASE_URL "
                "stämmer."
            ),
        )
    return Part("databas", label, True, _("Svarar."))


def migrations() -> Part:
    label = gettext_lazy("Databasens tabeller")
    left = len(known_migrations() - applied_migrations())
    if left:
        return Part(
            "migreringar",
            label,
            False,
            ngettext(
                "%(number)d ändring av tabellerna är inte gjord.",
                "%(number)d ändringar av tabellerna är inte gjorda.",
                left,
            )
            % {"number": left},
            _("Kör manage.py migrate och starta om."),
        )
    return Part("migreringar", label, True, _("Stämmer med programmet."))


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Those that this version of the program brings."""
    return frozenset(MigrationLoader(None).disk_migrations)


def applied_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationRecorder(connection).applied_migrations())


def timer() -> Part:
    label = gettext_lazy("Timern")
    latest = heartbeat.latest(heartbeat.TIMER)
    if until := clock.known_to_be_held_until():
        return Part(
            "timer",
            label,
            False,
            _("Datorns klocka har flyttats. Det som hör till en dag väntar till %(until)s.")
            % {"until": told(until)},
            _("Se efter att klockan går rätt, med timedatectl."),
        )
    if latest and abs(timezone.now() - latest) <= LATE:
        return Part("timer", label, True, _("Gick senast %(when)s.") % {"when": told(latest)})
    known = _("Gick senast %(when)s.") % {"when": told(latest)} if latest else _("Har inte gått.")
    return Part(
        "timer",
        label,
        False,
        known + " " + _("Omgångar öppnar och stänger inte, och mejlen ligger kvar."),
        _("Se till att manage.py tick körs var femte minut, av systemd eller cron."),
    )


def worker() -> Part:
    label = gettext_lazy("Arbetaren")
    asked, latest = heartbeat.worker_asked_at(), heartbeat.latest(heartbeat.WORKER)
    known = _("Svarade senast %(when)s.") % {"when": told(latest)} if latest else ""
    if latest and not (asked and timezone.now() - asked > heartbeat.FORGOTTEN):
        return Part("arbetare", label, True, known)
    return Part(
        "arbetare",
        label,
        False,
        (known or _("Har inte svarat.")) + " " + _("Rapporter blir inte framtagna som PDF."),
        _("Se till att manage.py db_worker går. Den tillfrågas varje gång timern går."),
    )


def mail() -> Part:
    label = gettext_lazy("Mejlen")
    late = outbox.late().count()
    if late or is_in_trouble():
        return Part(
            "mejl",
            label,
            False,
            _("%(number)d mejl har väntat mer än en timme.") % {"number": late}
            if late
            else _("Koder för inloggning kommer inte fram."),
            _("Se efter att mejlservern svarar och tar emot. Orsaken står i loggen."),
        )
    return Part("mejl", label, True, _("Inget har väntat länge."))


def disk() -> Part:
    label = gettext_lazy("Lagringsplatsen")
    free = free_bytes()
    room = _("%(size)s ledigt i var-mappen.") % {"size": size(free)}
    if free < LEAST_FREE:
        advice = _("Ge disken mer plats, eller ta bort sådant som inte behövs, som gamla kopior.")
        return Part("disk", label, False, room, advice)
    return Part("disk", label, True, room)


def free_bytes() -> int:
    return shutil.disk_usage(settings.VAR_DIR).free


def size(number: int) -> str:
    if number < 1_000_000_000:
        return f"{number // 1_000_000} MB"
    return f"{number // 1_000_000_000} GB"


def told(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "j F H.i")
