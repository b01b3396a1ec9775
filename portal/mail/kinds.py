"""The kinds of mail that there are. A room adds its own when it is ready, in its AppConfig."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.functional import Promise

from portal.models import Organisation

# What a kind's templates say about a made-up person, for those who want to see it beforehand.
Example = Callable[[Organisation], dict[str, Any]]


class Kind(NamedTuple):
    """Its templates are in templates/mail/<code>/: subject.txt, text.txt and html.html."""

    label: str | Promise
    example: Example


KINDS: dict[str, Kind] = {}


def register(code: str, label: str | Promise, example: Example) -> None:
    KINDS[code] = Kind(label, example)
