"""What has been done in an organisation: read, narrowed, and taken out as a file."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import Request, administered
from portal.cells import csv_lines, xlsx_file
from portal.event_log import Events, rows
from portal.forms.audit import AuditFilterForm
from portal.models import AuditEvent
from portal.verbs import Verb

PAGE = 50


@require_safe
def events(request: Request, organisation: str) -> HttpResponse:
    administered(request, organisation)
    form = AuditFilterForm(request.GET)
    page = Paginator(form.narrowed(events_of(request)), PAGE).get_page(request.GET.get("sida"))
    chosen = request.GET.copy()
    chosen.pop("sida", None)
    context = {"form": form, "page": page, "chosen": chosen.urlencode()}
    return render(request, "portal/audit/events.html", context)


@require_safe
def events_csv(request: Request, organisation: str) -> StreamingHttpResponse:
    administered(request, organisation)
    lines = csv_lines(rows(exported(request)))
    headers = {"Content-Disposition": f'attachment; filename="handelser-{organisation}.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def events_xlsx(request: Request, organisation: str) -> FileResponse:
    administered(request, organisation)
    file = xlsx_file(_("Händelser"), rows(exported(request)))
    return FileResponse(file, as_attachment=True, filename=f"handelser-{organisation}.xlsx")


def exported(request: Request) -> Events:
    """What the page shows as it is now, without the row that tells that it was taken out."""
    chosen = AuditFilterForm(request.GET).narrowed(events_of(request))
    latest = chosen.order_by("-pk").values_list("pk", flat=True).first() or 0
    audit.record(request, Verb.AUDIT_EXPORTED, request.organisation, request.organisation)
    return chosen.filter(pk__lte=latest)


def events_of(request: Request) -> Events:
    here = AuditEvent.objects.visible_to(request.user).filter(organisation=request.organisation)
    return here.select_related("actor", "person")
