"""The first page: the portal to those outside, and to each person what is theirs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessments.drawings import ChainLevel
from assessments.start import desks_of
from portal.access import Request, organisation_of
from portal.second_factor import demand_of_administrators
from portal.terms import Level

EXAMPLE = [
    ChainLevel(Level.HUVUDMAN, 3.5),
    ChainLevel(Level.REKTOR, 3.4),
    ChainLevel(Level.UNDERVISNING, 2.0),
]


@login_not_required
@require_safe
def start(request: Request) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "assessments/start/landing.html", {"chain": EXAMPLE})
    desks = desks_of(request.user)
    if not desks and request.user.is_catalogue_editor:
        return redirect("factors:editions")
    if not desks and request.user.is_steward:
        return redirect("assessments:nation")
    for desk in desks:
        demand_of_administrators(request, desk.roles)
    if len(desks) == 1:  # the only organisation needs no choosing
        request.organisation, request.roles = desks[0].organisation, desks[0].roles
    return render(request, "assessments/start/start.html", {"desks": desks})


@require_safe
def home(request: Request, organisation: str) -> HttpResponse:
    """The start page within one organisation."""
    here = organisation_of(request, organisation)
    desks = desks_of(request.user, here)
    return render(request, "assessments/start/start.html", {"desks": desks})


@require_safe
def latest_results(request: Request, organisation: str) -> HttpResponse:
    """Where the header's "Resultat" leads: the newest that the person may read."""
    here = organisation_of(request, organisation)
    desk = desks_of(request.user, here)[0]
    if desk.latest_round:
        return redirect("assessments:results", here.slug, desk.latest_round.pk)
    if len(desk.results) != 1:
        return render(request, "assessments/start/results_page.html", {"desk": desk})
    round, unit = desk.results[0].round, desk.results[0].unit
    return redirect("assessments:unit_results", here.slug, round.pk, unit.slug if unit else "")
