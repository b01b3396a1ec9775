"""Which texts of a draft go on from which in the edition before."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from factors import drafts, lineage
from factors.access import draft_of, kept_edition
from factors.forms.lineage import LineageForm
from factors.models import Edition
from factors.views.publishing import already_published, to_review
from portal.access import Request


@require_http_methods(["GET", "HEAD", "POST"])
def draft_lineage(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    find = kept_edition if request.method == "POST" else draft_of
    draft = find(request, organisation, edition)
    if draft.base is None:
        raise Http404
    if request.method == "POST":
        return confirmed(request, draft, draft.base)
    return lineage_page(request, draft, LineageForm(draft, draft.base))


def confirmed(request: Request, draft: Edition, base: Edition) -> HttpResponse:
    try:
        with drafts.held(draft) as held:
            form = LineageForm(held, base, request.POST)
            if not form.is_valid():
                return lineage_page(request, draft, form, 422)
            lineage.confirm(held, request.user, form.follows())
    except drafts.Published:
        return already_published(request, draft)
    messages.success(request, _("Sparat: det är sagt vilka texter som följer vilka."))
    return to_review(draft)


def lineage_page(
    request: Request, draft: Edition, form: LineageForm, status: int = 200
) -> HttpResponse:
    context = {"edition": draft, "form": form, "headings": form.shown()}
    return render(request, "factors/reviews/lineage.html", context, status=status)
