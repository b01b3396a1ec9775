"""The quality reports of a closed round: as a page, and as the PDF that is kept."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.models import QualityReport, Round
from assessments.report.build import build_report, reference
from assessments.report.storage import found_row, stored_report
from assessments.terms import RoundState
from portal import audit
from portal.access import Request, governed, organisation_of, visible
from portal.models import Unit
from portal.pdf import PdfError
from portal.verbs import Verb


@require_safe
def report(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    return report_page(request, round_of(request, pk), None)


@require_safe
def report_pdf(request: Request, organisation: str, pk: int) -> HttpResponse | FileResponse:
    governed(request, organisation)
    return report_file(request, round_of(request, pk), None)


@require_safe
def unit_report(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    organisation_of(request, organisation)
    round = round_of(request, pk)
    return report_page(request, round, unit_of(request, round, unit))


@require_safe
def unit_report_pdf(
    request: Request, organisation: str, pk: int, unit: str
) -> HttpResponse | FileResponse:
    organisation_of(request, organisation)
    round = round_of(request, pk)
    return report_file(request, round, unit_of(request, round, unit))


def round_of(request: Request, pk: int) -> Round:
    rounds = Round.objects.filter(organisation=request.organisation)
    return visible(request, rounds.select_related("organisation"), pk=pk)


def unit_of(request: Request, round: Round, slug: str) -> Unit:
    return visible(request, Unit.objects.filter(pk__in=round.assessments.values("unit")), slug=slug)


def report_page(request: Request, round: Round, unit: Unit | None) -> HttpResponse:
    context: dict[str, Any] = {"round": round, "unit": unit}
    if round.state is not RoundState.CLOSED:
        return render(request, "assessments/reports/waiting.html", context)
    context["report"] = build_report(round, unit, found_row(round, unit).made_on)
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


def page_of(round: Round, unit: Unit | None) -> str:
    """Where the same report is a page."""
    slug = round.organisation.slug
    if unit:
        return reverse("assessments:unit_report", args=[slug, round.pk, unit.slug])
    return reverse("assessments:report", args=[slug, round.pk])


def download(kept: QualityReport) -> FileResponse:
    """Under the report's reference, since no name that people write is a file's."""
    return FileResponse(
        kept.file.open(),
        as_attachment=True,
        filename=f"kvalitetsrapport-{reference(kept.round, kept.unit)}.pdf",
        content_type="application/pdf",
    )
