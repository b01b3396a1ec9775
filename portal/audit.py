"""The log: each change of rights, rounds, files, reports and letters leaves a row in it."""

from django.db.models import Model

from portal.access import Request
from portal.languages import in_swedish
from portal.models import AuditEvent, Organisation, User
from portal.models.audit import PERSON
from portal.verbs import Verb

Target = Model | str


def record(
    request: Request | None, verb: Verb, target: Target, organisation: Organisation | None
) -> None:
    """Remember that somebody did it to the target; never an answer, a token or a letter's text.

    Kept in Swedish, whoever did it, where words of ours are in it.

    The signed-in person did it, or without a request the portal itself, by its timer.
    """
    event(request, verb, target, organisation).save()


def event(
    request: Request | None, verb: Verb, target: Target, organisation: Organisation | None
) -> AuditEvent:
    """One that is not yet saved, for those who save many at once."""
    person = target if isinstance(target, User) else getattr(target, "user", None)
    with in_swedish():
        text = str(target).replace(str(person), PERSON, 1) if person else str(target)
    return AuditEvent(
        actor=request.user if request else None,
        organisation=organisation,
        verb=Verb(verb),
        text=text[:300],
        person=person,
    )
