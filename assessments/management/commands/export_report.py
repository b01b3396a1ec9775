import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.models import Round
from assessments.report.storage import stored_report
from assessments.terms import RoundState
from portal.models import Organisation, Unit
from portal.pdf import PdfError


class Command(BaseCommand):
    help = "Skriver kvalitetsrapporten för en enhet eller för huvudmannen till en PDF-fil."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", metavar="ORGANISATION", help="huvudmannens adressnamn")
        parser.add_argument("--unit", metavar="ENHET", help="enhetens adressnamn")
        parser.add_argument(
            "--round", metavar="OMGÅNG", help="nummer eller titel; annars den senast stängda"
        )
        parser.add_argument("--out", type=Path, metavar="FIL.pdf", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["out"]
        check_directory(target)
        organisation = organisation_named(options["organisation"])
        round = round_named(organisation, options["round"])
        unit = unit_named(round, options["unit"]) if options["unit"] else None
        try:
            kept = stored_report(round, unit)
            with kept.file.open() as file:
                write_whole(target, file.read())
        except PdfError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            message = _("Det gick inte att skriva %(file)s: %(reason)s.")
            raise CommandError(message % {"file": target, "reason": error.strerror}) from None
        self.stdout.write(_("Rapporten finns i %s") % target)


def check_directory(target: Path) -> None:
    if not target.parent.is_dir():
        raise CommandError(_("Mappen %s finns inte. Skapa den först.") % target.parent)
    if target.is_dir():
        raise CommandError(_("%s är en mapp. Ange också filens namn.") % target)
    if not os.access(target.parent, os.W_OK):
        raise CommandError(_("Det går inte att skriva i mappen %s.") % target.parent)


def organisation_named(slug: str) -> Organisation:
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        message = _("Det finns ingen huvudman med adressnamnet %s. Kontrollera stavningen.")
        raise CommandError(message % slug)
    return organisation


def round_named(organisation: Organisation, name: str | None) -> Round:
    rounds = organisation.rounds.select_related("organisation")
    if name is None:
        return newest_closed(organisation)
    number = Q(pk=int(name)) if name.isascii() and name.isdigit() else Q()
    round = rounds.filter(Q(title=name) | number).first()
    if round is None:
        raise CommandError(
            _("%(organisation)s har ingen omgång som heter eller har nummer %(name)s.")
            % {"organisation": organisation, "name": name}
        )
    if round.state is not RoundState.CLOSED:
        raise CommandError(
            _("Omgången %s är inte stängd. Rapporten finns när den har stängt.") % round
        )
    return round


def newest_closed(organisation: Organisation) -> Round:
    closed = organisation.rounds.closed().select_related("organisation")
    round = closed.order_by("-closed_at", "-pk").first()
    if round is None:
        raise CommandError(
            _("%s har ingen stängd omgång, så det finns ingen rapport.") % organisation
        )
    return round


def unit_named(round: Round, slug: str) -> Unit:
    taking_part = Unit.objects.filter(pk__in=round.assessments.values("unit"))
    unit = taking_part.filter(slug=slug).first()
    if unit is None:
        raise CommandError(
            _("Ingen enhet med adressnamnet %(slug)s deltog i omgången %(round)s.")
            % {"slug": slug, "round": round}
        )
    return unit


def write_whole(target: Path, content: bytes) -> None:
    """All of the file or nothing: a reader never meets half a report."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
