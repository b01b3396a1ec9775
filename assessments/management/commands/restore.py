import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.replaying import replay
from portal import removals
from portal.backups import databases
from portal.backups.archive import put_back_files, unpack
from portal.backups.refusing import Refused, require_file
from portal.models import CacheEntry, Organisation, User


class Command(BaseCommand):
    help = (
        "Lägger tillbaka en säkerhetskopia, och tar på nytt bort det som har tagits bort sedan "
        "den gjordes. Stäng först av webbservern, arbetaren och timern."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FIL")
        parser.add_argument(
            "--replace", action="store_true", help="ersätt det som finns i databasen"
        )
        parser.add_argument(
            "--removals",
            type=Path,
            metavar="FIL",
            help="listan över det som har tagits bort, annars removals.jsonl i var-mappen",
        )
        parser.add_argument(
            "--no-removals",
            action="store_true",
            help="lägg tillbaka fast listan saknas; det som har tagits bort kommer då tillbaka",
        )
        parser.add_argument("--any-key", action="store_true", help="fast nyckeln är en annan")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            require_file(file)
        except Refused as reason:
            raise CommandError(str(reason)) from None
        ledger = options["removals"] or removals.ledger()
        if not (ledger.is_file() or options["no_removals"]):
            raise CommandError(
                _(
                    "%s saknas, så det går inte att veta vad som har tagits bort sedan kopian "
                    "gjordes. Ange listan med --removals, eller --no-removals om den är borta."
                )
                % ledger
            )
        if not (options["replace"] or is_empty()):
            raise CommandError(_("Databasen är inte tom. Ange --replace för att ersätta den."))
        try:
            with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.VAR_DIR) as work:
                manifest = unpack(file, Path(work), options["any_key"])
                databases.load(Path(work) / databases.file_name())
                put_back_files(Path(work))
        except Refused as reason:
            raise CommandError(str(reason)) from None
        made = date_format(timezone.localtime(manifest.moment), "j F Y H.i")
        self.stdout.write(_("Kopian från %s är tillbaka.") % made)
        call_command("migrate", verbosity=0)
        sign_everybody_out()
        known = ledger.is_file()
        if known:
            for line in replay(manifest.moment, ledger):
                self.stdout.write(line)
        call_command("tick", no_mail=True, stdout=self.stdout)
        if known:
            self.stdout.write(_("Det som har tagits bort sedan dess är borta igen."))
        self.stdout.write(_("Starta portalen."))


def is_empty() -> bool:
    if User._meta.db_table not in connection.introspection.table_names():
        return True
    return not (User.objects.exists() or Organisation.objects.exists())


def sign_everybody_out() -> None:
    """Also out of what was signed out of since; tries are counted anew."""
    Session.objects.all().delete()
    CacheEntry.objects.all().delete()
