"""Where an analysis is: a round at a unit or the huvudman, and what the person may do with it."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.urls import reverse

from assessments.analyses.proposals import lifted_level, proposals
from assessments.analyses.saving import Spot
from assessments.analyses.writing import Writing, writing
from assessments.disclosure import figures, unit_figures
from assessments.models import Analysis, Round
from assessments.results.asked import Asked
from assessments.results.moment import Moment
from assessments.results.overview import Overview
from assessments.results.unit import UnitResult
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


def context_of(page: Page) -> dict[str, object]:
    return {
        "page": page,
        "round": page.round,
        "unit": page.unit,
        "analysis": page.analysis,
        "urls": {name: page.url(f"analysis_{name}") for name in PAGES},
    }
