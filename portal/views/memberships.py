"""What people do and where: it begins and it ends, and is never deleted."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import Request, administered
from portal.asking import posted
from portal.forms.people import MembershipForm
from portal.models import Membership, User
from portal.people import Refused, begin, end
from portal.terms import Role
from portal.verbs import Verb
from portal.views.people import person_in


@require_http_methods(["GET", "HEAD", "POST"])
def membership_add(request: Request, organisation: str, pk: int) -> HttpResponse:
    here = administered(request, organisation)
    person = person_in(request, pk)
    form = MembershipForm(here, posted(request), instance=Membership(user=person))
    if request.method == "POST" and form.is_valid():
        try:
            return begun(request, form.instance)
        except Refused as reason:
            form.add_error(None, str(reason))
    context = {"form": form, "person": person}
    status = 422 if form.is_bound else 200
    return render(request, "portal/people/membership_add.html", context, status=status)


def begun(request: Request, membership: Membership) -> HttpResponse:
    with transaction.atomic():
        begin(membership)
        audit.record(request, Verb.MEMBERSHIP_ADDED, membership, request.organisation)
    messages.success(request, _("Uppdraget är tillagt."))
    return to_person(request, membership.user)


@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: Request, organisation: str, pk: int, membership: int) -> HttpResponse:
    administered(request, organisation)
    person = person_in(request, pk)
    held = person.memberships.filter(organisation=request.organisation, ended_on=None)
    ending = get_object_or_404(held.select_related("unit", "organisation"), pk=membership)
    ending.user = person
    if request.method == "POST":
        return ended(request, ending)
    context = {"person": person, "membership": ending, "is_own": is_own(request, ending)}
    return render(request, "portal/people/membership_end.html", context)


def ended(request: Request, membership: Membership) -> HttpResponse:
    try:
        with transaction.atomic():
            end(membership)
            audit.record(request, Verb.MEMBERSHIP_ENDED, membership, request.organisation)
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Uppdraget är avslutat, från och med nu."))
        if is_own(request, membership):
            return redirect(settings.LOGIN_REDIRECT_URL)
    return to_person(request, membership.user)


def is_own(request: Request, membership: Membership) -> bool:
    """Whether who ends it can't come back to this page."""
    return membership.user == request.user and membership.role == Role.ADMIN


def to_person(request: Request, person: User) -> HttpResponse:
    return redirect("portal:person", request.organisation.slug, person.pk)
