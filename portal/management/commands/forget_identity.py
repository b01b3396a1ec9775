from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from portal import audit
from portal.models import Identity
from portal.verbs import Verb


class Command(BaseCommand):
    help = "Glömmer vem en person är hos sin arbetsgivares inloggning, så att kontot kopplas nytt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="E-POSTADRESS")

    @transaction.atomic
    def handle(self, email: str, **options: Any) -> None:
        known = Identity.objects.filter(user__email=email.strip().lower())
        found = list(known.select_related("user", "provider__organisation"))
        if not found:
            raise CommandError(f"Ingen med adressen {email} har loggat in så.")
        for each in found:
            verb = Verb.IDENTITY_PROVIDER_CHANGED
            audit.record(None, verb, each, each.provider.organisation)
        known.delete()
        self.stdout.write("Nästa inloggning kopplar kontot på nytt.")
