"""The quality reports of a closed round: as a page, and as the PDFs that are made and kept."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.analyses.ways import way_to
from assessments.models import OrderedReport, QualityReport, Round
from assessments.report.build import build_report, reference
from assessments.report.changing import built_from
from assessments.report.ordering import latest_of_one, order_one, stands_still, take_up_lost
from assessments.report.storage import is_kept, wanted_report
from assessments.terms import RoundState
from assessments.views.results import leads
from portal import audit
from portal.access import Request, governed, organisation_of, visible
from portal.models import Unit
from portal.terms import Role
from portal.verbs import Verb

PAGE = "assessments/reports/report.html"


@never_cache
@require_safe
def report(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    renews = Role.ADMIN in request.roles
    return report_page(request, round_of(request, pk), None, renews)


@require_safe
def report_pdf(request: Request, organisation: str, pk: int) -> HttpResponse | FileResponse:
    governed(request, organisation)
    return report_file(request, round_of(request, pk), None)


@require_safe
def report_version(request: Request, organisation: str, pk: int, version: int) -> FileResponse:
    governed(request, organisation)
    return version_file(request, round_of(request, pk), None, version)


@require_POST
def report_make(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    return make(request, round_of(request, pk), None, Role.ADMIN in request.roles)


@never_cache
@require_safe
def unit_report(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    organisation_of(request, organisation)
    round = round_of(request, pk)
    return report_page(request, round, unit_of(request, round, unit), leads(request, unit))


@require_safe
def unit_report_pdf(
    request: Request, organisation: str, pk: int, unit: str
) -> HttpResponse | FileResponse:
    organisation_of(request, organisation)
    round = round_of(request, pk)
    return report_file(request, round, unit_of(request, round, unit))


@require_safe
def unit_report_version(
    request: Request, organisation: str, pk: int, unit: str, version: int
) -> FileResponse:
    organisation_of(request, organisation)
    round = round_of(request, pk)
    return version_file(request, round, unit_of(request, round, unit), version)


@require_POST
def unit_report_make(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    organisation_of(request, organisation)
    round = round_of(request, pk)
    return make(request, round, unit_of(request, round, unit), leads(request, unit))


def round_of(request: Request, pk: int) -> Round:
    rounds = Round.objects.filter(organisation=request.organisation)
    return visible(request, rounds.select_related("organisation"), pk=pk)


def unit_of(request: Request, round: Round, slug: str) -> Unit:
    return visible(request, Unit.objects.filter(pk__in=round.assessments.values("unit")), slug=slug)


def report_page(
    request: Request, round: Round, unit: Unit | None, renews: bool = False
) -> HttpResponse:
    """What the report would say today, and which versions are kept.

    `wanted` is the version in force, or the next, where what it is made from has changed.
    """
    context: dict[str, Any] = {"round": round, "unit": unit}
    if round.state is not RoundState.CLOSED:
        return render(request, "assessments/reports/waiting.html", context)
    ordered = latest_of_one(round, unit)
    if ordered and ordered.order.ended_at is None:
        take_up_lost()
        context |= {"making": True, "stands_still": stands_still(ordered.order.ordered_at)}
    if request.htmx:
        return making(request, context)
    wanted = wanted_report(round, unit, built_from(round, unit), renew=True)
    versions = list(QualityReport.objects.filter(round=round, unit=unit))
    context |= {
        "report": build_report(round, unit, wanted.made_on, wanted.version),
        "versions": versions,
        "kept": bool(versions) and is_kept(versions[0]),
        "failure": failure_of(ordered, versions),
        "changed": wanted.version > 1 and not wanted.pk,
        "renews": renews,
        "way": way_to(request.user, round, unit.pk if unit else None, renews),
    }
    return render(request, PAGE, context)


def making(request: Request, context: dict[str, Any]) -> HttpResponse:
    """Whether the PDF is still being made; when it is not, the whole page has news."""
    response = render(request, f"{PAGE}#making", context)
    if "making" not in context:
        response.headers["HX-Refresh"] = "true"
    return response


def failure_of(ordered: OrderedReport | None, versions: list[QualityReport]) -> str:
    """Why no PDF came of the latest order, unless one has been made since."""
    if ordered is None or any(each.made_at > ordered.order.ordered_at for each in versions):
        return ""
    return ordered.failure


def report_file(request: Request, round: Round, unit: Unit | None) -> HttpResponse | FileResponse:
    """The version in force; where there is none, the page where it is ordered."""
    if round.state is not RoundState.CLOSED:
        raise Http404
    kept = QualityReport.objects.filter(round=round, unit=unit).first()
    if kept is None or not is_kept(kept):
        messages.info(request, _("Rapporten är inte framtagen som PDF än. Det gör du här."))
        return redirect(page_of(round, unit))
    kept.round, kept.unit = round, unit
    audit.record(request, Verb.REPORT_FETCHED, kept, request.organisation)
    return download(kept)


def version_file(request: Request, round: Round, unit: Unit | None, version: int) -> FileResponse:
    """One that is kept, as it was made."""
    kept = get_object_or_404(QualityReport, round=round, unit=unit, version=version)
    if not is_kept(kept):
        raise Http404
    audit.record(request, Verb.REPORT_FETCHED, kept, request.organisation)
    return download(kept)


def make(request: Request, round: Round, unit: Unit | None, renews: bool) -> HttpResponse:
    """The PDF is ordered, if there is none, or if the person `renews` one that has changed."""
    if round.state is not RoundState.CLOSED:
        raise Http404
    wanted = wanted_report(round, unit, built_from(round, unit), renews)
    if not is_kept(wanted):
        order_one(round, unit, renews)
        audit.record(request, Verb.REPORT_ORDERED, wanted, request.organisation)
    return redirect(page_of(round, unit))


def page_of(round: Round, unit: Unit | None) -> str:
    """Where the same report is a page."""
    slug = round.organisation.slug
    if unit:
        return reverse("assessments:unit_report", args=[slug, round.pk, unit.slug])
    return reverse("assessments:report", args=[slug, round.pk])


def download(kept: QualityReport) -> FileResponse:
    """Under the report's reference, since no name that people write is a file's."""
    name = f"kvalitetsrapport-{reference(kept.round, kept.unit)}-version-{kept.version}.pdf"
    return FileResponse(
        kept.file.open(),
        as_attachment=True,
        filename=name,
        content_type="application/pdf",
        headers={"Content-Language": "sv"},
    )
