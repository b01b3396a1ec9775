import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.archives.importing import import_archive
from assessments.archives.reading import read_archive
from portal.backups.refusing import Refused


class Command(BaseCommand):
    help = (
        "Läser in en huvudman ur ett arkiv, i en annan installation än den som gjorde det. "
        "Nyckeln skriver archive_key i den som gjorde arkivet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FIL.zip")
        parser.add_argument("--key", metavar="NYCKEL", help="det som archive_key skriver")
        parser.add_argument(
            "--without-sealed",
            action="store_true",
            help="fast nyckeln saknas: det förseglade kommer inte med, och att arkivet är "
            "oförändrat går inte att veta",
        )

    def handle(self, *args: Any, file: Path, key: str | None, **options: Any) -> None:
        if (key is None) is not options["without_sealed"]:
            raise CommandError(_("Ange antingen --key, eller --without-sealed om den saknas."))
        try:
            with tempfile.TemporaryDirectory(prefix="archive-", dir=settings.VAR_DIR) as work:
                content = read_archive(file, Path(work), key)
                here = import_archive(content, whole=key is not None)
        except Refused as reason:
            raise CommandError(str(reason)) from None
        counted = {"organisation": here, "people": len(content.rows["people"])}
        self.stdout.write(_("%(organisation)s är inläst, med %(people)d personer.") % counted)
        self.stdout.write(_("Bjud in dem på nytt: inga inloggningar följer med."))
