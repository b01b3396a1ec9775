from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.archives.unpacking import read_manifest
from portal.backups.refusing import Refused


class Command(BaseCommand):
    help = (
        "Skriver nyckeln till ett arkiv som den här installationen har gjort. Lämna den direkt "
        "till den som driver den nya, aldrig till huvudmannen: den öppnar det som enskilda skrev."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FIL.zip")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            key = read_manifest(file).own_key()
        except Refused as reason:
            raise CommandError(str(reason)) from None
        if key is None:
            raise CommandError(
                _("Arkivet är gjort i en annan installation, eller har ändrats sedan det gjordes.")
            )
        self.stdout.write(key)
