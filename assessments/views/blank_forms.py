"""A level's statements as a blank form on paper, for whoever wants to think before or without."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.terms import STEPS, UNSURE
from factors.models import Edition, Factor, Statement
from portal.access import Request, organisation_of
from portal.terms import Level


@require_safe
@login_not_required
def blank_form(request: HttpRequest, edition: str, factor: str) -> HttpResponse:
    national = Edition.objects.national().published()
    return form_page(request, get_object_or_404(national, slug=edition), factor)


@require_safe
def local_blank_form(
    request: Request, organisation: str, edition: str, factor: str
) -> HttpResponse:
    editions = organisation_of(request, organisation).editions.published()
    return form_page(request, get_object_or_404(editions, slug=edition), factor)


def form_page(request: HttpRequest, edition: Edition, slug: str) -> HttpResponse:
    factor = get_object_or_404(edition.factors.select_related("edition", "source"), slug=slug)
    level = level_in(request)
    context = {
        "edition": edition,
        "factor": factor,
        "level": level,
        "levels": Level,
        "statements": asked_at(factor, level),
        "steps": STEPS,
        "unsure": UNSURE,
    }
    return render(request, "assessments/blank_forms/form.html", context)


def level_in(request: HttpRequest) -> Level:
    asked = request.GET.get("niva")
    return Level(asked) if asked in Level.values else Level.UNDERVISNING


def asked_at(factor: Factor, level: Level) -> list[Statement]:
    """In the order that they are asked: the rows, and then the overall question."""
    found = Statement.objects.ratable().filter(factor=factor, level=level).order_by("row")
    return sorted(found, key=lambda statement: statement.is_overall)
