"""Before a round opens: which units are counted together, and what will be shown then."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.foreseeing import forecast_of
from assessments.forms.placements import PlacementForm
from assessments.models import Round
from assessments.opening import Refused
from assessments.placing import companies_in, place_together, take_apart
from assessments.terms import RoundState
from assessments.views.round_states import refuse
from assessments.views.rounds import round_in
from portal import audit
from portal.access import Request, administered
from portal.asking import posted
from portal.terms import Level
from portal.verbs import Verb


@require_http_methods(["GET", "HEAD", "POST"])
def placements(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    draft = round_in(request, pk)
    if draft.state is not RoundState.DRAFT:
        return refuse(request, draft, _("Omgången har öppnat, så den kan inte ändras längre."))
    forecast = forecast_of(draft)
    form = PlacementForm(forecast, posted(request))
    if request.method == "POST" and form.is_valid():
        unit, other = form.both
        done = _("%(unit)s och %(other)s räknas ihop.") % {"unit": unit, "other": other}
        return change(request, draft, lambda: place_together(draft, unit, other), done)
    context = {
        "round": draft,
        "forecast": forecast,
        "companies": companies_in(draft),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/placements/placements.html", context, status=status)


@require_POST
def placement_remove(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    administered(request, organisation)
    draft = round_in(request, pk)
    teaching = {"assessments__round": draft, "assessments__level": Level.UNDERVISNING}
    place = get_object_or_404(request.organisation.units, slug=unit, **teaching)
    done = _("%(unit)s räknas för sig igen.") % {"unit": place}
    return change(request, draft, lambda: take_apart(draft, place), done)


def change(request: Request, draft: Round, act: Callable[[], None], done: str) -> HttpResponse:
    try:
        with transaction.atomic():
            act()
            audit.record(request, Verb.ROUND_CHANGED, draft, request.organisation)
    except Refused as reason:
        return refuse(request, draft, str(reason))
    messages.success(request, done)
    return redirect("assessments:placements", request.organisation.slug, draft.pk)
