"""The national goals beside a round's results, for the huvudman and for a unit."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.disclosure import figures
from assessments.results.goals import GoalBeside, RoundGoals, round_goals
from assessments.results.overview import Overview
from assessments.results.unit import UnitResult
from assessments.views.results import asked_of, governs
from factors.figures.beside_goals import goal_figures
from factors.models import NationalGoal
from portal.access import Request, governed, organisation_of
from portal.models import Unit
from portal.terms import COMPANION_FORMS, Role, SchoolForm


@require_safe
def results_goals(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    asked = asked_of(request, pk)
    overview = Overview(asked, figures(asked.round, asked.ratable))
    units = list(Unit.objects.filter(assessments__round=asked.round).distinct())
    return goals_page(request, round_goals(asked), overview, units)


@require_safe
def unit_goals(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    organisation_of(request, organisation)
    asked = asked_of(request, pk, unit)
    place = UnitResult(asked, figures(asked.round, asked.ratable), unit)
    units = list(request.organisation.units.filter(slug=unit))
    return goals_page(request, round_goals(asked, place.school_forms), place, units)


def goals_page(
    request: Request, goals: RoundGoals, place: Overview | UnitResult, units: list[Unit]
) -> HttpResponse:
    form = chosen_form(request, goals)
    beside = goals_beside(request, goals, place, units, form)
    context: dict[str, Any] = {
        "round": goals.asked.round,
        "unit": place if isinstance(place, UnitResult) else None,
        "governs": governs(request),
        "administers": Role.ADMIN in request.roles,
        "goals": goals,
        "form": form,
        "national": NationalGoal.objects.filter(edition=goals.edition, school_form=form).first(),
        "worked": [each for each in beside if each.found],
        "idle": [each for each in beside if not each.found],
        "has_figures": any(each.measures for each in beside),
    }
    return render(request, "assessments/goals/goals.html", context)


def chosen_form(request: Request, goals: RoundGoals) -> SchoolForm | None:
    """What the address names, or else where the round's factors concern the most."""
    asked = request.GET.get("skolform")
    if asked is not None:
        if asked not in goals.forms:
            raise Http404
        return SchoolForm(asked)
    worked = {each.form: len(each.worked) for each in goals.worked}
    most = sorted(goals.forms, key=lambda form: (-worked.get(form, 0), form in COMPANION_FORMS))
    return most[0] if most else None


def goals_beside(
    request: Request,
    goals: RoundGoals,
    place: Overview | UnitResult,
    units: list[Unit],
    form: SchoolForm | None,
) -> list[GoalBeside]:
    if form is None:
        return []
    beside = goal_figures(request.organisation, goals.edition, form, units)
    return [goals.beside(each.sub_goal, place.factors, each.measures) for each in beside]
