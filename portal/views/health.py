"""How the portal itself is: for probes, for Prometheus, and for the person who sees to it."""

from secrets import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.access import Request, stewarded
from portal.health import parts
from portal.measures import told_for_prometheus


@login_not_required
@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """That there is somebody here to answer; asks nothing of the database."""
    return HttpResponse("lever\n", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Yes or no for each part, and nothing that is of use to somebody else."""
    found = {part.key: part.works for part in parts()}
    is_ready = all(found.values())
    return JsonResponse({"redo": is_ready, **found}, status=200 if is_ready else 503)


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not settings.METRICS_TOKEN:
        raise Http404
    sent = request.headers.get("Authorization", "")
    if not compare_digest(sent.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(
        told_for_prometheus(), content_type="text/plain; version=0.0.4; charset=utf-8"
    )


@require_safe
def health(request: Request) -> HttpResponse:
    stewarded(request)
    found = parts()
    context = {
        "parts": found,
        "broken": [part for part in found if not part.works],
        "now": timezone.now(),
    }
    return render(request, "portal/health/health.html", context)
