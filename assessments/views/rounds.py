"""Rounds: the list, a round's page, and the page where a draft is made."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.following import followed_by, following
from assessments.foreseeing import forecast_of
from assessments.forms.rounds import RoundForm
from assessments.models import Assessment, Round, RoundFactor
from assessments.opening import Refused
from assessments.preview import preview
from assessments.terms import RoundState
from portal import audit
from portal.access import Request, administered, organisation_of, require, visible
from portal.days import today
from portal.terms import HUVUDMAN_ROLES, Level, Role
from portal.verbs import Verb

REDRAWS = {"pick", "preview", "renew"}
IN_ORDER = RoundFactor.objects.select_related("factor__edition")


@require_safe
def rounds(request: Request, organisation: str) -> HttpResponse:
    found = organisation_of(request, organisation)
    require(not request.roles.isdisjoint({*HUVUDMAN_ROLES, Role.REKTOR}))
    followed = followed_by(request, Assessment.objects.all())
    shown = Round.objects.visible_to(request.user).filter(
        organisation=found, pk__in=followed.values("round")
    )
    context = {
        "rounds": shown.prefetch_related(Prefetch("round_factors", IN_ORDER)),
        "administers": Role.ADMIN in request.roles,
    }
    return render(request, "assessments/rounds/rounds.html", context)


@require_safe
def round(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    shown = round_in(request, pk)
    followed = followed_by(request, shown.assessments.all())
    places = list(followed.select_related("unit").order_by("unit__sort_key", "unit"))
    require(bool(places))
    context: dict[str, Any] = {
        "round": shown,
        "state": shown.state,
        "factors": [each.factor for each in shown.round_factors.select_related("factor__edition")],
        "levels": [level for level in Level if level in {place.level for place in places}],
        "units": list(dict.fromkeys(place.unit for place in places if place.unit)),
        "today": today(),
        "administers": Role.ADMIN in request.roles,
        "governs": not request.roles.isdisjoint(HUVUDMAN_ROLES),
    }
    if shown.state is RoundState.DRAFT:
        factors, levels, units = (context[name] for name in ("factors", "levels", "units"))
        told = (factors, levels, units, forecast_of(shown))
        context["preview"] = preview(request.organisation, *told, mirror=shown.mirror)
    elif shown.state is RoundState.OPEN:
        context |= {"following": following(followed), "closable": closable(request)}
    return render(request, "assessments/rounds/round.html", context)


def closable(request: Request) -> set[int]:
    """Units whose own part the person may close early as their rektor."""
    return request.user.offices.units(Role.REKTOR)


@require_http_methods(["GET", "HEAD", "POST"])
def round_create(request: Request, organisation: str) -> HttpResponse:
    found = administered(request, organisation)
    new = Round(organisation=found, created_by=request.user)
    if request.method == "POST":
        return save(request, new, Verb.ROUND_CREATED)
    return form_page(request, RoundForm(new))


@require_http_methods(["GET", "HEAD", "POST"])
def round_edit(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    draft = round_in(request, pk)
    if draft.state is not RoundState.DRAFT:
        messages.error(request, _("Omgången har öppnat, så den kan inte ändras längre."))
        return redirect("assessments:round", organisation, pk)
    if request.method == "POST":
        return save(request, draft, Verb.ROUND_CHANGED)
    return form_page(request, RoundForm.of_draft(draft))


def save(request: Request, draft: Round, verb: Verb) -> HttpResponse:
    if REDRAWS & request.POST.keys():
        return form_page(request, RoundForm.redrawn(draft, request.POST))
    form = RoundForm(draft, request.POST)
    if not form.is_valid():
        return form_page(request, form, status=422)
    try:
        saved = form.save()
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("assessments:rounds", request.organisation.slug)
    audit.record(request, verb, saved, request.organisation)
    messages.success(request, _("Omgången är sparad som utkast."))
    return redirect("assessments:round", request.organisation.slug, saved.pk)


def form_page(request: Request, form: RoundForm, status: int = 200) -> HttpResponse:
    template = "assessments/rounds/form.html"
    if request.htmx:
        template += "#picked" if "pick" in request.POST else "#preview"
    return render(request, template, {"form": form, "round": form.instance}, status=status)


def round_in(request: Request, pk: int) -> Round:
    """The round of the organisation that the request is about."""
    rounds = Round.objects.filter(organisation=request.organisation)
    shown = visible(request, rounds, pk=pk)
    shown.organisation = request.organisation
    return shown
