"""The huvudman's report on two pages: as a page, and as a PDF that is made when asked for."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.models import Round
from assessments.report.board_summary import build_board_summary
from assessments.report.build import reference
from assessments.report.changing import built_from
from assessments.report.storage import wanted_report
from assessments.terms import RoundState
from assessments.views.papers import paper
from assessments.views.reports import round_of
from portal import audit
from portal.access import Request, governed
from portal.days import today
from portal.verbs import Verb


@require_safe
def board_summary(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    round = round_of(request, pk)
    if round.state is not RoundState.CLOSED:
        return render(request, "assessments/reports/waiting.html", {"round": round})
    return render(request, "assessments/board_summaries/board_summary.html", told_of(round))


@require_safe
def board_summary_pdf(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    round = round_of(request, pk)
    if round.state is not RoundState.CLOSED:
        raise Http404
    page = reverse("assessments:board_summary", args=[organisation, pk])
    name = f"sammanfattning-{reference(round, None)}"
    told = told_of(round)
    audit.record(request, Verb.REPORT_FETCHED, f"{round}: {told['board']}", request.organisation)
    return paper(request, "report/board_summary_paper.html", told, name, page)


def told_of(round: Round) -> dict[str, Any]:
    """Of the report's version in force, or the next, where what it is made from has changed."""
    version = wanted_report(round, None, built_from(round, None), renew=True).version
    board = build_board_summary(round, today(), version)
    return {"round": round, "board": board, "report": board.report}
