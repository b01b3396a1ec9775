from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.appointing import STEWARD, add_arguments, appoint


class Command(BaseCommand):
    help = (
        "Gör en person till portalförvaltare, som ser vilka huvudmän som finns här men inte deras "
        "resultat, eller tar bort uppdraget."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, email: str, name: str, remove: bool, **options: Any) -> None:
        self.stdout.write(appoint(STEWARD, email, name, remove=remove))
