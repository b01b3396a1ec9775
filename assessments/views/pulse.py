"""What every phone of a dialogue asks at the same time, answered before all else is done.

The pulse each second, and the page's new part when the pulse has told of a change.
"""

import re
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from assessments.dialogues import pulse
from assessments.dialogues.seats import hash_of
from assessments.views.phones import fragment

ADDRESS = re.compile(r"/samtal/([^/]+)/(lage/)?")


class Pulse:
    """Asks for no session and no person, since a phone that takes part has neither."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = ADDRESS.fullmatch(request.path_info)
        if found and found[2]:
            return measured(state(request, found[1]))
        if found and request.method == "GET" and "HX-Request" in request.headers:
            return measured(fragment(request, found[1]))
        return self.get_response(request)


def measured(response: HttpResponse) -> HttpResponse:
    """With its length, as the middleware that is passed by would tell it."""
    if response.status_code != 204:
        response.headers["Content-Length"] = str(len(response.content))
    return response


@login_not_required
@require_GET
def state(request: HttpRequest, code: str) -> HttpResponse:
    """204: as you saw it. 200: the new state. 404 to all who have no ticket, whatever the code."""
    token_hash = hash_of(request, code)
    seen = request.GET.get("sett", "")
    now = pulse.now_at(code, seen.partition("-")[0]) if token_hash else None
    if token_hash is None or now is None:
        return HttpResponse(status=404)
    pulse.hear(token_hash)
    headers = {"Pause": str(pulse.pause()), "Cache-Control": "no-store"}
    if now == seen:
        return HttpResponse(status=204, headers=headers)
    return HttpResponse(now, content_type="text/plain; charset=utf-8", headers=headers)
