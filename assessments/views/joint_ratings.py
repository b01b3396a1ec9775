"""Joint ratings: the unit's rektor writes down what was agreed on, others of the unit read it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.joint_ratings import JointRatingForm
from assessments.joint_ratings import (
    Frozen,
    JointFactor,
    Stale,
    agreements,
    joint_factors,
    joint_places,
    save_agreements,
)
from assessments.models import JointRating, Round
from assessments.terms import STEPS, UNSURE
from assessments.views.results import asked_of, governs
from portal import audit
from portal.access import Request, organisation_of, require, visible
from portal.verbs import Verb


@dataclass(frozen=True, slots=True)
class Page:
    """A factor at a unit; `place` is one of `joint_places`."""

    round: Round
    place: Any
    factors: tuple[JointFactor, ...]
    factor: JointFactor

    def form(self, request: Request) -> JointRatingForm:
        data = request.POST if request.method == "POST" else None
        return JointRatingForm(self.factor, self.round.opens_on, data)


@require_http_methods(["GET", "HEAD", "POST"])
def joint_ratings(
    request: Request, organisation: str, pk: int, unit: str, position: int
) -> HttpResponse:
    organisation_of(request, organisation)
    page = page_of(request, pk, unit, position)
    if request.method == "POST":
        require(page.place.led)
        return receive(request, page)
    writes = page.place.led and not page.place.frozen
    return show(request, page, form=page.form(request) if writes else None)


def page_of(request: Request, pk: int, unit: str, position: int) -> Page:
    asked = asked_of(request, pk, unit)
    place = visible(request, joint_places(request.user), round=asked.round, unit__slug=unit)
    place.round = asked.round
    mine = JointRating.objects.visible_to(request.user)
    agreed = agreements(mine.filter(round=asked.round, unit=place.unit))
    factors = joint_factors(asked, agreed)
    for factor in factors:
        if factor.asked.position == position:
            return Page(asked.round, place, factors, factor)
    raise Http404


def receive(request: Request, page: Page) -> HttpResponse:
    form = page.form(request)
    if page.place.frozen:
        return show(request, page, lost=form.sent, status=409)
    if not form.is_valid():
        return show(request, page, form=form, status=422)
    try:
        save(request, page, form)
    except Frozen:
        return show(request, page, lost=form.sent, status=409)
    except Stale as stale:
        form.confront(stale.standing)
        return show(request, page, form=form, stale=True, status=409)
    messages.success(request, _("Den gemensamma skattningen är sparad."))
    return redirect(request.path)


@transaction.atomic
def save(request: Request, page: Page, form: JointRatingForm) -> None:
    save_agreements(page.round, page.place.unit, page.factor, form.wanted, form.seen)
    audit.record(request, Verb.JOINT_RATING_SAVED, page.place, request.organisation)


def show(request: Request, page: Page, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "round": page.round,
        "unit": page.place.unit,
        "place": page.place,
        "factors": page.factors,
        "factor": page.factor,
        "governs": governs(request),
        "steps": STEPS,
        "unsure": UNSURE,
        **more,
    }
    return render(request, "assessments/joint_ratings/joint_ratings.html", context, status=status)
