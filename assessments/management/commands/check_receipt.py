from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.archives.receipt import FOREIGN, Receipt
from portal.backups.refusing import Refused


class Command(BaseCommand):
    help = "Prövar om den här installationen har skrivit ett kvitto, och om det är oförändrat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FIL.json")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            receipt = Receipt.read(file.read_text(encoding="utf-8"))
        except Refused as reason:
            raise CommandError(str(reason)) from None
        except FileNotFoundError:
            raise CommandError(_("%s finns inte.") % file) from None
        except (OSError, ValueError):
            raise CommandError(FOREIGN) from None
        if not receipt.is_ours:
            raise CommandError(
                _("Kvittot är inte skrivet av den här installationen, eller har ändrats.")
            )
        named = {"organisation": receipt.organisation["name"], "moment": receipt.removed_at}
        self.stdout.write(_("Kvittot är äkta: %(organisation)s togs bort %(moment)s.") % named)
