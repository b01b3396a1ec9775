"""What is the person's own, as a file for their calendar program."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.cycle.calendar import calendar_of
from portal.access import Request, organisation_of


@never_cache
@require_safe
def calendar(request: Request, organisation: str) -> HttpResponse:
    here = organisation_of(request, organisation)
    address = f"{request.scheme}://{request.get_host()}"
    content = calendar_of(request.user, here, address)
    headers = {"Content-Disposition": 'attachment; filename="styrkedjan.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
