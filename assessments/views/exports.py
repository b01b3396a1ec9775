"""The figures of a closed round's quality reports as files, for those who read the reports."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from assessments.exports.csv import csv_of
from assessments.exports.excel import xlsx_of
from assessments.exports.json import json_of
from assessments.models import Round
from assessments.report.build import build_report
from assessments.report.changing import built_from
from assessments.report.parts import Report
from assessments.report.storage import wanted_report
from assessments.terms import RoundState
from assessments.views.reports import round_of, unit_of
from portal import audit
from portal.access import Request, governed, organisation_of
from portal.models import Unit
from portal.verbs import Verb

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def report_xlsx(request: Request, organisation: str, pk: int) -> HttpResponse:
    return xlsx(exported(request, *huvudmans(request, organisation, pk)))


@require_safe
def report_csv(request: Request, organisation: str, pk: int) -> HttpResponse:
    return csv(exported(request, *huvudmans(request, organisation, pk)))


@require_safe
def report_json(request: Request, organisation: str, pk: int) -> HttpResponse:
    return json(exported(request, *huvudmans(request, organisation, pk)))


@require_safe
def unit_report_xlsx(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    return xlsx(exported(request, *units(request, organisation, pk, unit)))


@require_safe
def unit_report_csv(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    return csv(exported(request, *units(request, organisation, pk, unit)))


@require_safe
def unit_report_json(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    return json(exported(request, *units(request, organisation, pk, unit)))


def huvudmans(request: Request, organisation: str, pk: int) -> tuple[Round, None]:
    governed(request, organisation)
    return round_of(request, pk), None


def units(request: Request, organisation: str, pk: int, slug: str) -> tuple[Round, Unit]:
    organisation_of(request, organisation)
    round = round_of(request, pk)
    return round, unit_of(request, round, slug)


def exported(request: Request, round: Round, unit: Unit | None) -> Report:
    """The report in force, as its PDF is."""
    if round.state is not RoundState.CLOSED:
        raise Http404
    kept = wanted_report(round, unit, built_from(round, unit))
    report = build_report(round, unit, kept.made_on, kept.version)
    audit.record(request, Verb.REPORT_EXPORTED, kept, request.organisation)
    return report


def xlsx(report: Report) -> HttpResponse:
    return download(report, "xlsx", XLSX, xlsx_of(report))


def csv(report: Report) -> HttpResponse:
    return download(report, "csv", "text/csv; charset=utf-8", csv_of(report))


def json(report: Report) -> HttpResponse:
    return download(report, "json", "application/json", json_of(report))


def download(report: Report, ending: str, kind: str, content: str | bytes) -> HttpResponse:
    """Under the report's reference, since no name that people write is a file's."""
    name = f"siffror-{report.reference}-version-{report.version}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
