"""Duties to all organisations at once, given and taken back from the command line."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from portal import audit
from portal.models import User
from portal.verbs import Verb


class Duty(NamedTuple):
    """The user's flag, what the log calls it to get and to lose it, and what a holder is."""

    flag: str
    added: Verb
    removed: Verb
    holder: str


CATALOGUE_EDITOR = Duty(
    "is_catalogue_editor",
    Verb.CATALOGUE_EDITOR_ADDED,
    Verb.CATALOGUE_EDITOR_REMOVED,
    "redaktör för katalogen",
)
STEWARD = Duty("is_steward", Verb.STEWARD_ADDED, Verb.STEWARD_REMOVED, "portalförvaltare")


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("email", metavar="E-POSTADRESS")
    parser.add_argument("--name", default="", help="personens namn, om portalen inte har det")
    parser.add_argument("--remove", action="store_true", help="ta bort uppdraget")


@transaction.atomic
def appoint(duty: Duty, email: str, name: str, *, remove: bool) -> str:
    """Give the person the duty, or take it back; told in a sentence."""
    person = User.objects.filter(email=email.strip().lower()).first()
    if remove and person is None:
        raise CommandError(f"Ingen har adressen {email}.")
    person = person or _added(email, name)
    if getattr(person, duty.flag) is remove:
        setattr(person, duty.flag, not remove)
        person.save(update_fields=[duty.flag])
        audit.record(None, duty.removed if remove else duty.added, person, None)
    return f"{person} är {'inte längre ' if remove else ''}{duty.holder}."


def _added(email: str, name: str) -> User:
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise CommandError(f"{email} är ingen e-postadress.") from error
    return User.objects.create_user(email, name)
