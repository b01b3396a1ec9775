"""The code at the door: who types a wrong one is told nothing, and after many of them must wait."""

from allauth.core.exceptions import RateLimited
from django.http import HttpRequest

from assessments.dialogues.codes import typed
from assessments.models import Dialogue
from assessments.terms import DialogueStep
from portal.rate_limits import is_free, is_spent

ACTION, EVERYBODY = "dialogue_code", "everybody"


def behind(request: HttpRequest, text: str) -> Dialogue | None:
    """The dialogue that takes phones by that code. Wrong codes are counted, and no others."""
    if is_spent(request, ACTION, EVERYBODY):
        raise RateLimited
    code = typed(text)
    found = Dialogue.objects.filter(code=code).exclude(step=DialogueStep.ENDED)
    dialogue = (
        found.select_related("factor", "unit", "round__organisation").first() if code else None
    )
    if dialogue is None:
        is_free(request, ACTION, EVERYBODY)
    return dialogue
