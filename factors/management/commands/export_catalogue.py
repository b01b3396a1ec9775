from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from factors.catalogue.dumping import content_of
from factors.catalogue.plain import json_of
from factors.management.commands.load_catalogue import organisation_named
from factors.models import Edition


class Command(BaseCommand):
    help = "Skriver en utgåva av katalogen till en JSON-fil."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="ADRESSNAMN")
        parser.add_argument("--organisation", metavar="ADRESSNAMN", help="huvudmannens egen utgåva")
        parser.add_argument("--out", type=Path, metavar="FIL", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = organisation_named(options["organisation"])
        edition = Edition.objects.filter(organisation=organisation, slug=options["slug"]).first()
        if edition is None:
            message = _("Det finns ingen utgåva med adressnamnet %s. Kontrollera stavningen.")
            raise CommandError(message % options["slug"])
        write_new(options["out"], json_of(content_of(edition)))
        self.stdout.write(_("Utgåvan är skriven till %s.") % options["out"])


def write_new(path: Path, text: str) -> None:
    """A file that is there already may be the only copy of something, and stays."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        message = _("Filen %s finns redan. Välj ett annat namn eller flytta den.")
        raise CommandError(message % path) from None
    except OSError:
        message = _("Filen %s kan inte skrivas. Kontrollera sökvägen och rättigheterna.")
        raise CommandError(message % path) from None
