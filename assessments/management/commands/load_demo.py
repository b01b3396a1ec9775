from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.demo.building import build
from assessments.demo.hiring import appoint, found
from assessments.demo.plan import Plan
from assessments.demo.removing import remove_all
from portal.models import Organisation

NATIONAL = settings.BASE_DIR / "fixtures" / "national.json"
LOCAL = settings.BASE_DIR / "fixtures" / "exempelkommun-lokal.json"


class Command(BaseCommand):
    help = "Bygger upp den påhittade huvudmannen Exempelkommun, om den inte redan finns."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--renew",
            action="store_true",
            help="ta bort Exempelkommun med alla svar och bygg upp den på nytt från dagens datum",
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan()
        standing = Organisation.objects.filter(slug=plan.organisation["slug"]).first()
        if standing and not standing.is_demo:
            raise CommandError(
                _("En riktig huvudman har adressnamnet %s, så ingen demo kan läsas in.")
                % standing.slug
            )
        if standing and not options["renew"]:
            self.stdout.write(_("Exempelkommun finns redan. --renew bygger upp den på nytt."))
            return
        if standing:
            self.stdout.write(_("Tar bort Exempelkommun och allt som hör till."))
            remove_all()
        self._build(plan)

    def _build(self, plan: Plan) -> None:
        call_command("load_catalogue", NATIONAL, stdout=self.stdout)
        appoint()
        organisation = found(plan)
        call_command("load_catalogue", LOCAL, organisation=organisation.slug, stdout=self.stdout)
        for line in build(organisation, plan):
            self.stdout.write(line)
