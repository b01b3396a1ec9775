"""What is written on a phone during a dialogue: by the page's script, or by its plain forms."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessments.answering import key_of
from assessments.dialogues.checking_out import check_out
from assessments.dialogues.keeping import Outcome, Overwritten
from assessments.dialogues.seats import seat_of
from assessments.dialogues.tables import next_turn, save_note, save_rating, save_reflection
from assessments.forms.answers import AnswerForm
from assessments.forms.phones import CheckOutForm, NoteForm, SeatReflectionForm, TableRatingForm
from assessments.models import Seat
from assessments.saving import Closed, Saved
from assessments.terms import STEPS, UNSURE
from portal.sessions import in_background

AtSeat = Callable[[HttpRequest, Seat], HttpResponse]
GONE = _("Telefonen är inte med i samtalet längre. Kopiera din text och gå med igen.")
NOT_ASKED = _("Frågan finns inte i samtalet längre.")


def at_seat(view: AtSeat) -> Callable[..., HttpResponseBase]:
    """A view of a phone that has joined; one that has not gets back what it sent."""

    @login_not_required
    @never_cache
    @in_background
    @require_POST
    @wraps(view)
    def seated(request: HttpRequest, code: str) -> HttpResponse:
        seat = seat_of(request, code)
        return view(request, seat) if seat else unsaved(request, code, GONE, 404)

    return seated


@at_seat
def reflection(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = SeatReflectionForm(request.POST)
    if not form.is_valid():
        return refused(request, seat, form)
    prompt = form.asked_in(seat.table.dialogue)
    if prompt is None:
        return unsaved(request, seat.table.dialogue.code or "", NOT_ASKED, 404)
    data = form.cleaned_data
    outcome = save_reflection(seat, prompt, data["text"], data["shared"], form.attempt())
    return reply(request, seat, form, outcome)


@at_seat
def note(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return refused(request, seat, form)
    if not form.is_at(seat.table):
        return reply(request, seat, form, Closed())
    outcome = save_note(seat.table, form.cleaned_data["text"], form.attempt())
    return reply(request, seat, form, outcome)


@at_seat
def rating(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = TableRatingForm(request.POST)
    if not form.is_valid():
        return refused(request, seat, form)
    statement = form.asked_in(seat.table.dialogue)
    if statement is None:
        return unsaved(request, seat.table.dialogue.code or "", NOT_ASKED, 404)
    if not form.is_at(seat.table):
        return reply(request, seat, form, Closed())
    text = form.cleaned_data["text"]
    outcome = save_rating(seat.table, statement, form.step_value, text, form.attempt())
    return reply(request, seat, form, outcome)


@at_seat
def send_check_out(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Acknowledged once it is stored, and never before."""
    form = CheckOutForm(request.POST)
    if not form.is_valid():
        return refused(request, seat, form)
    number, rated = form.cleaned_data["seen"], form.rated and seat.table.dialogue.rates_again
    stored = check_out(seat, number, form.cleaned_data["text"], rated, form.step_value)
    return reply(request, seat, form, Saved(number + 1) if stored else Closed())


@at_seat
def turn(request: HttpRequest, seat: Seat) -> HttpResponse:
    seen = request.POST.get("seen", "")
    if seen.isdecimal() and len(seen) < 6:
        next_turn(seat.table, int(seen))
    return redirect("assessments:dialogue_phone", seat.table.dialogue.code)


def reply(request: HttpRequest, seat: Seat, form: AnswerForm, outcome: Outcome) -> HttpResponse:
    if not is_script(request):
        return plain_reply(request, seat, form, outcome)
    match outcome:
        case Saved(version):
            clock = time_format(timezone.localtime())
            return JsonResponse({"version": version, "saved_at": clock})
        case Overwritten(values, version, token):
            told = {"version": version, "token": str(token), "value": as_sent(values)}
            return JsonResponse({"reason": "stale", **told}, status=409)
    return JsonResponse({"reason": "closed"}, status=409)


def plain_reply(
    request: HttpRequest, seat: Seat, form: AnswerForm, outcome: Outcome
) -> HttpResponse:
    code = seat.table.dialogue.code or ""
    match outcome:
        case Saved():
            return redirect("assessments:dialogue_phone", code)
        case Overwritten(values, version, _):
            return again(request, seat, form, 409, other=as_sent(values), seen=version)
    return unsaved(request, code, _("Samtalet tar inte emot mer."), 409)


def as_sent(values: dict[str, Any]) -> dict[str, Any]:
    """What stands, in the words of the fields that the phone sends."""
    told = {"text": values.get("text", values.get("note", values.get("reason")))}
    if "shared" in values:
        told["shared"] = values["shared"]
    if "step" in values:
        told["step"] = key_of(values["step"])
    return told


def refused(request: HttpRequest, seat: Seat, form: AnswerForm) -> HttpResponse:
    if is_script(request):
        status = 413 if form.is_too_long else 400
        return JsonResponse({"message": form.message}, status=status)
    seen = request.POST.get("seen", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    return again(request, seat, form, 422, seen=version, error=form.message)


def again(
    request: HttpRequest, seat: Seat, form: AnswerForm, status: int, **told: Any
) -> HttpResponse:
    """The text to mend or to choose: what was sent, and what stands where that is another."""
    kept = {name: request.POST.get(name, "") for name in ("prompt", "statement", "table")}
    context = told | {
        "form": form,
        "sent": request.POST,
        "kept": {name: value for name, value in kept.items() if value},
        "dialogue": seat.table.dialogue,
        "steps": [*STEPS, UNSURE] if "step" in form.fields else [],
    }
    return render(request, "assessments/phones/again.html", context, status=status)


def unsaved(request: HttpRequest, code: str, reason: object, status: int) -> HttpResponse:
    if is_script(request):
        return JsonResponse({"message": str(reason)}, status=status)
    context = {"code": code, "reason": reason, "text": request.POST.get("text", "")}
    return render(request, "assessments/phones/unsaved.html", context, status=status)


def is_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
