from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.health import applied_migrations
from portal.releases import needing_a_stop, pending, refuse_if_left_behind


class Command(BaseCommand):
    help = (
        "Säger om den här versionen kan ta över databasen medan den förra används. Slutar med 10 "
        "om portalen måste stå stilla under tiden. Ändrar ingenting."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_if_left_behind()
        left = pending()
        stops = needing_a_stop(left)
        if not applied_migrations():
            self.stdout.write("Databasen är tom.")
        elif stops:
            told = f"Portalen måste stå stilla medan tabellerna ändras: {', '.join(stops)}."
            raise CommandError(told, returncode=10)
        else:
            self.stdout.write(f"{len(left)} ändringar av tabellerna, som bara lägger till.")
