"""The quality reports of a closed round: as a page, and as the PDFs that are kept."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.analyses.ways import way_to
from assessments.models import QualityReport, Round
from assessments.report.build import build_report, reference
from assessments.report.changing import built_from
from assessments.report.storage import is_kept, stored_report, wanted_report
from assessments.terms import RoundState
from assessments.views.results import leads
from portal import audit
from portal.access import Request, administered, governed, organisation_of, require, visible
from portal.models import Unit
from portal.pdf import PdfError
from portal.terms import Role
from portal.verbs import Verb


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
def report_renew(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    return renew(request, round_of(request, pk), None)


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
def unit_report_renew(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    organisation_of(request, organisation)
    round = round_of(request, pk)
    place = unit_of(request, round, unit)
    require(leads(request, unit))
    return renew(request, round, place)


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
    wanted = wanted_report(round, unit, built_from(round, unit), renew=True)
    context |= {
        "report": build_report(round, unit, wanted.made_on, wanted.version),
        "versions": list(QualityReport.objects.filter(round=round, unit=unit)),
        "changed": wanted.version > 1 and not wanted.pk,
        "renews": renews,
        "way": way_to(request.user, round, unit.pk if unit else None, renews),
    }
    return render(request, "assessments/reports/report.html", context)


def report_file(request: Request, round: Round, unit: Unit | None) -> HttpResponse | FileResponse:
    if round.state is not RoundState.CLOSED:
        raise Http404
    try:
        kept = stored_report(round, unit)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(page_of(round, unit))
    audit.record(request, Verb.REPORT_FETCHED, kept, request.organisation)
    return download(kept)


def version_file(request: Request, round: Round, unit: Unit | None, version: int) -> FileResponse:
    """One that is kept, as it was made."""
    kept = get_object_or_404(QualityReport, round=round, unit=unit, version=version)
    if not is_kept(kept):
        raise Http404
    audit.record(request, Verb.REPORT_FETCHED, kept, request.organisation)
    return download(kept)


def renew(request: Request, round: Round, unit: Unit | None) -> HttpResponse:
    if round.state is not RoundState.CLOSED:
        raise Http404
    try:
        made = stored_report(round, unit, renew=True)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(page_of(round, unit))
    audit.record(request, Verb.REPORT_RENEWED, made, request.organisation)
    messages.success(request, _("Version %d av rapporten är framtagen.") % made.version)
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
