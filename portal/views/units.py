"""The units of an organisation: found, looked at, added and corrected."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from portal import audit
from portal.access import Request, administered, visible
from portal.asking import found_in, posted
from portal.forms.units import TeamForm, UnitFilterForm, UnitForm
from portal.models import Unit
from portal.terms import Role
from portal.units import reopen
from portal.verbs import Verb

PAGE = 50


@require_safe
@vary_on_headers("HX-Request")
def units(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    form = UnitFilterForm(here, request.GET)
    query = request.GET.copy()
    query.pop("sida", None)
    context = {
        "form": form,
        "page": Paginator(form.found(), PAGE).get_page(request.GET.get("sida")),
        "chosen": query.urlencode(),
    }
    return render(request, found_in(request, "portal/units/units.html"), context)


@require_safe
def unit(request: Request, organisation: str, unit: str) -> HttpResponse:
    administered(request, organisation)
    return unit_page(request, unit_in(request, unit))


def unit_page(request: Request, unit: Unit, form: TeamForm | None = None) -> HttpResponse:
    held = unit.memberships.current().select_related("user", "team")
    held = held.order_by("user__sort_key", "user")
    by_role = [(role, [each for each in held if each.role == role]) for role in Role]
    context = {
        "unit": unit,
        "people": [(role, those) for role, those in by_role if those],
        "teams": unit.teams.all(),
        "form": form or TeamForm(unit),
        "merged": unit.merged.all(),
    }
    return render(request, "portal/units/unit.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_create(request: Request, organisation: str) -> HttpResponse:
    form = UnitForm(administered(request, organisation), posted(request))
    return form_page(request, form, Verb.UNIT_ADDED)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_edit(request: Request, organisation: str, unit: str) -> HttpResponse:
    here = administered(request, organisation)
    form = UnitForm(here, posted(request), instance=unit_in(request, unit))
    return form_page(request, form, Verb.UNIT_CHANGED)


def form_page(request: Request, form: UnitForm, verb: Verb) -> HttpResponse:
    was = form.instance.name
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save()
            if form.has_changed():
                audit.record(request, verb, saved, request.organisation)
        messages.success(request, _("%(unit)s är sparad.") % {"unit": saved})
        return to_unit(request, saved)
    context = {"form": form, "unit": form.instance if form.instance.pk else None, "was": was}
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/units/form.html", context, status=status)


@require_POST
def unit_reopen(request: Request, organisation: str, unit: str) -> HttpResponse:
    administered(request, organisation)
    closed = get_object_or_404(request.organisation.units, slug=unit, closed_on__isnull=False)
    with transaction.atomic():
        reopen(closed)
        audit.record(request, Verb.UNIT_REOPENED, closed, request.organisation)
    messages.success(
        request, _("%(unit)s är öppen igen. Lägg till dem som arbetar där.") % {"unit": closed}
    )
    return to_unit(request, closed)


@require_POST
def team_add(request: Request, organisation: str, unit: str) -> HttpResponse:
    administered(request, organisation)
    here = unit_in(request, unit)
    form = TeamForm(here, request.POST)
    if not form.is_valid():
        return unit_page(request, here, form)
    with transaction.atomic():
        form.save()
        audit.record(request, Verb.UNIT_CHANGED, here, request.organisation)
    messages.success(request, _("%(team)s är tillagt.") % {"team": form.instance})
    return to_unit(request, here)


@require_POST
def team_remove(request: Request, organisation: str, unit: str, team: int) -> HttpResponse:
    administered(request, organisation)
    here = unit_in(request, unit)
    removed = get_object_or_404(here.teams, pk=team)
    with transaction.atomic():
        removed.delete()
        audit.record(request, Verb.UNIT_CHANGED, here, request.organisation)
    messages.success(
        request,
        _("%(team)s är borttaget. De som var med där är kvar på enheten.") % {"team": removed},
    )
    return to_unit(request, here)


def unit_in(request: Request, slug: str) -> Unit:
    units = Unit.objects.filter(organisation=request.organisation)
    return visible(request, units, slug=slug)


def to_unit(request: Request, unit: Unit) -> HttpResponse:
    return redirect("portal:unit", request.organisation.slug, unit.slug)
