"""A dialogue as it is led."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.answering import CHOICES, key_of
from assessments.dialogues import running
from assessments.dialogues.outcomes import floor_of
from assessments.dialogues.room import Room, room_of
from assessments.dialogues.together import bring_together
from assessments.forms.leading import MoveForm, TogetherForm
from assessments.models import Dialogue
from assessments.terms import JOINT_REASON_LIMIT, STEPS, UNSURE, DialogueStep
from assessments.views.dialogues import dialogue_led
from portal import audit
from portal.access import Request, organisation_of
from portal.addresses import absolute
from portal.sessions import in_background
from portal.slip_paper import qr_drawing
from portal.verbs import Verb

MORE_MINUTES = 2
ACTS: dict[str, Callable[[Dialogue, int], Dialogue]] = {
    "forward": running.forward,
    "back": running.back,
    "reveal": running.reveal,
    "release": running.release,
    "more": lambda dialogue, seen: running.give_time(dialogue, seen, MORE_MINUTES),
    "end": running.end,
}
LEAD = "assessments/leading/lead.html"


@never_cache
@in_background
@require_safe
def dialogue_lead(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    led = dialogue_led(request, pk)
    if not led.runs:
        return htmx_redirect(request, led)
    if "sett" in request.GET and request.htmx:
        left_behind = request.GET["sett"] != str(led.version)
        now = {"dialogue": led, "room": room_of(led), "left_behind": left_behind}
        return render(request, f"{LEAD}#beat", now)
    return lead_page(request, led)


@never_cache
@require_safe
def dialogue_end(request: Request, organisation: str, pk: int) -> HttpResponse:
    """Asked once more before it is done, since it can't be undone."""
    organisation_of(request, organisation)
    led = dialogue_led(request, pk)
    return render(request, "assessments/leading/end.html", {"dialogue": led})


@require_POST
def dialogue_move(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    led = dialogue_led(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return refused(request, led, _("Knappen gick inte att läsa. Försök igen."), 422)
    act = form.cleaned_data["act"]
    try:
        with transaction.atomic():
            now = ACTS[act](led, form.cleaned_data["seen"])
            if act == "end":
                audit.record(request, Verb.DIALOGUE_ENDED, led, request.organisation)
    except running.Overtaken:
        return refused(request, led, _("Någon annan har redan gått vidare. Så här är det nu."))
    except running.Impossible:
        return refused(request, led, _("Det går inte att göra här. Så här är det nu."))
    return onward(request, now)


@require_POST
def dialogue_together(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    led = dialogue_led(request, pk)
    statement = room_of(led).statement
    if statement is None:
        return refused(request, led, _("Det går inte att göra här. Så här är det nu."))
    form = TogetherForm(request.POST)
    if not form.is_valid():
        return lead_page(request, led, 422, form=form)
    sent = form.cleaned_data
    step = CHOICES[sent["step"]].value
    try:
        with transaction.atomic():
            now = bring_together(led, sent["seen"], statement, step, sent["reason"])
            audit.record(request, Verb.JOINT_RATING_SAVED, led, request.organisation)
    except (running.Overtaken, running.Impossible):
        form.add_error(None, _("Någon annan har ändrat under tiden. Läs igenom, och spara igen."))
        now = Dialogue.objects.select_related("factor", "unit", "round").get(pk=led.pk)
        now.round.organisation = request.organisation
        return lead_page(request, now, 422 if request.htmx else 409, form=form)
    messages.success(request, _("Den gemensamma skattningen är sparad."))
    return onward(request, now)


@require_POST
def dialogue_check_out_hide(
    request: Request, organisation: str, pk: int, check_out: int
) -> HttpResponse:
    organisation_of(request, organisation)
    led = dialogue_led(request, pk)
    if not may_be_read(led):
        raise Http404
    answer = get_object_or_404(led.check_outs, pk=check_out)
    answer.hidden = request.POST.get("hidden") == "1"
    answer.save(update_fields=["hidden"])
    if led.revealed:  # the phones and the screen show the answers, and follow the version
        running.change(led, led.version, lambda _now: None)
    return onward(request, led)


def may_be_read(dialogue: Dialogue) -> bool:
    """The leader reads the check-outs once no more are taken, and not where they are too few."""
    return dialogue.released and dialogue.check_outs.count() >= floor_of(dialogue)


def page(room: Room) -> dict[str, object]:
    dialogue = room.dialogue
    door = reverse("assessments:dialogue_phone", args=[dialogue.code]) if dialogue.code else ""
    read = dialogue.step == DialogueStep.CHECK_OUT and may_be_read(dialogue)
    return {
        "room": room,
        "dialogue": dialogue,
        "door": absolute(door),
        "join": absolute(reverse("assessments:dialogue_join")).partition("//")[2],
        "qr": qr_drawing(absolute(door)),
        "steps": STEPS,
        "unsure": UNSURE,
        "reason_limit": JOINT_REASON_LIMIT,
        "floor": floor_of(dialogue),
        "check_outs": dialogue.check_outs.all() if read else None,
    }


def lead_page(
    request: Request, dialogue: Dialogue, status: int = 200, form: TogetherForm | None = None
) -> HttpResponse:
    room = room_of(dialogue)
    context = page(room) | {"form": form or proposal(room)}
    template = f"{LEAD}#leading" if request.htmx else LEAD
    return render(request, template, context, status=status)


def proposal(room: Room) -> TogetherForm | None:
    """What stands, or where every table agrees, their step."""
    at_it = room.here.step == DialogueStep.JOINT
    if not at_it or room.dialogue.group or room.statement is None:
        return None
    proposed = room.joint or room.agreed_by_all
    initial = {"step": key_of(proposed.step), "reason": proposed.reason} if proposed else {}
    return TogetherForm(initial=initial)


def refused(request: Request, dialogue: Dialogue, why: str, status: int = 409) -> HttpResponse:
    """The page as it stands now, with a line that says why nothing was done."""
    messages.warning(request, why)
    now = Dialogue.objects.select_related("factor", "unit", "round").get(pk=dialogue.pk)
    now.round.organisation = request.organisation
    if not now.runs:
        return htmx_redirect(request, now)
    return lead_page(request, now, 422 if request.htmx else status)  # htmx swaps no 409


def onward(request: Request, dialogue: Dialogue) -> HttpResponse:
    if not dialogue.runs:
        return htmx_redirect(request, dialogue)
    address = reverse("assessments:dialogue_lead", args=[request.organisation.slug, dialogue.pk])
    if not request.htmx:
        return redirect(address)
    now = Dialogue.objects.select_related("factor", "unit", "round").get(pk=dialogue.pk)
    now.round.organisation = request.organisation
    return lead_page(request, now)


def htmx_redirect(request: Request, dialogue: Dialogue) -> HttpResponse:
    """Away from what is over: to the outcome, or to the plan where it has not begun."""
    ended = dialogue.step == DialogueStep.ENDED
    name = "assessments:dialogue_outcome" if ended else "assessments:dialogue"
    address = reverse(name, args=[request.organisation.slug, dialogue.pk])
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
