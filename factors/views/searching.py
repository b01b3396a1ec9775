"""Searching the newest national edition, or an organisation's own, wherever the words stand."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from factors.models import Edition
from factors.searching import QUERY_LIMIT, found_in
from portal.access import Request, organisation_of


@require_safe
@login_not_required
def factors_search(request: HttpRequest) -> HttpResponse:
    edition = Edition.objects.newest_national()
    return search_page(request, [edition] if edition else [], "factors/searching/search.html")


@require_safe
def local_search(request: Request, organisation: str) -> HttpResponse:
    editions = organisation_of(request, organisation).editions.published()
    return search_page(request, list(editions), "factors/searching/local_search.html")


def search_page(request: HttpRequest, editions: Sequence[Edition], template: str) -> HttpResponse:
    query = " ".join(request.GET.get("q", "")[:QUERY_LIMIT].split())
    context = {
        "editions": editions,
        "query": query,
        "hits": found_in(editions, query),
        "limit": QUERY_LIMIT,
    }
    return render(request, template, context)
