"""A factor's table on paper, with where it comes from and whose words it is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from factors.views.factors import factor_page
from factors.views.published import with_newer
from portal.access import Request, organisation_of

PAPER = "factors/factors/paper.html"


@require_safe
@login_not_required
def published_print(request: HttpRequest, edition: str, factor: str) -> HttpResponse:
    shown, newer = with_newer(edition)
    return factor_page(request, shown, factor, newer, PAPER)


@require_safe
def local_print(request: Request, organisation: str, edition: str, factor: str) -> HttpResponse:
    editions = organisation_of(request, organisation).editions.published()
    return factor_page(request, get_object_or_404(editions, slug=edition), factor, None, PAPER)
