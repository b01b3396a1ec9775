"""Results: a unit, and a factor as a chain of the whole organisation or of a unit."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from assessments.analyses.ways import Way, way_to
from assessments.comments import Comments, comments
from assessments.disclosure import unit_figures
from assessments.joint_ratings import joint_result
from assessments.models import Action, Assessment, Round
from assessments.results.asked import Asked, AskedFactor, asked_in
from assessments.results.beside import beside
from assessments.results.chain import View, widest_first
from assessments.results.filters import Selection
from assessments.results.goals import round_goals
from assessments.results.mirror import mirror_look
from assessments.results.moment import Moment
from assessments.results.since import Since, since
from assessments.results.unit import UnitResult
from portal.access import Request, organisation_of
from portal.models import Unit
from portal.terms import HUVUDMAN_ROLES, Level, Role

BY_SPAN = "spannvidd"
ORDERS = {"tabell": _("Tabellens ordning"), BY_SPAN: _("Störst spännvidd först")}


@require_safe
def unit_results(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    organisation_of(request, organisation)
    asked = asked_of(request, pk, unit)
    place = UnitResult(asked, unit_figures(asked.round, unit, asked.ratable), unit)
    context = {
        "round": asked.round,
        "unit": place,
        "joint": joint_result(request.user, asked, place.voices),
        "governs": governs(request),
        "beside": beside(place),
        "since": since_earlier(request, Moment(asked, place.figures, place.pk, unit), place.shown),
        "way": None if place.is_open else way_of(request, asked, place),
    }
    return render(request, "assessments/results/unit.html", context)


@require_safe
def unit_results_factor(
    request: Request, organisation: str, pk: int, unit: str, position: int
) -> HttpResponse:
    organisation_of(request, organisation)
    asked = asked_of(request, pk, unit)
    factor = factor_at(asked, position)
    place = UnitResult(asked, unit_figures(asked.round, unit, factor.ratable), unit)
    read = comments(asked.round, Unit(pk=place.pk), from_above=governs(request))
    return factor_page(request, asked, factor, place.view, read, unit=place)


def way_of(request: Request, asked: Asked, place: UnitResult) -> Way | None:
    """To the unit's analysis."""
    return way_to(request.user, asked.round, place.pk, leads(request, place.slug))


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


def since_earlier(request: Request, after: Moment, level: Level | None) -> Since | None:
    """What changed at the level; None where the place shows no figures yet."""
    if level is None or not (after.unit or after.round.closed_at):
        return None
    actions = Action.objects.visible_to(request.user)
    return since(Round.objects.visible_to(request.user), actions, after, level)


def factor_at(asked: Asked, position: int) -> AskedFactor:
    factor = asked.at(position)
    if factor is None:
        raise Http404
    return factor


def governs(request: Request) -> bool:
    return not request.roles.isdisjoint(HUVUDMAN_ROLES)


def leads(request: Request, unit: str) -> bool:
    """Whether the person is the unit's rektor, who answers for what is read there."""
    led = request.user.offices.units(Role.REKTOR)
    return bool(led) and request.organisation.units.filter(pk__in=led, slug=unit).exists()


def factor_page(
    request: Request,
    asked: Asked,
    factor: AskedFactor,
    view: View,
    read: Comments,
    **shown: Any,
) -> HttpResponse:
    order = request.GET.get("ordning", "tabell")
    if order not in ORDERS:
        raise Http404
    unit: UnitResult | None = shown.get("unit")
    selection: Selection | None = shown.get("selection")
    mirror = mirror_look(
        asked.round,
        factor.ratable,
        unit.pk if unit else None,
        among=selection.units if selection else None,
    )
    result = replace(view, comments=read, mirror=mirror).factor(factor)
    context = {
        "round": asked.round,
        "asked": asked,
        "concerned": round_goals(asked, unit.school_forms if unit else None).concerned(factor),
        "result": result,
        "rows": widest_first(result.rows) if order == BY_SPAN else result.rows,
        "order": order,
        "orders": ORDERS.items(),
        "reflections": read.reflections(factor.factor),
        "governs": governs(request),
        "leads": unit is not None and leads(request, unit.slug),
        "administers": Role.ADMIN in request.roles,
    }
    return render(request, "assessments/results/factor.html", context | shown)
