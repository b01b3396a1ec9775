from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from factors.catalogue.content import Catalogue
from factors.catalogue.faults import CatalogueError
from factors.catalogue.files import read_bytes
from factors.catalogue.loading import Outcome, load
from factors.catalogue.reading import read_catalogue
from portal.models import Organisation

FAULTS_SHOWN = 20


class Command(BaseCommand):
    help = "Läser in en utgåva av katalogen från en fil."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FIL")
        parser.add_argument("--organisation", metavar="ADRESSNAMN", help="huvudmannens egen utgåva")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = organisation_named(options["organisation"])
        try:
            catalogue = read_catalogue(read_bytes(options["file"]))
            outcome = load(catalogue, organisation)
        except CatalogueError as error:
            raise CommandError(summary(error)) from None
        self.stdout.write(told(catalogue, outcome))


def organisation_named(slug: str | None) -> Organisation | None:
    if slug is None:
        return None
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        message = _("Det finns ingen huvudman med adressnamnet %s. Kontrollera stavningen.")
        raise CommandError(message % slug)
    return organisation


def summary(error: CatalogueError) -> str:
    lines = [_("Inget är inläst.")]
    lines += map(str, error.faults[:FAULTS_SHOWN])
    hidden = len(error.faults) - FAULTS_SHOWN
    if hidden > 0:
        lines.append(_("… och %s fel till.") % hidden)
    return "\n".join(lines)


def told(catalogue: Catalogue, outcome: Outcome) -> str:
    sentences = {
        Outcome.LOADED: _("Utgåvan %(slug)s är inläst: %(content)s."),
        Outcome.UNCHANGED: _("Utgåvan %(slug)s är redan inläst. Inget är ändrat."),
    }
    statements = sum(len(factor.statements) for factor in catalogue.factors)
    content = _("%(factors)s framgångsfaktorer, %(statements)s påståenden, %(goals)s delmål")
    counts = {
        "factors": len(catalogue.factors),
        "statements": statements,
        "goals": len(catalogue.sub_goals),
    }
    return sentences[outcome] % {"slug": catalogue.edition.slug, "content": content % counts}
