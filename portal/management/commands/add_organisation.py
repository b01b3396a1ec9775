from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from portal import audit
from portal.forms.organisations import NewOrganisationForm
from portal.invitations import invite
from portal.models import Membership, Organisation, User
from portal.people import add_person
from portal.terms import OrganisationKind, Role
from portal.verbs import Verb


class Command(BaseCommand):
    help = "Lägger till en huvudman och dess första administratör, som får en inbjudan med e-post."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="namnet i adresser, till exempel ekby")
        parser.add_argument("--name", required=True, help="huvudmannens namn")
        parser.add_argument("--kind", required=True, choices=OrganisationKind.values)
        parser.add_argument("--number", default="", help="organisationsnumret, tio siffror")
        parser.add_argument("--admin", required=True, metavar="E-POSTADRESS")
        parser.add_argument("--admin-name", default="", help="administratörens namn")

    @transaction.atomic
    def handle(self, number: str, **options: Any) -> None:
        form = NewOrganisationForm({**options, "organisation_number": number})
        if not form.is_valid():
            raise CommandError("\n".join(str(each) for all in form.errors.values() for each in all))
        organisation = form.save()
        admin = self.first_administrator(organisation, form.cleaned_data)
        self.stdout.write(f"{organisation} finns på /{organisation.slug}/.")
        if invite(organisation, User.objects.filter(pk=admin.pk), None):
            audit.record(None, Verb.INVITATION_SENT, admin, organisation)
            self.stdout.write(f"En inbjudan till {admin.email} väntar på send_mail.")
        else:
            self.stdout.write(f"{admin.email} har loggat in förut och behöver ingen inbjudan.")

    def first_administrator(self, organisation: Organisation, found: dict[str, Any]) -> User:
        audit.record(None, Verb.ORGANISATION_ADDED, organisation, organisation)
        membership = Membership(organisation=organisation, role=Role.ADMIN)
        admin = add_person(found["admin"], found["admin_name"], membership)
        audit.record(None, Verb.MEMBERSHIP_ADDED, membership, organisation)
        return admin
