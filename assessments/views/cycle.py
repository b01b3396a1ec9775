"""The year's cycle: when its phases are, for all units of an organisation."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.cycle.years import school_year, year_name, year_of
from assessments.forms.cycle import CycleForm
from assessments.models import CyclePhase
from portal import audit
from portal.access import Request, administered, organisation_of
from portal.asking import posted
from portal.days import today
from portal.models import Unit
from portal.terms import Role
from portal.verbs import Verb


@require_safe
def cycle(request: Request, organisation: str) -> HttpResponse:
    here = organisation_of(request, organisation)
    this = year_of(today())
    phases = list(CyclePhase.objects.visible_to(request.user).filter(organisation=here))
    units = Unit.objects.visible_to(request.user).filter(organisation=here, closed_on=None)
    context = {
        "year": school_year(this, phases, today()),
        "following": school_year(this + 1, phases, today()),
        "units": units,
        "administers": Role.ADMIN in request.roles,
    }
    return render(request, "assessments/cycle/cycle.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_edit(request: Request, organisation: str, year: int) -> HttpResponse:
    here = administered(request, organisation)
    this = year_of(today())
    if year not in (this, this + 1):  # what has been stays as it was
        raise Http404
    form = CycleForm(here, year, posted(request))
    if request.method == "POST" and form.is_valid():
        return save(request, form)
    context = {"form": form, "year": year_name(year), "earlier": year_name(year - 1)}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/cycle/form.html", context, status=status)


def save(request: Request, form: CycleForm) -> HttpResponse:
    with transaction.atomic():
        form.save()
        audit.record(request, Verb.CYCLE_CHANGED, year_name(form.year), form.organisation)
    messages.success(request, _("Årshjulets datum är sparade och syns för alla."))
    return redirect("assessments:cycle", form.organisation.slug)
