from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from portal import audit
from portal.models import User
from portal.verbs import Verb


class Command(BaseCommand):
    help = "Gör en person till redaktör för den nationella katalogen, eller tar bort uppdraget."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="E-POSTADRESS")
        parser.add_argument("--name", default="", help="personens namn, om portalen inte har det")
        parser.add_argument("--remove", action="store_true", help="ta bort uppdraget")

    @transaction.atomic
    def handle(self, email: str, name: str, remove: bool, **options: Any) -> None:
        person = User.objects.filter(email=email.strip().lower()).first()
        if remove:
            self.set(person or self.unknown(email), False)
        else:
            self.set(person or self.added(email, name), True)

    def set(self, person: User, is_editor: bool) -> None:
        if person.is_catalogue_editor != is_editor:
            person.is_catalogue_editor = is_editor
            person.save(update_fields=["is_catalogue_editor"])
            verbs = {True: Verb.CATALOGUE_EDITOR_ADDED, False: Verb.CATALOGUE_EDITOR_REMOVED}
            audit.record(None, verbs[is_editor], person, None)
        told = "är redaktör för katalogen" if is_editor else "är inte längre redaktör för katalogen"
        self.stdout.write(f"{person} {told}.")

    def added(self, email: str, name: str) -> User:
        try:
            validate_email(email.strip())
        except ValidationError as error:
            raise CommandError(f"{email} är ingen e-postadress.") from error
        return User.objects.create_user(email, name)

    def unknown(self, email: str) -> User:
        raise CommandError(f"Ingen har adressen {email}.")
