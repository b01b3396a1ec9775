from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from portal import audit
from portal.models import IdentityProvider
from portal.verbs import Verb


class Command(BaseCommand):
    help = "Kopplar bort en organisations egen inloggning. Dess personer får en kod i stället."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="namnet i adresser, se list_identity_providers")

    @transaction.atomic
    def handle(self, key: str, **options: Any) -> None:
        provider = IdentityProvider.objects.filter(key=key).first()
        if not provider:
            raise CommandError(f"Det finns ingen inloggning {key}.")
        audit.record(None, Verb.IDENTITY_PROVIDER_CHANGED, provider, provider.organisation)
        provider.delete()
        self.stdout.write(f"{provider} är bortkopplad.")
