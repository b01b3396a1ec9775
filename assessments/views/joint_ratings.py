"""Joint ratings: the unit's rektor writes down what was agreed on, others of the unit read it.

At the huvudman's own level an administrator writes.
"""

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
    JointFactor,
    Stale,
    agreements,
    joint_factors,
    joint_places,
    levels_of,
    save_agreements,
)
from assessments.models import JointRating, Round
from assessments.results.asked import Asked
from assessments.terms import STEPS, UNSURE
from assessments.views.results import asked_of, governs
from portal import audit
from portal.access import Request, governed, organisation_of, require
from portal.models import Unit
from portal.terms import Level
from portal.verbs import Verb


@dataclass(frozen=True, slots=True)
class Page:
    """A factor at one level of a unit or (unit None) the huvudman's own.

    `place` is the level's among `joint_places`, and `levels` are those that the place has.
    """

    round: Round
    place: Any
    levels: tuple[Level, ...]
    factors: tuple[JointFactor, ...]
    factor: JointFactor

    @property
    def unit(self) -> Unit | None:
        unit: Unit | None = self.place.unit
        return unit

    @property
    def level(self) -> Level:
        return Level(self.place.level)

    @property
    def address(self) -> str:
        return f"?niva={self.level.value}"

    def form(self, request: Request) -> JointRatingForm:
        data = request.POST if request.method == "POST" else None
        return JointRatingForm(self.factor, self.round.opens_on, data)


@require_http_methods(["GET", "HEAD", "POST"])
def joint_ratings(
    request: Request, organisation: str, pk: int, unit: str, position: int
) -> HttpResponse:
    organisation_of(request, organisation)
    asked = asked_of(request, pk, unit)
    return joint_page(request, page_of(request, asked, position, unit__slug=unit))


@require_http_methods(["GET", "HEAD", "POST"])
def huvudman_joint_ratings(
    request: Request, organisation: str, pk: int, position: int
) -> HttpResponse:
    governed(request, organisation)
    asked = asked_of(request, pk)
    return joint_page(request, page_of(request, asked, position, unit=None))


def page_of(request: Request, asked: Asked, position: int, **where: Any) -> Page:
    """Of the level in the address, or the lowest that the place has."""
    mine = joint_places(request.user).visible_to(request.user)
    places: dict[str, Any] = {each.level: each for each in mine.filter(round=asked.round, **where)}
    place = places.get(request.GET.get("niva") or next(iter(places), ""))
    if place is None:
        raise Http404
    place.round = asked.round
    ratings = JointRating.objects.visible_to(request.user)
    agreed = agreements(ratings.filter(round=asked.round, unit=place.unit))
    factors = joint_factors(asked, agreed, (Level(place.level),))
    for factor in factors:
        if factor.asked.position == position:
            return Page(asked.round, place, levels_of(places.values()), factors, factor)
    raise Http404


def joint_page(request: Request, page: Page) -> HttpResponse:
    if request.method == "POST":
        require(page.place.led)
        return receive(request, page)
    return show(request, page, form=page.form(request) if page.place.led else None)


def receive(request: Request, page: Page) -> HttpResponse:
    form = page.form(request)
    if not form.is_valid():
        return show(request, page, form=form, status=422)
    try:
        save(request, page, form)
    except Stale as stale:
        form.confront(stale.standing)
        return show(request, page, form=form, stale=True, status=409)
    messages.success(request, _("Den gemensamma skattningen är sparad."))
    return redirect(request.path + page.address)


@transaction.atomic
def save(request: Request, page: Page, form: JointRatingForm) -> None:
    save_agreements(page.round, page.unit, page.factor, form.wanted, form.seen)
    audit.record(request, Verb.JOINT_RATING_SAVED, page.place, request.organisation)


def show(request: Request, page: Page, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "page": page,
        "round": page.round,
        "unit": page.unit,
        "place": page.place,
        "factors": page.factors,
        "factor": page.factor,
        "governs": governs(request),
        "steps": STEPS,
        "unsure": UNSURE,
        **more,
    }
    return render(request, "assessments/joint_ratings/joint_ratings.html", context, status=status)
