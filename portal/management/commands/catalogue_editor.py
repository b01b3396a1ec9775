from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.appointing import CATALOGUE_EDITOR, add_arguments, appoint


class Command(BaseCommand):
    help = "Gör en person till redaktör för den nationella katalogen, eller tar bort uppdraget."

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, email: str, name: str, remove: bool, **options: Any) -> None:
        self.stdout.write(appoint(CATALOGUE_EDITOR, email, name, remove=remove))
