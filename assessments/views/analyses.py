"""Analyses: a unit's or the huvudman's own, read by many and written by those who answer for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.analyses.reading import told, words_of_units
from assessments.forms.analyses import WritingForm
from assessments.models import Action, Analysis, Dialogue, Round
from assessments.report.development import reported_actions
from assessments.terms import ANALYSIS_LIMIT, DialogueStep, Stance
from assessments.views.analysis_page import Page, context_of, kept_page, page_of
from assessments.views.answers import sign_in_first
from portal.access import Request
from portal.models import Unit


@require_safe
def analysis(request: Request, organisation: str, pk: int, unit: str | None = None) -> HttpResponse:
    page = page_of(request, organisation, pk, unit)
    if not page.is_closed:
        return render(request, "assessments/analyses/waiting.html", context_of(page))
    read = told(page.analysis) if page.analysis else None
    factors = [each.factor for each in page.asked.factors]
    context = context_of(page) | {
        "told": read,
        "judged": [(each, read.judgements.get(each.pk, "")) for each in factors] if read else [],
        "actions": actions_of(page),
        "words": () if page.unit else words_of_units(page.round),
        "silent": [] if page.unit else units_without(page.round),
    }
    return render(request, "assessments/analyses/analysis.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def analysis_edit(
    request: Request, organisation: str, pk: int, unit: str | None = None
) -> HttpResponse:
    if not request.user.is_authenticated:
        return sign_in_first(request, ("passage-", "finding-"))
    page = kept_page(request, organisation, pk, unit)
    if not page.is_closed:
        return redirect(page.url())
    if request.method == "POST":
        return receive(request, page)
    return redirect(page.url()) if page.is_locked else edit_page(request, page)


def receive(request: Request, page: Page) -> HttpResponse:
    """All that was sent by the button: on to read it through, or back with what was refused."""
    form = WritingForm(page.writing, request.POST)
    if form.save(page.spot):
        messages.success(request, _("Analysen är sparad."))
        return redirect(page.url())
    lost = [("", draft.words) for draft in page.writing.drafts if draft.lost]
    if lost:
        context = context_of(page) | {"lost": lost}
        return render(request, "assessments/analyses/unsaved.html", context, status=409)
    return edit_page(request, page, status=409 if form.is_stale else 422)


def edit_page(request: Request, page: Page, status: int = 200) -> HttpResponse:
    context = context_of(page) | {
        "writing": page.writing,
        "place": page.place,
        "actions": actions_of(page),
        "dialogues": dialogues_of(page),
        "stances": [stance for stance in Stance if stance is not Stance.PENDING],
        "limit": ANALYSIS_LIMIT,
        "refused": status != 200,
    }
    return render(request, "assessments/analyses/edit.html", context, status=status)


def actions_of(page: Page) -> list[Action]:
    """The measures that exist; those who may not see them don't."""
    seen = Action.objects.visible_to(page.request.user)
    return list(seen.filter(pk__in=reported_actions(page.round, page.unit).order_by().values("pk")))


def dialogues_of(page: Page) -> list[Dialogue]:
    held = Dialogue.objects.visible_to(page.request.user).filter(step=DialogueStep.ENDED)
    return list(held.filter(round=page.round, unit=page.unit).select_related("factor"))


def units_without(round: Round) -> list[Unit]:
    """Those that take part and have not shared theirs, by name."""
    units = Unit.objects.filter(assessments__round=round).distinct()
    shared = Analysis.objects.shared().filter(round=round, unit__isnull=False)
    return list(units.exclude(pk__in=shared.values("unit")).order_by("sort_key", "pk"))
