"""Editions as files, for those who keep a catalogue: out as JSON or Excel, and in as a draft."""

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from factors.access import keeping, kept_edition
from factors.catalogue.dumping import content_of
from factors.catalogue.faults import CatalogueError
from factors.catalogue.importing import draft_from
from factors.catalogue.plain import json_of
from factors.catalogue.workbook import template, xlsx_of
from factors.forms.edition_files import EditionFileForm
from factors.models import Edition
from factors.views.editions import to_edition
from portal import audit
from portal.access import Request
from portal.models import Organisation
from portal.verbs import Verb

PAGE = "factors/edition_files/import.html"


@require_safe
def edition_json(request: Request, edition: str, organisation: str | None = None) -> HttpResponse:
    shown = kept_edition(request, organisation, edition)
    headers = {"Content-Disposition": f'attachment; filename="{shown.slug}.json"'}
    return HttpResponse(json_of(content_of(shown)), "application/json", headers=headers)


@require_safe
def edition_xlsx(request: Request, edition: str, organisation: str | None = None) -> FileResponse:
    shown = kept_edition(request, organisation, edition)
    file = xlsx_of(content_of(shown))
    return FileResponse(file, as_attachment=True, filename=f"{shown.slug}.xlsx")


@require_safe
def edition_template(request: Request, organisation: str | None = None) -> FileResponse:
    keeping(request, organisation)
    return FileResponse(template(), as_attachment=True, filename="mall-utgava.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def edition_import(request: Request, organisation: str | None = None) -> HttpResponse:
    keeper = keeping(request, organisation)
    if request.method != "POST":
        return render(request, PAGE, {"form": EditionFileForm()})
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    form = EditionFileForm(request.POST, request.FILES, length=length)
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422)
    try:
        draft = taken_in(request, form.cleaned_data["file"].read(), keeper)
    except CatalogueError as error:
        return render(request, PAGE, {"form": form, "faults": error.faults}, status=422)
    messages.success(request, _("Filen är inläst som utkastet %(title)s.") % {"title": draft})
    return to_edition(draft)


def taken_in(request: Request, data: bytes, keeper: Organisation | None) -> Edition:
    with transaction.atomic():
        draft = draft_from(data, keeper)
        audit.record(request, Verb.EDITION_IMPORTED, draft, keeper)
    return draft
