"""An invitation as its person meets it: the link in the mail, and the page behind it."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.invitations import accept, behind, places_of
from portal.models import Invitation
from portal.rate_limits import limited
from portal.verbs import Verb

# Whose invitation this browser has opened, by its key: the token is kept nowhere.
OPENED = "invitation"


@limited("invitation")
@login_not_required
@never_cache
@require_safe
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    """Leads to a page whose address tells nothing, so that the token is in no history or log."""
    found = behind(token)
    request.session[OPENED] = found.pk if found else None
    response = redirect("portal:invitation")
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    usable = Invitation.objects.usable().select_related("user", "organisation", "made_by")
    opened = usable.filter(pk=request.session.get(OPENED) or 0).first()
    if opened is None:
        return render(request, "portal/invitations/void.html")
    if request.method == "POST" and "leave" in request.POST:
        return leave(request, opened)
    is_another = request.user.is_authenticated and request.user != opened.user
    if request.method == "POST" and not is_another:
        return come_in(request, opened)
    context = {
        "invitation": opened,
        "places": places_of(opened.user, opened.organisation),
        "is_another": is_another,
    }
    return render(request, "portal/invitations/invitation.html", context)


def come_in(request: HttpRequest, opened: Invitation) -> HttpResponse:
    """Signs in as a code does, so that whoever has a second factor is asked for it."""
    if not accept(opened):
        return redirect("portal:invitation")
    del request.session[OPENED]
    event = audit.event(None, Verb.INVITATION_ACCEPTED, opened, opened.organisation)
    event.actor = opened.user
    event.save()
    home = reverse("assessments:home", args=[opened.organisation.slug])
    if request.user.is_authenticated:
        return redirect(home)
    record_authentication(request, opened.user, "invitation", email=opened.email)
    return perform_login(request, opened.user, redirect_url=home, email=opened.email)


def leave(request: HttpRequest, opened: Invitation) -> HttpResponse:
    """Sign out whoever is in, and keep the invitation open."""
    logout(request)
    request.session[OPENED] = opened.pk
    return redirect("portal:invitation")
