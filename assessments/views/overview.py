"""The huvudman's overview of a round, and a factor as a chain of all its units or some."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessments.analyses.ways import Way, way_to
from assessments.comments import comments
from assessments.development.needs import waiting
from assessments.disclosure import Figures, figures
from assessments.heatmap import Heatmap
from assessments.joint_ratings import huvudman_result
from assessments.models import Round
from assessments.results.addresses import Addresses
from assessments.results.asked import Asked
from assessments.results.filters import Filter, Selection
from assessments.results.goals import round_goals
from assessments.results.groups import Grouping, grouped, groupings, usual
from assessments.results.moment import Moment
from assessments.results.overview import Overview
from assessments.results.pickers import AREA, FORM, GROUPING, LEVEL, ROUND, pickers
from assessments.views.results import asked_of, factor_at, factor_page, since_earlier
from portal.access import Request, governed
from portal.terms import Level, Role, SchoolForm

KEPT = (LEVEL, GROUPING)


@require_safe
def results(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    asked = asked_of(request, pk)
    rounds = closed_rounds(request)
    if request.GET.get(ROUND, str(pk)) != str(pk):
        return to_round(request, rounds)
    selection = selection_of(request, figures(asked.round))
    context = page(request, asked, selection) | {
        "pickers": list(pickers(selection, asked.round, rounds, grouping_of(request, selection))),
        "needs": waiting(request.organisation),
        "way": way_of(request, asked.round),
    }
    return render(request, "assessments/results/overview.html", context)


@require_safe
def results_factor(request: Request, organisation: str, pk: int, position: int) -> HttpResponse:
    governed(request, organisation)
    asked = asked_of(request, pk)
    factor = factor_at(asked, position)
    selection = selection_of(request, figures(asked.round, factor.ratable))
    view = Overview(asked, selection.figures).view
    read = comments(asked.round, None, from_above=True)
    addresses = Addresses(asked.round, selection.filter)
    return factor_page(request, asked, factor, view, read, selection=selection, addresses=addresses)


def page(request: Request, asked: Asked, selection: Selection) -> dict[str, Any]:
    level = level_of(request, selection)
    told = selection.figures.unit_by_unit(asked.overall_at(level or Level.HUVUDMAN))
    overview = Overview(asked, told)
    kept = {name: request.GET[name] for name in KEPT if name in request.GET}
    addresses = Addresses(asked.round, selection.filter, kept)
    places = told.places(level) if level else []
    groups = grouped(places, grouping_of(request, selection), selection.filter)
    return {
        "round": asked.round,
        "overview": overview,
        "selection": selection,
        "addresses": addresses,
        "level": level,
        "tabs": [(tab, addresses.at_level(tab)) for tab in selection.levels],
        "heatmap": Heatmap(overview, level, groups, addresses),
        "goals": round_goals(asked),
        "joint": None if selection.filter else huvudman_result(request.user, asked),
        "since": None if selection.filter else since_earlier(request, Moment(asked, told), level),
    }


def way_of(request: Request, round: Round) -> Way | None:
    """To the huvudman's own analysis, and to the units'."""
    keeps = Role.ADMIN in request.roles
    return way_to(request.user, round, None, keeps) if round.closed_at else None


def closed_rounds(request: Request) -> list[Round]:
    """The newest first."""
    return list(request.organisation.rounds.closed())


def to_round(request: Request, rounds: list[Round]) -> HttpResponse:
    """Another closed round, with the same filter; its levels may be others."""
    wanted = {str(each.pk): each for each in rounds}.get(request.GET[ROUND])
    if wanted is None:
        raise Http404
    wanted.organisation = request.organisation
    kept = {name: request.GET[name] for name in (GROUPING,) if name in request.GET}
    return redirect(Addresses(wanted, filter_of(request), kept).here())


def selection_of(request: Request, everywhere: Figures) -> Selection:
    return Selection(filter_of(request), everywhere)


def filter_of(request: Request) -> Filter:
    """What the address chooses; an unknown school form is not found, an unknown area is empty."""
    form = request.GET.get(FORM, "")
    if form and form not in SchoolForm:
        raise Http404
    return Filter(SchoolForm(form) if form else None, request.GET.get(AREA, ""))


def level_of(request: Request, selection: Selection) -> Level | None:
    """The level of the heatmap: undervisning unless the address names another."""
    levels = selection.levels
    chosen = request.GET.get(LEVEL, levels[-1] if levels else None)
    if chosen not in [*levels, None]:
        raise Http404
    return Level(chosen) if chosen else None


def grouping_of(request: Request, selection: Selection) -> Grouping:
    """As chosen, where it divides the units that are shown."""
    chosen = request.GET.get(GROUPING) or usual(selection)
    if chosen not in Grouping:
        raise Http404
    return Grouping(chosen) if chosen in groupings(selection) else Grouping.NONE
