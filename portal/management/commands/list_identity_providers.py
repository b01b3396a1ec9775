from typing import Any

from django.core.management.base import BaseCommand

from portal.models import IdentityProvider


class Command(BaseCommand):
    help = "Räknar upp organisationernas egna inloggningar."

    def handle(self, **options: Any) -> None:
        found = IdentityProvider.objects.select_related("organisation")
        for each in found.prefetch_related("domains"):
            domains = ", ".join(domain.domain for domain in each.domains.all())
            self.stdout.write(
                f"{each.key}: {each.organisation}, {each.name}, {each.protocol}, {each.issuer}, "
                f"{domains}"
            )
