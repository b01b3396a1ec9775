from typing import Any

from django.core.management.base import BaseCommand

from assessments.mailings import send_planned
from assessments.report.storage import remove_strays
from assessments.retention import carry_out_due
from assessments.timetable import open_and_close_due
from portal.imports import keeping
from portal.mail.clearing import clear_old
from portal.mail.sending import send_due


class Command(BaseCommand):
    help = (
        "Öppnar och stänger omgångar vars dagar har kommit, gallrar enligt beslut, skriver "
        "omgångarnas utskick och skickar de mejl som väntar. Kan köras hur ofta som helst."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for line in open_and_close_due():
            self.stdout.write(line)
        for line in carry_out_due():
            self.stdout.write(line)
        remove_strays()
        for line in send_planned():  # last, so that how long it takes dates nothing else
            self.stdout.write(line)
        clear_old()
        keeping.clear_old()
        if sent := send_due():
            self.stdout.write(sent)
