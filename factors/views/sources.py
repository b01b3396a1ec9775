"""The sources of a draft: where its texts were read."""

from django.contrib import messages
from django.db.models import RestrictedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factors import drafts
from factors.access import draft_of
from factors.forms.sources import SourceForm
from factors.models import Edition, Source
from factors.sources import texts_by_source
from factors.views.drafts import FORM, answered, form_page, standing, written
from portal.access import Request
from portal.asking import posted


@require_safe
def draft_sources(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    draft = draft_of(request, organisation, edition)
    texts = texts_by_source(draft)
    sources = [(source, texts[source.pk]) for source in draft.sources.all()]
    context = {"edition": draft, "sources": sources}
    return render(request, "factors/sources/sources.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_source_create(
    request: Request, edition: str, organisation: str | None = None
) -> HttpResponse:
    draft = written(request, organisation, edition)
    form = answered(request, draft, lambda held: SourceForm(held, posted(request)))
    return saved_or_shown(request, draft, form)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_source(
    request: Request, edition: str, pk: int, organisation: str | None = None
) -> HttpResponse:
    draft = written(request, organisation, edition)
    source = standing(request, draft.sources.all(), pk=pk)

    def form_of(held: Edition) -> SourceForm:
        now = standing(request, held.sources.all(), pk=pk)
        return SourceForm(held, posted(request), instance=now)

    return saved_or_shown(request, draft, answered(request, draft, form_of), source)


@require_POST
def draft_source_remove(
    request: Request, edition: str, pk: int, organisation: str | None = None
) -> HttpResponse:
    draft = draft_of(request, organisation, edition)
    source = get_object_or_404(draft.sources, pk=pk)
    try:
        with drafts.changing(draft):
            source.delete()
        messages.success(request, _("Källan är borttagen."))
    except RestrictedError:
        message = _(
            "Källan är kvar: det finns texter som står på den. Ge dem en annan källa först."
        )
        messages.error(request, message)
    except drafts.Published:
        messages.error(request, _("Utgåvan är publicerad och ändras inte mer. Källan är kvar."))
    return to_sources(draft)


def saved_or_shown(
    request: Request, draft: Edition, form: SourceForm, source: Source | None = None
) -> HttpResponse:
    if form.is_valid():
        messages.success(request, _("Källan är sparad."))
        return to_sources(draft)
    heading = _("Ändra källan") if source else _("Lägg till en källa")
    above = {"above": _("Källor"), "above_url": page_of(draft)}
    return form_page(request, FORM, draft, form, heading=heading, **above)


def page_of(draft: Edition) -> str:
    return reverse("factors:draft_sources", kwargs=draft.place)


def to_sources(draft: Edition) -> HttpResponse:
    return redirect(page_of(draft))
