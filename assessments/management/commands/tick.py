from typing import Any

from django.core.management.base import BaseCommand

from assessments.timetable import open_and_close_due


class Command(BaseCommand):
    help = "Öppnar och stänger omgångar vars dagar har kommit. Kan köras hur ofta som helst."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in open_and_close_due():
            self.stdout.write(line)
