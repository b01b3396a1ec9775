"""What a person sees when something is wrong, on our side or in what was sent."""

import errno
import sys

from django.db import DatabaseError, DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

RETRY_AFTER_SECONDS = 5
A_MINUTE = 60


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """All that is refused with a page of its own is counted by the minute."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(A_MINUTE)
    return response


def is_passing(error: BaseException | None) -> bool:
    """What is not the program's fault, and may be well in a while."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError


def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the database can't be reached (sessions included) or a disk is full, else 500."""
    error = sys.exc_info()[1]
    if is_passing(error):
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    if isinstance(error, DataError):
        # A value that the database can't hold. No context: the session key may be that value.
        return HttpResponse(render_to_string("400.html"), status=400)
    return HttpResponse(render_to_string("500.html"), status=500)
