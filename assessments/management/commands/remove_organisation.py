import getpass
import hashlib
import os
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from assessments.archives.comparing import changed_since
from assessments.archives.manifest import Manifest
from assessments.archives.receipt import Receipt
from assessments.archives.removing import remove
from assessments.archives.unpacking import check_parts
from assessments.archives.writing import snapshot
from assessments.management.commands.export_report import check_directory, organisation_named
from portal.backups.refusing import Refused
from portal.models import Organisation


class Command(BaseCommand):
    help = (
        "Tar bort en huvudman med allt som hör till, mot ett arkiv som är helt och stämmer, och "
        "skriver ett kvitto. Det går inte att ångra."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", metavar="ADRESSNAMN")
        parser.add_argument("--archive", type=Path, metavar="FIL.zip", required=True)
        parser.add_argument(
            "--receipt",
            type=Path,
            metavar="FIL.json",
            required=True,
            help="kvittot; samma kvitto som text får samma namn och .txt",
        )
        parser.add_argument("--by", metavar="NAMN", help="vem som tar bort, för kvittot")
        parser.add_argument("--yes", action="store_true", help="fråga inte")

    def handle(self, *args: Any, organisation: str, **options: Any) -> None:
        here, archive = organisation_named(organisation), options["archive"]
        receipt: Path = options["receipt"]
        text = receipt.with_suffix(".txt")
        for file in (receipt, text):
            if file.exists():
                raise CommandError(_("%s finns redan. Välj ett annat namn.") % file)
        check_directory(receipt)
        if text == receipt:
            raise CommandError(_("Låt kvittot heta något på .json."))
        try:
            manifest = check(here, archive)
            if not options["yes"]:
                self.ask(here)
            by = options["by"] or getpass.getuser()
            told = take_away(here, manifest, archive, by, (receipt, text))
        except Refused as reason:
            raise CommandError(str(reason)) from None
        except DatabaseError:
            raise CommandError(
                _("Något ändrades medan det togs bort, så inget är borttaget. Gör ett nytt arkiv.")
            ) from None
        self.stdout.write(
            _("%(organisation)s är borttagen, med %(people)d personer. Kvittot finns i %(file)s")
            % {"organisation": manifest.name, "people": told.people, "file": receipt}
        )

    def ask(self, here: Organisation) -> None:
        self.stdout.write(
            _("%(organisation)s tas bort för alltid, med %(units)d enheter. ")
            % {"organisation": here, "units": here.units.count()}
        )
        if input(_("Skriv huvudmannens adressnamn för att ta bort: ")).strip() != here.slug:
            raise CommandError(_("Det var inte adressnamnet. Inget är borttaget."))


def check(here: Organisation, archive: Path) -> Manifest:
    """What the archive says of itself, if it is ours, whole, and of this organisation."""
    manifest = check_parts(archive)
    if manifest.own_key() is None:
        told = _("Arkivet är gjort i en annan installation, eller har ändrats sedan det gjordes.")
        raise Refused(told)
    if manifest.organisation["id"] != here.pk:
        raise Refused(_("Arkivet gäller %s. Inget är borttaget.") % manifest.name)
    return manifest


def take_away(
    here: Organisation, manifest: Manifest, archive: Path, by: str, files: tuple[Path, Path]
) -> Receipt:
    """The receipt is on the disk before it is true, and gone again if it does not become so."""
    with archive.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with snapshot():
            refuse_what_has_changed(here, manifest)
            receipt = Receipt.of(manifest, sha256, remove(here), by)
            for file_name, text in zip(files, (receipt.as_json, receipt.as_text), strict=True):
                write(file_name, text)
    except BaseException:
        for file_name in files:
            with suppress(FileNotFoundError):
                file_name.unlink()
        raise
    return receipt


def refuse_what_has_changed(here: Organisation, manifest: Manifest) -> None:
    if changed := list(changed_since(here, manifest)):
        told = _("Det här har ändrats sedan arkivet gjordes: %s. Gör ett nytt arkiv först.")
        raise Refused(told % ", ".join(changed))


def write(file: Path, text: str) -> None:
    with file.open("x", encoding="utf-8") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
