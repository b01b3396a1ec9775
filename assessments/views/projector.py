"""A dialogue as the room sees it, on the screen that all look at."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.dialogues.room import Room, room_of
from assessments.terms import DialogueStep
from assessments.views.dialogues import dialogue_led
from assessments.views.leading import page
from portal.access import Request, organisation_of
from portal.sessions import in_background


@never_cache
@in_background
@require_safe
def dialogue_projector(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    led = dialogue_led(request, pk)
    room = room_of(led)
    seen = f"{led.version}-{room.minutes_left}-{tables_state(room)}"
    if request.htmx and request.GET.get("sett") == seen:
        return HttpResponse(status=204)
    context = page(room) | {"state": seen}
    template = "assessments/leading/projector.html"
    return render(request, f"{template}#screen" if request.htmx else template, context)


def tables_state(room: Room) -> int:
    """What changes at the tables while the dialogue itself stands still."""
    if room.here.step == DialogueStep.GATHERING:
        return room.present.total
    if room.here.step != DialogueStep.JOINT:
        return 0
    return sum(room.dialogue.tables.values_list("version", flat=True))
