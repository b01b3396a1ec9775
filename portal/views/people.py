"""The people of an organisation: found, looked at, added and corrected."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from portal import audit
from portal.access import Request, administered, require
from portal.asking import found_in, posted
from portal.forms.people import NewPersonForm, PeopleFilterForm, PersonForm
from portal.models import User
from portal.people import (
    Refused,
    add_person,
    people_of,
    shut_out,
    tell_old_address,
    with_places,
    works_elsewhere,
)
from portal.verbs import Verb

PAGE = 50


@require_safe
@vary_on_headers("HX-Request")
def people(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    form = PeopleFilterForm(here, request.GET)
    chosen = form.narrowed(people_of(here, ended=form.shows_those_who_left))
    page = Paginator(with_places(chosen.order_by("sort_key", "pk"), here), PAGE)
    query = request.GET.copy()
    query.pop("sida", None)
    context = {
        "form": form,
        "page": page.get_page(request.GET.get("sida")),
        "chosen": query.urlencode(),
    }
    return render(request, found_in(request, "portal/people/people.html"), context)


@require_safe
def person(request: Request, organisation: str, pk: int) -> HttpResponse:
    here = administered(request, organisation)
    shown = person_in(request, pk)
    held = shown.memberships.filter(organisation=here).select_related("unit", "team")
    held = held.order_by("unit__sort_key", "role", "pk")
    context = {
        "person": shown,
        "held": [each for each in held if each.ended_on is None],
        "ended": [each for each in held if each.ended_on],
        "works_elsewhere": works_elsewhere(shown, here),
    }
    return render(request, "portal/people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_create(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    form = NewPersonForm(here, posted(request), initial={"unit": unit_asked_for(request)})
    if request.method == "POST" and form.is_valid():
        try:
            return added(request, form)
        except Refused as reason:
            form.add_error(None, str(reason))
    status = 422 if form.is_bound else 200
    return render(request, "portal/people/person_create.html", {"form": form}, status=status)


def added(request: Request, form: NewPersonForm) -> HttpResponse:
    here = request.organisation
    with transaction.atomic():
        new = add_person(form.cleaned_data["email"], form.cleaned_data["name"], form.instance)
        if not here.memberships.filter(user=new).exclude(pk=form.instance.pk).exists():
            audit.record(request, Verb.PERSON_ADDED, new, here)
        audit.record(request, Verb.MEMBERSHIP_ADDED, form.instance, here)
    messages.success(request, _("%(name)s är tillagd.") % {"name": new})
    return redirect("portal:person", here.slug, new.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: Request, organisation: str, pk: int) -> HttpResponse:
    here = administered(request, organisation)
    changed = person_in(request, pk)
    form = PersonForm(here, posted(request), instance=changed)
    if request.method == "POST":
        require(form.may_change)
        if form.is_valid():
            return save(request, form)
        changed.refresh_from_db()  # the heading tells who it was, not what was typed
    context = {"form": form, "person": changed}
    status = 422 if form.is_bound else 200
    return render(request, "portal/people/person_edit.html", context, status=status)


def save(request: Request, form: PersonForm) -> HttpResponse:
    here = request.organisation
    with transaction.atomic():
        changed = form.save()
        if form.has_new_address:
            shut_out(changed, here)
        if form.has_changed():
            audit.record(request, Verb.PERSON_CHANGED, changed, here)
    if form.has_new_address and form.address:
        tell_old_address(here, changed, form.address)
    if changed == request.user:
        update_session_auth_hash(request, changed)  # a slip of the pen can still be put right
    messages.success(request, _("Uppgifterna är sparade."))
    return redirect("portal:person", here.slug, changed.pk)


def person_in(request: Request, pk: int) -> User:
    """Somebody who works here or has done; others do not exist here."""
    return get_object_or_404(User, pk__in=request.organisation.memberships.values("user"), pk=pk)


def unit_asked_for(request: Request) -> int | None:
    """From a unit's page: the new person most often works there."""
    found = request.organisation.units.filter(slug=request.GET.get("enhet", ""), closed_on=None)
    return found.values_list("pk", flat=True).first()
