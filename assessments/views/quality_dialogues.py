"""The pack for a quality dialogue: as a page, and as a PDF that is made when asked for."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.models import Round
from assessments.report.build import reference
from assessments.report.changing import built_from
from assessments.report.quality_dialogue import build_quality_dialogue
from assessments.report.storage import wanted_report
from assessments.terms import RoundState
from assessments.views.papers import paper
from assessments.views.reports import round_of, unit_of
from portal import audit
from portal.access import Request, governed, organisation_of
from portal.days import today
from portal.models import Unit
from portal.verbs import Verb


@require_safe
def quality_dialogue(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    return pack_page(request, round_of(request, pk), None)


@require_safe
def quality_dialogue_pdf(request: Request, organisation: str, pk: int) -> HttpResponse:
    governed(request, organisation)
    return pack_paper(request, round_of(request, pk), None)


@require_safe
def unit_quality_dialogue(request: Request, organisation: str, pk: int, unit: str) -> HttpResponse:
    organisation_of(request, organisation)
    round = round_of(request, pk)
    return pack_page(request, round, unit_of(request, round, unit))


@require_safe
def unit_quality_dialogue_pdf(
    request: Request, organisation: str, pk: int, unit: str
) -> HttpResponse:
    organisation_of(request, organisation)
    round = round_of(request, pk)
    return pack_paper(request, round, unit_of(request, round, unit))


def pack_page(request: Request, round: Round, unit: Unit | None) -> HttpResponse:
    context: dict[str, Any] = {"round": round, "unit": unit}
    if round.state is not RoundState.CLOSED:
        return render(request, "assessments/reports/waiting.html", context)
    context |= told_of(round, unit)
    return render(request, "assessments/quality_dialogues/quality_dialogue.html", context)


def pack_paper(request: Request, round: Round, unit: Unit | None) -> HttpResponse:
    if round.state is not RoundState.CLOSED:
        raise Http404
    told = told_of(round, unit)
    name = f"kvalitetsdialog-{reference(round, unit)}"
    audit.record(request, Verb.REPORT_FETCHED, f"{round}: {name}", request.organisation)
    template = "report/quality_dialogue_paper.html"
    return paper(request, template, told, name, page_of(round, unit))


def told_of(round: Round, unit: Unit | None) -> dict[str, Any]:
    """Of the report's version in force, or the next, where what it is made from has changed."""
    version = wanted_report(round, unit, built_from(round, unit), renew=True).version
    pack = build_quality_dialogue(round, unit, today(), version)
    return {"pack": pack, "report": pack.report}


def page_of(round: Round, unit: Unit | None) -> str:
    slug = round.organisation.slug
    if unit:
        return reverse("assessments:unit_quality_dialogue", args=[slug, round.pk, unit.slug])
    return reverse("assessments:quality_dialogue", args=[slug, round.pk])
