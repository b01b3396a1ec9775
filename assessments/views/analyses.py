"""Analyses: a unit's or the huvudman's own, read by many and written by those who answer for it."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.analyses.proposals import lifted_level, proposals
from assessments.analyses.reading import told, words_of_units
from assessments.analyses.saving import Spot
from assessments.analyses.writing import Writing, writing
from assessments.disclosure import figures, unit_figures
from assessments.forms.analyses import WritingForm
from assessments.models import Action, Analysis, Dialogue, Round
from assessments.report.development import reported_actions
from assessments.results.asked import Asked
from assessments.results.moment import Moment
from assessments.results.overview import Overview
from assessments.results.unit import UnitResult
from assessments.terms import ANALYSIS_LIMIT, DialogueStep, Stance
from assessments.views.answers import sign_in_first
from assessments.views.reports import unit_of
from assessments.views.results import asked_of, leads, since_earlier
from portal.access import Request, governed, organisation_of, require
from portal.models import Unit
from portal.terms import Role

# What the analysis' own page leads to.
PAGES = ("edit", "save", "decision", "share", "take_back", "lock", "versions")


@dataclass
class Page:
    """The analysis of a round at a unit or (None) the huvudman, as the person may see it.

    `analysis` None: nobody has begun it, or it is not shared with them; `keeps`: they write it.
    """

    request: Request
    asked: Asked
    unit: Unit | None
    keeps: bool
    analysis: Analysis | None

    @property
    def round(self) -> Round:
        return self.asked.round

    @property
    def spot(self) -> Spot:
        return Spot(self.round, self.unit, self.request.user)

    @property
    def is_locked(self) -> bool:
        return bool(self.analysis and self.analysis.locked_on)

    @cached_property
    def is_closed(self) -> bool:
        """Whether there is anything to analyse: a unit may close its part early."""
        if self.round.closed_at or not self.unit:
            return bool(self.round.closed_at)
        own = self.round.assessments.filter(unit=self.unit, closed_at__isnull=False)
        return own.exists()

    @cached_property
    def place(self) -> Overview | UnitResult:
        if not self.unit:
            return Overview(self.asked, figures(self.round))
        told = unit_figures(self.round, self.unit.slug, self.asked.ratable)
        return UnitResult(self.asked, told, self.unit.slug)

    @cached_property
    def writing(self) -> Writing:
        where = (self.unit.pk, self.unit.slug) if self.unit else ()
        after = Moment(self.asked, self.place.figures, *where)
        since = since_earlier(self.request, after, lifted_level(self.place))
        return writing(self.analysis, proposals(self.place, since), self.place.factors)

    def url(self, name: str = "analysis", *more: object) -> str:
        where = [self.request.organisation.slug, self.round.pk]
        place = [self.unit.slug] if self.unit else []
        return reverse(f"assessments:{name}", args=[*where, *place, *more])


def page_of(request: Request, organisation: str, pk: int, unit: str | None) -> Page:
    """404 where the person may not know of the analysis, and at a unit where it is not shared."""
    if unit is None:
        governed(request, organisation)
        asked, place, keeps = asked_of(request, pk), None, Role.ADMIN in request.roles
    else:
        organisation_of(request, organisation)
        asked, keeps = asked_of(request, pk, unit), leads(request, unit)
        place = unit_of(request, asked.round, unit)
    seen = Analysis.objects.visible_to(request.user)
    found = seen.filter(round=asked.round, unit=place).first()
    if place and not keeps and not found:
        raise Http404
    if found:
        found.round, found.unit = asked.round, place
    return Page(request, asked, place, keeps, found)


def kept_page(request: Request, organisation: str, pk: int, unit: str | None) -> Page:
    page = page_of(request, organisation, pk, unit)
    require(page.keeps)
    return page


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


def context_of(page: Page) -> dict[str, object]:
    return {
        "page": page,
        "round": page.round,
        "unit": page.unit,
        "analysis": page.analysis,
        "urls": {name: page.url(f"analysis_{name}") for name in PAGES},
    }


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
