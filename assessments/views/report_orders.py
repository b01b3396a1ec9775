"""All reports of a closed round: ordered, followed while they are made, and fetched together."""

from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.models import QualityReport, ReportOrder, Round
from assessments.report.build import reference
from assessments.report.ordering import cancel, order_all, progress_of, take_up_lost
from assessments.report.storage import is_kept
from assessments.report.zipping import zipped
from assessments.terms import RoundState
from assessments.views.reports import round_of
from portal import audit
from portal.access import Request, governed
from portal.models import Unit
from portal.verbs import Verb

PAGE = "assessments/report_orders/report_orders.html"


@never_cache
@require_safe
def report_orders(request: Request, organisation: str, pk: int) -> HttpResponse:
    round = closed_round(request, organisation, pk)
    take_up_lost()
    order = round.report_orders.filter(whole=True).first()
    progress = progress_of(order) if order else None
    context: dict[str, Any] = {"round": round, "order": order, "progress": progress}
    if request.htmx:
        response = render(request, f"{PAGE}#progress", context)
        if order is None or order.ended_at:
            response.headers["HX-Refresh"] = "true"
        return response
    places = places_of(round)
    kept = [report for _unit, report in places if report]
    context |= {"places": places, "kept": len(kept), "failed": failed_in(order)}
    return render(request, PAGE, context)


@require_POST
def report_order_create(request: Request, organisation: str, pk: int) -> HttpResponse:
    round = closed_round(request, organisation, pk)
    order = order_all(round)
    audit.record(request, Verb.REPORTS_ORDERED, order, request.organisation)
    return redirect("assessments:report_orders", organisation, pk)


@require_POST
def report_order_cancel(request: Request, organisation: str, pk: int) -> HttpResponse:
    round = closed_round(request, organisation, pk)
    order = round.report_orders.filter(whole=True).first()
    if order and cancel(order):
        audit.record(request, Verb.REPORTS_CANCELLED, order, request.organisation)
        messages.success(request, _("Avbrutet. De rapporter som är klara finns kvar."))
    return redirect("assessments:report_orders", organisation, pk)


@require_safe
def reports_zip(request: Request, organisation: str, pk: int) -> FileResponse:
    round = closed_round(request, organisation, pk)
    kept = [each for each in latest_of(round) if is_kept(each)]
    if not kept:
        raise Http404
    audit.record(request, Verb.REPORTS_FETCHED, round, request.organisation)
    name = f"kvalitetsrapporter-{reference(round, None)}.zip"
    return FileResponse(
        zipped(kept), as_attachment=True, filename=name, content_type="application/zip"
    )


def closed_round(request: Request, organisation: str, pk: int) -> Round:
    governed(request, organisation)
    round = round_of(request, pk)
    if round.state is not RoundState.CLOSED:
        raise Http404
    return round


def latest_of(round: Round) -> QuerySet[QualityReport]:
    """Of each report the version in force: the huvudman's, then the units' by name."""
    every = QualityReport.objects.filter(round=round).select_related("unit", "round__organisation")
    latest = {each.unit_id: each.pk for each in every.order_by("version")}
    by_name = F("unit__sort_key").asc(nulls_first=True)
    return every.filter(pk__in=latest.values()).order_by(by_name, "unit")


def places_of(round: Round) -> list[tuple[Unit, QualityReport | None]]:
    """Each unit by name, with its report if it is made."""
    made = {each.unit_id: each for each in latest_of(round) if each.file}
    units = Unit.objects.filter(pk__in=round.assessments.values("unit"))
    return [(each, made.get(each.pk)) for each in units.order_by("sort_key", "pk")]


def failed_in(order: ReportOrder | None) -> list[tuple[str, str]]:
    if order is None:
        return []
    failed = order.reports.exclude(failure="").select_related("unit").order_by("pk")
    here = order.round.organisation
    return [(str(each.unit or here), each.failure) for each in failed]
