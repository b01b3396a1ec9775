"""Each published edition of the national catalogue, at addresses that never change."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from factors.models import Edition
from factors.views.factors import factor_page, factors_page
from factors.views.goals import goals_page


@require_safe
@login_not_required
def published(request: HttpRequest) -> HttpResponse:
    editions = Edition.objects.national().published()
    return render(request, "factors/published/published.html", {"editions": editions})


@require_safe
@login_not_required
def published_factors(request: HttpRequest, edition: str) -> HttpResponse:
    return factors_page(request, *with_newer(edition))


@require_safe
@login_not_required
def published_factor(request: HttpRequest, edition: str, factor: str) -> HttpResponse:
    shown, newer = with_newer(edition)
    return factor_page(request, shown, factor, newer)


@require_safe
@login_not_required
def published_goals(request: HttpRequest, edition: str) -> HttpResponse:
    return goals_page(request, *with_newer(edition))


def with_newer(slug: str) -> tuple[Edition, Edition | None]:
    """The edition, and the newest one if that is another."""
    shown = get_object_or_404(Edition.objects.national().published(), slug=slug)
    newest = Edition.objects.newest_national()
    return shown, newest if newest != shown else None
