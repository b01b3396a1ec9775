"""A unit's year, and what became of what it saw."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.cycle.became import became as what_became
from assessments.cycle.next_step import next_step
from assessments.cycle.unit_year import unit_year as year_of_unit
from assessments.cycle.work import work_of
from assessments.cycle.years import school_year, year_of
from assessments.models import CyclePhase
from portal.access import Request, organisation_of, visible
from portal.days import today
from portal.models import Unit


@require_safe
def unit_year(request: Request, organisation: str, unit: str) -> HttpResponse:
    place = unit_at(request, organisation, unit)
    phases = CyclePhase.objects.visible_to(request.user).filter(organisation=request.organisation)
    year = school_year(year_of(today()), phases, today())
    work = work_of(request.user, place, year)
    context = {
        "unit": place,
        "year": year,
        "own": work.own,
        "phases": year_of_unit(work),
        "step": next_step(work),
    }
    return render(request, "assessments/cycle/unit_year.html", context)


@require_safe
def became(request: Request, organisation: str, unit: str) -> HttpResponse:
    place = unit_at(request, organisation, unit)
    context = {"unit": place, "became": what_became(request.user, place)}
    return render(request, "assessments/cycle/became.html", context)


def unit_at(request: Request, organisation: str, slug: str) -> Unit:
    """The unit, if the person works there or at huvudman level; 404 to all others."""
    here = organisation_of(request, organisation)
    found: Unit = visible(request, Unit.objects, organisation=here, slug=slug)
    found.organisation = here
    return found
