"""What a person who has left leaves behind here: reflections that nobody else may read."""

from django.db import transaction

from assessments.models import Reflection
from portal import audit, leaving
from portal.access import Request
from portal.models import Organisation, User
from portal.verbs import Verb


@transaction.atomic
def forget(request: Request | None, user: User, organisation: Organisation) -> None:
    Reflection.objects.filter(participation__user=user).delete()
    leaving.pseudonymise(user)
    audit.record(request, Verb.PERSON_PSEUDONYMISED, user, organisation)
