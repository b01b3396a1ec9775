from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.archives.writing import write_archive
from assessments.management.commands.export_report import check_directory, organisation_named
from portal.backups.refusing import Refused
from portal.pdf import PdfError


class Command(BaseCommand):
    help = (
        "Skriver allt som är en huvudmans till ett arkiv: JSON, CSV och PDF med kontrollsummor. "
        "Det som bara personen själv eller enheten läser är förseglat i det."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", metavar="ADRESSNAMN")
        parser.add_argument("file", type=Path, metavar="FIL.zip", help="som inte får finnas")
        parser.add_argument(
            "--all-reports",
            action="store_true",
            help="ta fram de enheters rapporter som saknas, några sekunder för var och en",
        )

    def handle(self, *args: Any, organisation: str, file: Path, **options: Any) -> None:
        if file.exists():
            raise CommandError(_("%s finns redan. Välj ett annat namn.") % file)
        check_directory(file)
        try:
            write_archive(organisation_named(organisation), file, options["all_reports"])
        except (Refused, PdfError) as reason:
            raise CommandError(str(reason)) from None
        except OSError as error:
            told = _("Det gick inte att skriva %(file)s: %(reason)s.")
            raise CommandError(told % {"file": file, "reason": error.strerror}) from None
        self.stdout.write(_("Arkivet finns i %s") % file)
