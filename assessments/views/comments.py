"""Comments and shared reflections: of a unit, and of all that those who govern may read."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.comments import at_place, containing, everywhere, in_reading_order, said
from assessments.disclosure import figures
from assessments.forms.comments import CommentFilterForm
from assessments.results.asked import Asked
from assessments.results.comments import keys_of, topics
from assessments.results.unit import UnitResult
from assessments.views.results import asked_of, governs, leads
from portal.access import Request, governed, organisation_of
from portal.models import Unit
from portal.terms import Role

PAGE = 50


@require_safe
def comments(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    asked = asked_of(request, pk)
    return comments_page(request, asked, everywhere(asked.round), None)


@require_safe
def unit_comments(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    organisation_of(request, organisation)
    asked = asked_of(request, pk, unit)
    place = UnitResult(asked, figures(asked.round, ()), unit)
    found = at_place(asked.round, Unit(pk=place.pk), from_above=governs(request))
    return comments_page(request, asked, found, place)


def comments_page(
    request: Request, asked: Asked, found: QuerySet[Any], unit: UnitResult | None
) -> HttpResponse:
    form = CommentFilterForm(asked, request.GET)
    keys = keys_of(form.query)
    if form.factor:
        found = found.filter(factor=form.factor.factor)
    wanted = containing(found, keys) if keys or not form.query else found.none()
    every = Paginator(in_reading_order(wanted, [each.factor.pk for each in asked.factors]), PAGE)
    page = every.get_page(request.GET.get("sida"))
    shown: Any = page.object_list
    query = request.GET.copy()
    query.pop("sida", None)
    context = {
        "round": asked.round,
        "unit": unit,
        "form": form,
        "page": page,
        "topics": topics(asked, said(shown)),
        "keys": keys,
        "chosen": query.urlencode(),
        "governs": governs(request),
        "leads": unit is not None and leads(request, unit.slug),
        "administers": Role.ADMIN in request.roles,
    }
    return render(request, "assessments/comments/comments.html", context)
