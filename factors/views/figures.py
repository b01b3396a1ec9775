"""Official statistics: read from a file or from their source, seen first and then written."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factors.figures.content import FiguresRead
from factors.figures.fetching import NAME, fetch_figures, has_service
from factors.figures.reading import read_figures
from factors.figures.told import done_in_words, overview, read_in_words
from factors.figures.writing import Gone, keep, plan_of, write
from factors.forms.figures import FiguresFileForm
from factors.models import FigureReading
from portal import audit
from portal.access import Request, administered, governed
from portal.imports.records import Fault, Unreadable
from portal.languages import in_swedish
from portal.terms import Role
from portal.verbs import Verb

LATEST = 10
asks_first = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def figures(request: Request, organisation: str) -> HttpResponse:
    """What there is, when it was read and where from."""
    here = governed(request, organisation)
    readings = here.figure_readings.filter(is_written=True).select_related("made_by")
    context = {
        "overview": overview(here),
        "readings": readings[:LATEST],
        "administers": Role.ADMIN in request.roles,
        "has_service": has_service(),
    }
    return render(request, "factors/figures/figures.html", context)


@asks_first
def figures_import(request: Request, organisation: str) -> HttpResponse:
    administered(request, organisation)
    if request.method != "POST":
        return import_page(request, FiguresFileForm())
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    form = FiguresFileForm(request.POST, request.FILES, length=length)
    if not form.is_valid():
        return import_page(request, form)
    file = form.cleaned_data["file"]
    try:
        read = read_figures(file.read(), file.name)
    except Unreadable as reason:
        form.add_error("file", str(reason))
        return import_page(request, form)
    if read.faults:
        return import_page(request, FiguresFileForm(), read.faults)
    return to_preview(request, file.name, read)


def import_page(
    request: Request, form: FiguresFileForm, faults: list[Fault] | None = None
) -> HttpResponse:
    context = {"form": form, "faults": faults, "has_service": has_service()}
    status = 422 if faults or form.is_bound else 200
    return render(request, "factors/figures/import.html", context, status=status)


@require_POST
def figures_fetch(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    if not has_service():
        raise Http404
    try:
        read = fetch_figures(here)
    except Unreadable as reason:
        messages.error(request, str(reason))
        return redirect("factors:figures_import", organisation)
    if read.faults:
        return import_page(request, FiguresFileForm(), read.faults)
    return to_preview(request, f"{NAME}, {settings.STATISTICS_URL}", read)


def to_preview(request: Request, source: str, read: FiguresRead) -> HttpResponse:
    kept = keep(request.organisation, request.user, source, read.entries.values())
    return redirect("factors:figures_preview", request.organisation.slug, kept.pk)


@asks_first
def figures_preview(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    kept = reading_in(request, pk)
    if request.method == "POST":
        return apply(request, kept)
    if kept.is_written:
        return redirect("factors:figures", organisation)
    plan = plan_of(kept)
    context = {"kept": kept, "plan": plan, "told": read_in_words(plan)}
    return render(request, "factors/figures/preview.html", context)


def apply(request: Request, kept: FigureReading) -> HttpResponse:
    try:
        with transaction.atomic():
            written = write(kept)
            with in_swedish():
                text = f"{kept.source}: {done_in_words(written)}"
            audit.record(request, Verb.FIGURES_IMPORTED, text, request.organisation)
    except Gone:
        messages.info(request, _("Inläsningen är redan gjord eller avbruten."))
    else:
        done = {"done": done_in_words(written)}
        messages.success(request, _("Inläst: %(done)s.") % done)
    return redirect("factors:figures", request.organisation.slug)


@require_POST
def figures_cancel(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    get_object_or_404(own_readings(request), pk=pk, is_written=False).delete()
    messages.info(request, _("Inläsningen är avbruten. Ingenting är ändrat."))
    return redirect("factors:figures", organisation)


def reading_in(request: Request, pk: int) -> FigureReading:
    return get_object_or_404(own_readings(request).select_related("organisation"), pk=pk)


def own_readings(request: Request) -> QuerySet[FigureReading]:
    return request.organisation.figure_readings.filter(made_by=request.user)
