"""Staying signed in, and signing out everywhere: oneself, or somebody by an administrator."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import audit, sessions
from portal.access import Request, administered
from portal.models import User
from portal.sessions import in_background, left, note
from portal.verbs import Verb


@in_background
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_continue(request: Request) -> JsonResponse:
    """How long the person stays signed in; a POST is from somebody who is still there."""
    if not request.user.is_authenticated:
        return JsonResponse({"seconds": 0}, status=401)
    if request.method == "POST":
        note(request)
    return JsonResponse(left(request)._asdict() | {"user": request.user.pk})


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out_everywhere(request: Request) -> HttpResponse:
    if request.method != "POST":
        return render(request, "portal/sessions/sign_out_everywhere.html")
    if "stay" in request.POST:
        sessions.sign_out_elsewhere(request, request.user)
        messages.success(request, _("Du är utloggad på alla andra ställen."))
        return redirect("assessments:start")
    sessions.sign_out_everywhere(request.user)
    logout(request)
    messages.success(request, _("Du är utloggad överallt."))
    return redirect("account_login")


@require_http_methods(["GET", "HEAD", "POST"])
def person_sign_out(request: Request, organisation: str, pk: int) -> HttpResponse:
    place = administered(request, organisation)
    here = User.objects.filter(memberships__organisation=place).distinct()
    person = get_object_or_404(here, pk=pk)
    if person == request.user:
        return redirect("sign_out_everywhere")
    if request.method != "POST":
        return render(request, "portal/people/sign_out.html", {"person": person})
    with transaction.atomic():
        audit.record(request, Verb.PERSON_SIGNED_OUT, person, place)
        sessions.sign_out_everywhere(person)
    messages.success(request, _("%(name)s är utloggad överallt.") % {"name": person})
    return redirect("portal:person", place.slug, person.pk)
