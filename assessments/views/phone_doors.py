"""The way into a dialogue on a phone: its code, and a seat at one of its tables."""

from allauth.core import ratelimit
from allauth.core.exceptions import RateLimited
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessments.dialogues.codes import typed
from assessments.dialogues.doors import behind
from assessments.dialogues.seats import (
    COOKIE,
    LONGEST_SECONDS,
    Full,
    emptiest,
    hash_in,
    new_ticket,
    seat_of,
    tables_of,
    take,
)
from assessments.forms.phones import NOT_VALID, CodeForm
from assessments.models import Dialogue, DialogueTable, Seat
from assessments.terms import MOST_TABLES

AGAIN = _("Det gick inte att gå med. Välj bord en gång till.")
NO_ROOM = _("Fler telefoner får inte plats i samtalet. Dela telefon med någon vid bordet.")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        return code_page(request, CodeForm(), 200)
    text = request.POST.get("code", "")
    try:
        dialogue = behind(request, text)
    except RateLimited:
        return ratelimit.respond_429(request)
    if dialogue is None:
        return not_valid(request, text, 422)
    return redirect("assessments:dialogue_phone", dialogue.code)


@login_not_required
@never_cache
@require_POST
def take_seat(request: HttpRequest, code: str) -> HttpResponseBase:
    seat = seat_of(request, code)
    try:
        dialogue = seat.table.dialogue if seat else behind(request, code)
    except RateLimited:
        return ratelimit.respond_429(request)
    if dialogue is None or typed(code) != code:
        return not_valid(request, code, 404)
    table = table_at(dialogue, request.POST.get("bord", ""))
    ticket = request.COOKIES.get(COOKIE) if seat else request.POST.get("ticket")
    token_hash = hash_in(ticket, code)
    if table is None or token_hash is None or not dialogue.runs:
        return tables_page(request, dialogue, seat, 422, AGAIN)
    try:
        take(table, token_hash)
    except Full:
        return tables_page(request, dialogue, seat, 422, NO_ROOM)
    return keep_ticket(redirect("assessments:dialogue_phone", code), code, ticket or "")


def table_at(dialogue: Dialogue, number: str) -> DialogueTable | None:
    if not number.isdecimal() or len(number) > len(str(MOST_TABLES)):
        return None
    return dialogue.tables.filter(number=number).first()


def keep_ticket(response: HttpResponse, code: str, ticket: str) -> HttpResponse:
    """Sent back to this dialogue alone, so that a phone may be in another one tomorrow."""
    response.set_cookie(
        COOKIE,
        ticket,
        max_age=LONGEST_SECONDS,
        path=reverse("assessments:dialogue_phone", args=[code]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def at_the_door(request: HttpRequest, code: str, seat: Seat | None) -> HttpResponseBase:
    try:
        dialogue = seat.table.dialogue if seat else behind(request, code)
    except RateLimited:
        return ratelimit.respond_429(request)
    if dialogue is None:
        return not_valid(request, code, 404)
    return tables_page(request, dialogue, seat)


def tables_page(
    request: HttpRequest,
    dialogue: Dialogue,
    seat: Seat | None,
    status: int = 200,
    error: object = "",
) -> HttpResponse:
    tables = tables_of(dialogue)
    context = {
        "dialogue": dialogue,
        "seat": seat,
        "tables": tables,
        "emptiest": emptiest(tables),
        "ticket": "" if seat else new_ticket(dialogue.code or ""),
        "error": error,
    }
    return render(request, "assessments/phones/tables.html", context, status=status)


def code_page(request: HttpRequest, form: CodeForm, status: int) -> HttpResponse:
    return render(request, "assessments/phones/join.html", {"form": form}, status=status)


def not_valid(request: HttpRequest, text: str, status: int) -> HttpResponse:
    form = CodeForm({"code": "".join(filter(str.isprintable, text))[:100]})
    if form.is_valid():
        form.add_error("code", NOT_VALID)
    return code_page(request, form, status)
