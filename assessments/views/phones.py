"""A dialogue on a phone: the step that it is at. Nobody signs in."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.dialogues import fragments, pulse
from assessments.dialogues.checking_out import come_out
from assessments.dialogues.codes import typed
from assessments.dialogues.seats import glance, hash_of, seat_of
from assessments.dialogues.showing import shown_to
from assessments.models import Seat
from assessments.terms import (
    DIALOGUE_NOTE_LIMIT,
    JOINT_REASON_LIMIT,
    REFLECTION_LIMIT,
    STEPS,
    UNSURE,
)
from assessments.views.phone_doors import at_the_door
from portal.sessions import in_background

PAGE = "assessments/phones/phone.html"
LIMITS = {
    "steps": STEPS,
    "unsure": UNSURE,
    "note_limit": DIALOGUE_NOTE_LIMIT,
    "reason_limit": JOINT_REASON_LIMIT,
    "reflection_limit": REFLECTION_LIMIT,
}


@login_not_required
@never_cache
@in_background
@require_http_methods(["GET", "HEAD"])
def phone(request: HttpRequest, code: str) -> HttpResponseBase:
    """Asking for it joins nothing: whoever has no seat gets to choose one."""
    if (meant := typed(code)) and meant != code:
        return redirect("assessments:dialogue_phone", meant)
    seat = seat_of(request, code)
    if seat is None or "bord" in request.GET:
        return at_the_door(request, code, seat)
    pulse.hear(seat.token_hash)
    return step_page(request, seat)


def fragment(request: HttpRequest, code: str) -> HttpResponse:
    """The page's part for its script, which adds who the phone is; one is made for each table.

    Its forms hold no token: the script sends the cookie's.
    """
    token_hash = hash_of(request, code)
    seen = glance(token_hash, code) if token_hash else None
    if token_hash is None or seen is None:
        return HttpResponse(status=404, headers={"HX-Refresh": "true"})
    pulse.hear(token_hash)
    html = None if seen.reflects else fragments.get((code, seen, get_language()))
    return HttpResponse(html or made(request, code), headers={"Cache-Control": "no-store"})


def made(request: HttpRequest, code: str) -> str:
    """Kept for the table's others, unless the phone's own words stand in it."""
    seat = seat_of(request, code)
    if seat is None:
        raise Http404
    context = context_of(seat, None)
    html = render_to_string(f"{PAGE}#fragment", context)
    seen = context["shown"].glance
    if not seen.reflects:
        fragments.keep((code, seen, get_language()), html)
    return html


def step_page(request: HttpRequest, seat: Seat) -> HttpResponse:
    return render(request, PAGE, context_of(seat, seat.number))


def context_of(seat: Seat, me: int | None) -> dict[str, Any]:
    dialogue = seat.table.dialogue
    return LIMITS | {
        "shown": shown_to(seat),
        "seat": seat,
        "me": me,
        "table": seat.table,
        "dialogue": dialogue,
        "state": pulse.state_of(seat.table),
        "pause": pulse.pause(),
        "came_out": come_out(dialogue) if dialogue.revealed else None,
    }
