"""A person's own answers as a document, for that person alone: a page, and a PDF nobody keeps."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from assessments.answering import reflections_of, sheet_of
from assessments.models import Participation
from assessments.views.papers import paper
from assessments.views.participations import participation_of, place_of
from portal.access import Request
from portal.days import today


@never_cache
@require_GET
def own_answers(request: Request, organisation: str, pk: int) -> HttpResponse:
    told = told_of(participation_of(request, organisation, pk))
    return render(request, "assessments/own_answers/own_answers.html", told)


@never_cache
@require_GET
def own_answers_pdf(request: Request, organisation: str, pk: int) -> HttpResponse:
    told = told_of(participation_of(request, organisation, pk))
    page = reverse("assessments:own_answers", args=[organisation, pk])
    return paper(request, "report/own_answers_paper.html", told, f"mina-svar-{pk}", page)


def told_of(participation: Participation) -> dict[str, Any]:
    """What is still the person's own: anonymous answers are sums once they are counted."""
    parts = [part for part in sheet_of(participation).parts if part.told]
    return place_of(participation) | {
        "parts": parts,
        "reflections": list(reflections_of(participation)),
        "made_on": today(),
    }
