from typing import Any

from django.core.management.base import BaseCommand

from portal.mail.sending import send_due


class Command(BaseCommand):
    help = "Skickar de mejl som väntar. Kan köras varje minut, och flera på samma gång."

    def handle(self, *args: Any, **options: Any) -> None:
        if sent := send_due():
            self.stdout.write(sent)
