"""Searching the newest national edition, wherever the words stand in it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from factors.models import Edition
from factors.searching import QUERY_LIMIT, found_in


@require_safe
@login_not_required
def factors_search(request: HttpRequest) -> HttpResponse:
    edition = Edition.objects.newest_national()
    query = " ".join(request.GET.get("q", "")[:QUERY_LIMIT].split())
    hits = found_in(edition, query) if edition else []
    context = {"edition": edition, "query": query, "hits": hits, "limit": QUERY_LIMIT}
    return render(request, "factors/searching/search.html", context)
