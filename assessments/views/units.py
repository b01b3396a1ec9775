"""A unit is closed or becomes a part of another, when no round asks it."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.round_states import ConfirmForm
from assessments.forms.units import MergeForm
from assessments.opening import Refused
from assessments.units import answering_in, discontinue, merge, planned_for
from portal import audit
from portal.access import Request, administered
from portal.asking import posted
from portal.models import Unit
from portal.verbs import Verb

asks_first = require_http_methods(["GET", "HEAD", "POST"])


@asks_first
def unit_discontinue(request: Request, organisation: str, unit: str) -> HttpResponse:
    administered(request, organisation)
    leaver = unit_in(request, unit)
    form = ConfirmForm(_("Ja, lägg ned %(unit)s.") % {"unit": leaver}, posted(request))
    if request.method == "POST" and form.is_valid():
        done = _("%(unit)s är nedlagd.") % {"unit": leaver}
        return leave(request, leaver, Verb.UNIT_CLOSED, lambda: discontinue(leaver), done)
    return ask_first(request, "discontinue", leaver, form)


@asks_first
def unit_merge(request: Request, organisation: str, unit: str) -> HttpResponse:
    administered(request, organisation)
    leaver = unit_in(request, unit)
    label = _("Ja, %(unit)s går upp i den enheten.") % {"unit": leaver}
    form = MergeForm(leaver, label, posted(request))
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        done = _("%(unit)s är nu en del av %(into)s.") % {"unit": leaver, "into": into}
        return leave(request, leaver, Verb.UNIT_MERGED, lambda: merge(leaver, into), done)
    return ask_first(request, "merge", leaver, form)


def leave(
    request: Request, unit: Unit, verb: Verb, act: Callable[[], None], done: str
) -> HttpResponse:
    try:
        with transaction.atomic():
            act()
            target = f"{unit}: {unit.merged_into}" if unit.merged_into else unit
            audit.record(request, verb, target, request.organisation)
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
    return redirect("portal:unit", request.organisation.slug, unit.slug)


def ask_first(request: Request, page: str, unit: Unit, form: ConfirmForm) -> HttpResponse:
    """While a round asks the unit there is nothing to confirm, only what to do first."""
    context = {
        "unit": unit,
        "form": form,
        "answering": answering_in(unit),
        "planned": planned_for(unit),
    }
    status = 422 if form.is_bound else 200
    return render(request, f"assessments/units/{page}.html", context, status=status)


def unit_in(request: Request, slug: str) -> Unit:
    here = request.organisation.units.filter(closed_on=None).select_related("organisation")
    return get_object_or_404(here, slug=slug)
