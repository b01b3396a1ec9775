"""A level's statements as a blank form on paper, for whoever wants to think before or without."""

from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.terms import STEPS, UNSURE
from factors.models import Edition, Factor, Statement
from portal.access import Request, organisation_of
from portal.terms import Level

# What an address asks for to get the three levels after each other.
EVERY_LEVEL = "alla"


class Part(NamedTuple):
    """A level's statements in the order that they are asked, and the rows that can't be rated."""

    level: Level
    statements: list[Statement]
    cut: list[int]


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
    chosen = levels_in(request)
    context = {
        "edition": edition,
        "factor": factor,
        "chosen": chosen,
        "levels": Level,
        "every_level": EVERY_LEVEL,
        "parts": parts_of(factor, chosen),
        "steps": STEPS,
        "unsure": UNSURE,
    }
    return render(request, "assessments/blank_forms/form.html", context)


def levels_in(request: HttpRequest) -> list[Level]:
    asked = request.GET.get("niva")
    if asked == EVERY_LEVEL:
        return list(Level)
    return [Level(asked) if asked in Level.values else Level.UNDERVISNING]


def parts_of(factor: Factor, levels: list[Level]) -> list[Part]:
    """The rows of each level, and then the overall question."""
    found = list(factor.statements.filter(level__in=levels).order_by("row"))
    return [part_of(level, [each for each in found if each.level == level]) for level in levels]


def part_of(level: Level, found: list[Statement]) -> Part:
    whole = [each for each in found if each.complete]
    cut = [each.row for each in found if not each.complete]
    return Part(level, sorted(whole, key=lambda each: each.is_overall), cut)
