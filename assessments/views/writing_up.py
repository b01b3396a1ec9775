"""A dialogue that was held without the portal, written up by who leads the place."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.validators import slug_re
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.dialogues.writing_up import write_up
from assessments.forms.writing_up import WriteUpForm
from assessments.joint_ratings import Stale, joint_places
from assessments.models import Assessment, Dialogue
from assessments.results.asked import Asked, asked_by
from assessments.terms import STEPS, UNSURE
from assessments.views.joint_ratings import Page, page_of
from assessments.views.results import asked_of
from portal import audit
from portal.access import Request, organisation_of, require
from portal.verbs import Verb

LATEST = 5


@require_http_methods(["GET", "HEAD", "POST"])
def dialogue_write_up(request: Request, organisation: str) -> HttpResponse:
    organisation_of(request, organisation)
    round, position = number(request, "omgang"), number(request, "faktor")
    if not round or not position:
        return choose(request)
    asked = asked_of(request, round, slug(request))
    page = page_of(request, asked, position, **where(request))
    require(page.place.led)
    form = write_up_form(request, asked, page)
    if not form.is_bound:
        return write_up_page(request, page, form)
    if not form.is_valid():
        return write_up_page(request, page, form, status=422)
    try:
        dialogue = save_write_up(request, page, form)
    except Stale as stale:
        form.confront(stale.standing)
        return write_up_page(request, page, form, status=409, stale=True)
    messages.success(request, _("Samtalet är inskrivet."))
    return redirect("assessments:dialogue_outcome", organisation, dialogue.pk)


def number(request: Request, name: str) -> int | None:
    """None where the address has none; a number that nothing has is not found."""
    text = request.GET.get(name, "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return int(text) if text else None


def slug(request: Request) -> str | None:
    text = request.GET.get("enhet") or None
    if text and not slug_re.match(text):
        raise Http404
    return text


def where(request: Request) -> dict[str, Any]:
    unit = slug(request)
    return {"unit__slug": unit} if unit else {"unit": None}


def write_up_form(request: Request, asked: Asked, page: Page) -> WriteUpForm:
    data = request.POST if request.method == "POST" else None
    return WriteUpForm(
        page.factor, page.round.opens_on, asked.round.floor, page.unit is not None, data
    )


@transaction.atomic
def save_write_up(request: Request, page: Page, form: WriteUpForm) -> Dialogue:
    told = form.account(chosen_rows(request))
    dialogue = write_up(page.round, page.unit, page.factor, told, request.user, form.seen)
    audit.record(request, Verb.DIALOGUE_WRITTEN_UP, dialogue, request.organisation)
    return dialogue


def chosen_rows(request: Request) -> list[int]:
    return [int(row) for row in request.GET.getlist("rad") if row.isdecimal() and len(row) < 4]


def write_up_page(
    request: Request, page: Page, form: WriteUpForm, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "page": page,
        "round": page.round,
        "unit": page.unit,
        "factor": page.factor,
        "form": form,
        "steps": STEPS,
        "unsure": UNSURE,
        **more,
    }
    return render(request, "assessments/outcomes/write_up.html", context, status=status)


def choose(request: Request) -> HttpResponse:
    """Which round and factor it was about, among those at the places that the person leads."""
    places = list(led_places(request))
    require(bool(places))
    return render(request, "assessments/outcomes/choose.html", {"places": list(offered(places))})


def led_places(request: Request) -> Iterator[Any]:
    """One for each unit in each of the latest rounds."""
    seen = set()
    here = joint_places(request.user).filter(round__organisation=request.organisation)
    mine: Any = here.order_by("-round__closes_on", "-round", "unit__sort_key", "-level")
    for place in mine:
        if place.led and (place.round_id, place.unit_id) not in seen:
            seen.add((place.round_id, place.unit_id))
            yield place


def offered(places: list[Assessment]) -> Iterator[tuple[Assessment, Asked]]:
    for place in places[:LATEST]:
        yield place, asked_by(place.round)
