from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from portal import audit
from portal.models import Organisation, User
from portal.second_factor import reset, tell_of_reset
from portal.verbs import Verb


class Command(BaseCommand):
    help = "Tar bort en persons andra steg, när ingen administratör kan göra det."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="E-POSTADRESS")

    def handle(self, email: str, **options: Any) -> None:
        person = User.objects.filter(email=email.strip().lower()).first()
        if not person:
            raise CommandError(f"Ingen har adressen {email}.")
        with transaction.atomic():
            for organisation in Organisation.objects.visible_to(person):
                audit.record(None, Verb.SECOND_FACTOR_RESET, person, organisation)
            reset(person)
        tell_of_reset(person)
        self.stdout.write(f"{person} loggar nu in utan andra steg.")
