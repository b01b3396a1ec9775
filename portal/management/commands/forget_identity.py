from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.models import Identity


class Command(BaseCommand):
    help = "Glömmer vem en person är hos sin arbetsgivares inloggning, så att kontot kopplas nytt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="E-POSTADRESS")

    def handle(self, email: str, **options: Any) -> None:
        deleted, _by_model = Identity.objects.filter(user__email=email.strip().lower()).delete()
        if not deleted:
            raise CommandError(f"Ingen med adressen {email} har loggat in så.")
        self.stdout.write("Nästa inloggning kopplar kontot på nytt.")
