"""What a person who has left leaves behind here: reflections that nobody else may read."""

from django.db import transaction

from assessments.models import Reflection
from portal import audit, leaving
from portal.access import Request
from portal.models import Organisation, User
from portal.verbs import Verb


@transaction.atomic
def forget(request: Request | None, user: User) -> None:
    """It stands in the log of every organisation where the person has worked."""
    Reflection.objects.filter(participation__user=user).delete()
    leaving.pseudonymise(user)
    for organisation in Organisation.objects.filter(memberships__user=user).distinct():
        audit.record(request, Verb.PERSON_PSEUDONYMISED, user, organisation)
