"""The trend: what has changed from an earlier round to this one, and over all rounds."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.disclosure import figures, unit_figures
from assessments.models import Action, Round
from assessments.results.moment import Moment, earlier_rounds
from assessments.results.overview import Overview
from assessments.results.since import in_short, trend_of
from assessments.results.trend import Trend
from assessments.results.unit import UnitResult
from assessments.views.results import asked_of, governs
from portal.access import Request, governed, organisation_of
from portal.terms import Level


@require_safe
def trend(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    asked = asked_of(request, pk)
    overview = Overview(asked, figures(asked.round, asked.ratable))
    after = Moment(asked, overview.figures)
    lowest = overview.levels[-1] if overview.levels and asked.round.closed_at else None
    return trend_page(request, after, overview.levels, lowest)


@require_safe
def unit_trend(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    organisation_of(request, organisation)
    asked = asked_of(request, pk, unit)
    place = UnitResult(asked, unit_figures(asked.round, unit, asked.ratable), unit)
    after = Moment(asked, place.figures, place.pk, unit)
    shown = place.shown or place.voices.level
    return trend_page(request, after, place.levels, None if place.is_open else shown, place)


def trend_page(
    request: Request,
    after: Moment,
    levels: tuple[Level, ...],
    lifted: Level | None,
    unit: UnitResult | None = None,
) -> HttpResponse:
    """`lifted`: the level whose largest changes stand first; None while it is open."""
    rounds = earlier_rounds(Round.objects.visible_to(request.user), after.asked, after.unit)
    offered = list(rounds)
    chosen = chosen_round(request, offered)
    actions = Action.objects.visible_to(request.user)
    found = trend_of(after, offered, chosen, levels, actions) if chosen and lifted else None
    context = {
        "round": after.round,
        "asked": after.asked,
        "unit": unit,
        "governs": governs(request),
        "offered": offered,
        "trend": found,
        "is_open": lifted is None,
        "since": in_short(found, lifted) if found and lifted else None,
        "makeups": makeups(found, unit) if found else [],
    }
    return render(request, "assessments/results/trend.html", context)


def makeups(trend: Trend, unit: UnitResult | None) -> list[str]:
    """Where the two rounds' figures are not of the same units, in words."""
    said = (each.of(unit.name) if unit else each.of_all() for each in trend.makeups)
    return [words for words in said if words]


def chosen_round(request: Request, offered: Sequence[Round]) -> Round | None:
    """The earlier round that the address names, or the latest; None where there is none."""
    wanted = request.GET.get("mot")
    if wanted is None:
        return next(iter(offered), None)
    found = next((round for round in offered if str(round.pk) == wanted), None)
    if found is None:
        raise Http404
    return found
