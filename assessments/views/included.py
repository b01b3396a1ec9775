"""Det här ingår i siffran: what a figure of the overview is made of, and what it leaves out."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.disclosure import Figures, Place, figures
from assessments.results.addresses import Addresses
from assessments.results.asked import Asked, AskedFactor
from assessments.results.filters import Selection
from assessments.results.included import Included, at_unit, counting
from assessments.results.overview import Overview
from assessments.views.overview import selection_of
from assessments.views.results import asked_of, factor_at
from factors.models import Statement
from factors.terms import OVERALL_ROW
from portal.access import Request, governed
from portal.terms import Level


@require_safe
def results_included(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    asked = asked_of(request, pk)
    about = request.GET.get("siffra", "medel" if "niva" in request.GET else "svarat")
    if about not in ABOUT:
        raise Http404
    selection = selection_of(request, figures(asked.round))
    context = ABOUT[about](request, asked, selection) | {
        "round": asked.round,
        "about": about,
        "selection": selection,
        "addresses": Addresses(asked.round, selection.filter),
    }
    return render(request, "assessments/results/included.html", context)


def mean(request: Request, asked: Asked, selection: Selection) -> dict[str, Any]:
    """Of a factor at a level, or of all that are added up; of a unit, or of the selection."""
    level = level_of(request, selection)
    factors = factors_of(request, asked)
    overall = (factor.statement(OVERALL_ROW, level) for factor in factors)
    statements = [each for each in overall if each and each.complete]
    unit = unit_of(request, selection.everywhere, level)
    if unit:
        told = selection.everywhere.unit_by_unit(statements)
        part = at_unit(told, unit, statements)
    else:
        part = included(selection, level, statements)
    return {
        "level": level,
        "factors": factors,
        "local": [each for each in asked.factors if each not in asked.summed],
        "unit": unit,
        "parts": [part],
        "counting": counting(part.voices) if part.voices.n else "",
        "open": not asked.round.closed_at and not unit,
    }


def response(request: Request, asked: Asked, selection: Selection) -> dict[str, Any]:
    """How many have answered, level by level."""
    levels = (level for level in Level if selection.figures.places(level))
    parts = [included(selection, level, []) for level in levels]
    return {"parts": parts, "open": not asked.round.closed_at}


def units(request: Request, asked: Asked, selection: Selection) -> dict[str, Any]:
    """Which units are shown for the teaching level."""
    parts = [included(selection, Level.UNDERVISNING, [])]
    return {"parts": parts, "open": not asked.round.closed_at}


def rows(request: Request, asked: Asked, selection: Selection) -> dict[str, Any]:
    """On which rows the levels see different things."""
    overview = Overview(asked, selection.figures)
    found = [(result, row) for result in overview.summed for row in result.rows]
    return {
        "compared": [pair for pair in found if pair[1].span is not None],
        "alone": [pair for pair in found if pair[1].span is None],
        "differing": overview.differing,
        "local": [each for each in asked.factors if each not in asked.summed],
        "open": not asked.round.closed_at,
    }


ABOUT = {"medel": mean, "svarat": response, "enheter": units, "olika": rows}


def included(selection: Selection, level: Level, statements: list[Statement]) -> Included:
    told = selection.figures.unit_by_unit(statements)
    return Included(told, level, told.places(level), statements)


def level_of(request: Request, selection: Selection) -> Level:
    chosen = request.GET.get("niva", "")
    if chosen not in Level or not selection.everywhere.places(Level(chosen)):
        raise Http404
    return Level(chosen)


def factors_of(request: Request, asked: Asked) -> tuple[AskedFactor, ...]:
    position = request.GET.get("faktor")
    if position is None:
        return asked.summed
    if not position.isdecimal():
        raise Http404
    return (factor_at(asked, int(position)),)


def unit_of(request: Request, told: Figures, level: Level) -> Place | None:
    slug = request.GET.get("enhet")
    if slug is None:
        return None
    found = next((place for place in told.places(level) if place.unit and place.slug == slug), None)
    if found is None:
        raise Http404
    return found
