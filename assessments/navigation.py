"""The header's links: what is the person's in the organisation that the page is about."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise


class Link(NamedTuple):
    url: str
    label: str | Promise
    current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    organisation = getattr(request, "organisation", None)
    return {"organisation": organisation, "navigation": []}
