"""Results: the huvudman's overview, a unit, and a factor as a chain at either place."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from assessments.disclosure import Comments, comments, figures
from assessments.heatmap import summed_rows, unit_rows
from assessments.joint_ratings import joint_result
from assessments.models import Assessment, Round
from assessments.results.asked import Asked, AskedFactor, asked_in
from assessments.results.chain import View, widest_first
from assessments.results.overview import Overview
from assessments.results.unit import UnitResult
from portal.access import Request, governed, organisation_of
from portal.models import Unit
from portal.terms import HUVUDMAN_ROLES, Level

BY_SPAN = "spannvidd"
ORDERS = {"tabell": _("Tabellens ordning"), BY_SPAN: _("Störst spännvidd först")}


@require_safe
def results(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    asked = asked_of(request, pk)
    overview = Overview(asked, figures(asked.round, asked.ratable))
    level = chosen_level(request, overview)
    context = {
        "round": asked.round,
        "overview": overview,
        "tabs": tabs_of(overview),
        "level": level,
        "above": summed_rows(overview, level),
        "units": unit_rows(overview, level),
    }
    return render(request, "assessments/results/overview.html", context)


@require_safe
def results_factor(request: Request, organisation: str, pk: int, position: int) -> HttpResponse:
    governed(request, organisation)
    asked = asked_of(request, pk)
    factor = factor_at(asked, position)
    overview = Overview(asked, figures(asked.round, factor.ratable))
    read = comments(asked.round, None, from_above=True)
    return factor_page(request, asked, factor, overview.view, read)


@require_safe
def unit_results(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    organisation_of(request, organisation)
    asked = asked_of(request, pk, unit)
    place = UnitResult(asked, figures(asked.round, asked.ratable), unit)
    context = {
        "round": asked.round,
        "unit": place,
        "joint": joint_result(request.user, asked, place.voices),
        "governs": governs(request),
    }
    return render(request, "assessments/results/unit.html", context)


@require_safe
def unit_results_factor(
    request: Request, organisation: str, pk: int, unit: str, position: int
) -> HttpResponse:
    organisation_of(request, organisation)
    asked = asked_of(request, pk, unit)
    factor = factor_at(asked, position)
    place = UnitResult(asked, figures(asked.round, factor.ratable), unit)
    read = comments(asked.round, Unit(pk=place.pk), from_above=governs(request))
    return factor_page(request, asked, factor, place.view, read, place)


def asked_of(request: Request, pk: int, unit: str | None = None) -> Asked:
    """What an opened round asks, if the person may see its results (at the unit), or 404."""
    rounds = Round.objects.visible_to(request.user).filter(
        organisation=request.organisation, pk=pk, opened_at__isnull=False
    )
    if unit is not None:
        places = Assessment.objects.visible_to(request.user).filter(unit__slug=unit)
        rounds = rounds.filter(pk__in=places.values("round"))
    asked = asked_in(rounds)
    if asked is None:
        raise Http404
    asked.round.organisation = request.organisation
    return asked


def factor_at(asked: Asked, position: int) -> AskedFactor:
    factor = asked.at(position)
    if factor is None:
        raise Http404
    return factor


def tabs_of(overview: Overview) -> list[Level]:
    """The levels that units have; the huvudman's own is always a row of the heatmap."""
    return [level for level in overview.levels if level is not Level.HUVUDMAN]


def chosen_level(request: Request, overview: Overview) -> Level | None:
    """The level of the heatmap: undervisning unless the address names another."""
    tabs = tabs_of(overview)
    chosen = request.GET.get("niva", tabs[-1] if tabs else None)
    if chosen not in [*tabs, None]:
        raise Http404
    return Level(chosen) if chosen else None


def governs(request: Request) -> bool:
    return not request.roles.isdisjoint(HUVUDMAN_ROLES)


def factor_page(
    request: Request,
    asked: Asked,
    factor: AskedFactor,
    view: View,
    read: Comments,
    unit: UnitResult | None = None,
) -> HttpResponse:
    order = request.GET.get("ordning", "tabell")
    if order not in ORDERS:
        raise Http404
    result = replace(view, comments=read).factor(factor)
    context: dict[str, Any] = {
        "round": asked.round,
        "asked": asked,
        "result": result,
        "rows": widest_first(result.rows) if order == BY_SPAN else result.rows,
        "order": order,
        "orders": ORDERS.items(),
        "reflections": read.reflections(factor.factor),
        "unit": unit,
        "governs": governs(request),
    }
    return render(request, "assessments/results/factor.html", context)
