import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.backups.archive import pack
from portal.backups.refusing import Refused


class Command(BaseCommand):
    help = (
        "Skriver en säkerhetskopia av databasen och rapporternas filer till en enda fil, medan "
        "portalen används. Krypterad om STYRKEDJAN_BACKUP_PASSPHRASE är satt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FIL", help="filen, som inte får finnas")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if file.exists():
            raise CommandError(_("%s finns redan. Välj ett annat namn.") % file)
        if not file.parent.is_dir():
            raise CommandError(_("Mappen %s finns inte. Skapa den först.") % file.parent)
        begun_at = timezone.now()
        try:
            with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.VAR_DIR) as work:
                pack(Path(work), file, begun_at)
        except Refused as reason:
            raise CommandError(str(reason)) from None
        except OSError as error:
            told = _("Det gick inte att skriva %(file)s: %(reason)s.")
            raise CommandError(told % {"file": file, "reason": error.strerror}) from None
        self.stdout.write(_("Kopian finns i %s") % file)
