import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.archives.ordering import clear_old as clear_old_archives
from assessments.comparing import make_due
from assessments.development.reminding import remind_of_actions
from assessments.dialogues.clearing import clear_dialogues
from assessments.mailings import is_night, send_planned
from assessments.report.ordering import clear_old_steps, take_up_lost
from assessments.report.storage import remove_strays
from assessments.retention import carry_out_due
from assessments.timetable import open_and_close_due
from portal.clock import held_until
from portal.heartbeat import timer_has_run
from portal.imports.keeping import clear_old as clear_old_imports
from portal.mail.clearing import clear_old as clear_old_mail
from portal.mail.sending import send_due
from portal.rate_limits import clear_expired
from portal.releases import refuse_if_left_behind
from portal.sessions import SessionStore


class Command(BaseCommand):
    help = (
        "Öppnar och stänger omgångar vars dagar har kommit, gör jämförelsen av huvudmän, gallrar "
        "enligt beslut, avslutar samtal som har glömts, rensar det som har gått ut och skickar de "
        "mejl som väntar. "
        "Kan köras hur ofta som helst."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-mail", action="store_true", help="skriv och skicka inga mejl")

    def handle(self, *args: Any, no_mail: bool = False, **options: Any) -> None:
        refuse_if_left_behind()
        if until := held_until():
            self.stdout.write(_held(until))
        else:
            self.do_what_is_due(no_mail)
        if not no_mail and (sent := send_due()):
            self.stdout.write(sent)  # last, so that how long it takes dates nothing else
        timer_has_run()

    def do_what_is_due(self, no_mail: bool) -> None:
        for line in open_and_close_due():
            self.stdout.write(line)
        make_due()
        for line in carry_out_due():
            self.stdout.write(line)
        take_up_lost()
        clears = (
            remove_strays,
            clear_old_archives,
            clear_old_steps,
            clear_dialogues,
            clear_old_imports,
            clear_old_mail,
            clear_expired,
        )
        for clear in clears:
            clear()
        SessionStore.clear_expired()
        if not no_mail:
            self.write_letters()

    def write_letters(self) -> None:
        if not is_night(timezone.now()):
            remind_of_actions()
        for line in send_planned():
            self.stdout.write(line)


def _held(until: datetime.datetime) -> str:
    return _(
        "Datorns klocka har flyttats. Det som hör till en dag väntar till %(until)s, så att det "
        "hinner bli rätt: se efter med timedatectl."
    ) % {"until": date_format(timezone.localtime(until), "j F H.i")}
