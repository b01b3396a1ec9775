"""An analysis is decided on, shared, taken back and locked; and what it said before."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.analyses.reading import versions_of
from assessments.analyses.saving import Spot, save_passage
from assessments.analyses.sharing import (
    Locked,
    NotShared,
    Stale,
    lock,
    save_decision,
    share,
    take_back,
)
from assessments.forms.decisions import DecisionForm
from assessments.forms.leading import SeenForm
from assessments.forms.round_states import ConfirmForm
from assessments.models import Analysis, PassageVersion
from assessments.saving import Attempt, Saved
from assessments.terms import Section
from assessments.views.analysis_page import Page, context_of, kept_page
from portal import audit
from portal.access import Request
from portal.asking import posted
from portal.verbs import Verb

asks_first = require_http_methods(["GET", "HEAD", "POST"])


@asks_first
def analysis_decision(
    request: Request, organisation: str, pk: int, unit: str | None = None
) -> HttpResponse:
    page = kept_page(request, organisation, pk, unit)
    if page.is_locked or not page.is_closed:
        return redirect(page.url())
    standing = page.analysis or Analysis(round=page.round, unit=page.unit)
    form = DecisionForm(standing, posted(request))
    if not form.is_bound:
        return decision_page(request, page, form)
    if not form.is_valid():
        return decision_page(request, page, form, 422)
    try:
        return change(
            request,
            page,
            Verb.ANALYSIS_DECIDED,
            lambda spot: save_decision(spot, form.wanted, form.seen),
            _("Beslutet är sparat."),
        )
    except Stale as stale:
        form.confront(stale.standing)
        return decision_page(request, page, form, 409)


def decision_page(
    request: Request, page: Page, form: DecisionForm, status: int = 200
) -> HttpResponse:
    context = context_of(page) | {"form": form}
    return render(request, "assessments/analyses/decision.html", context, status=status)


@require_POST
def analysis_share(
    request: Request, organisation: str, pk: int, unit: str | None = None
) -> HttpResponse:
    page = kept_page(request, organisation, pk, unit)
    return change(request, page, Verb.ANALYSIS_SHARED, share, _("Analysen är delad."))


@require_POST
def analysis_take_back(
    request: Request, organisation: str, pk: int, unit: str | None = None
) -> HttpResponse:
    page = kept_page(request, organisation, pk, unit)
    done = _("Analysen är inte delad längre. Rapporter som den stod i är borttagna.")
    return change(request, page, Verb.ANALYSIS_TAKEN_BACK, take_back, done)


@asks_first
def analysis_lock(
    request: Request, organisation: str, pk: int, unit: str | None = None
) -> HttpResponse:
    page = kept_page(request, organisation, pk, unit)
    if page.is_locked or not (page.analysis and page.analysis.shared_on):
        return redirect(page.url())
    form = ConfirmForm(_("Ja, lås analysen. Det går inte att ångra."), posted(request))
    if request.method == "POST" and form.is_valid():
        return change(request, page, Verb.ANALYSIS_LOCKED, lock, _("Analysen är låst."))
    status = 422 if form.is_bound else 200
    context = context_of(page) | {"form": form}
    return render(request, "assessments/analyses/lock.html", context, status=status)


def change(
    request: Request, page: Page, verb: Verb, act: Callable[[Spot], Analysis], done: str
) -> HttpResponse:
    """What can't be done any more is told on the page that says how it stands."""
    if not page.is_closed:
        return redirect(page.url())
    try:
        with transaction.atomic():
            audit.record(request, verb, act(page.spot), request.organisation)
    except Locked:
        messages.error(request, _("Analysen är låst, så inget i den kan ändras."))
    except NotShared:
        messages.error(request, _("Dela analysen först. Sedan går den att låsa."))
    else:
        messages.success(request, done)
    return redirect(page.url())


@require_safe
def analysis_versions(
    request: Request, organisation: str, pk: int, unit: str | None = None
) -> HttpResponse:
    page = kept_page(request, organisation, pk, unit)
    context = context_of(page) | {"passages": versions_of(page.analysis) if page.analysis else []}
    return render(request, "assessments/analyses/versions.html", context)


@require_POST
def analysis_restore(
    request: Request, organisation: str, pk: int, version: int, unit: str | None = None
) -> HttpResponse:
    """An earlier text is saved anew; what stood until now is a version too."""
    page = kept_page(request, organisation, pk, unit)
    kept = PassageVersion.objects.filter(passage__analysis=page.analysis)
    old = get_object_or_404(kept.select_related("passage__factor"), pk=version)
    form, passage = SeenForm(request.POST), old.passage
    outcome = None
    if form.is_valid():
        attempt = Attempt(form.cleaned_data["seen"], uuid4())
        values = {"text": old.text}
        section = Section(passage.section)
        outcome = save_passage(page.spot, section, passage.factor, values, attempt, anew=True)
    if isinstance(outcome, Saved):
        messages.success(request, _("Texten är återställd. Den som stod där finns kvar här."))
    else:
        messages.error(
            request, _("Inget ändrades: texten är låst, eller någon annan sparade just nu.")
        )
    return redirect(page.url("analysis_versions"))
