"""How an organisation leaves the portal: its archive, and what is done after that."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.archives.obstacles import obstacles
from assessments.archives.ordering import order, stands_still
from assessments.models import Archive
from assessments.models.archives import KEPT
from portal import audit
from portal.access import Request, administered
from portal.verbs import Verb


@never_cache
@require_safe
def archives(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    ready = here.archives.ready().select_related("ordered_by")
    under_way = here.archives.under_way().first()
    context = {
        "under_way": under_way,
        "stands_still": under_way and stands_still(under_way),
        "latest": here.archives.select_related("ordered_by").first(),
        "ready": [each for each in ready if each.file.storage.exists(str(each.file))],
        "obstacles": list(obstacles(here)),
        "kept_days": KEPT.days,
        "backup_days": settings.BACKUP_DAYS,
    }
    return render(request, "assessments/archives/archives.html", context)


@require_POST
def archive_order(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    if not list(obstacles(here)):
        with transaction.atomic():
            if ordered := order(here, request.user):
                audit.record(request, Verb.ARCHIVE_ORDERED, ordered, here)
        messages.success(request, _("Arkivet är beställt. Du kan lämna sidan och komma tillbaka."))
    return redirect("assessments:archives", organisation)


@require_safe
def archive_file(request: Request, organisation: str, pk: int) -> FileResponse:
    here = administered(request, organisation)
    ready = get_object_or_404(Archive.objects.ready(), organisation=here, pk=pk)
    try:
        file = ready.file.open()
    except FileNotFoundError:
        raise Http404 from None
    audit.record(request, Verb.ARCHIVE_FETCHED, ready, here)
    name = f"styrkedjan-{here.slug}-{timezone.localdate(ready.made_at).isoformat()}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
