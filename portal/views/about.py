"""What the portal says of itself, to anybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the law asks of a public body's digital service."""
    return render(request, "portal/about/accessibility.html", {"contact": settings.CONTACT})
