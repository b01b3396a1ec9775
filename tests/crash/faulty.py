"""Planted faults: servers that the tests must catch."""

import itertools
import json
from collections.abc import Callable, Iterable
from typing import Any

from portal.wsgi import application as honest

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
requests = itertools.count()


def acknowledges_without_writing(environ: Environ, start: StartResponse) -> Iterable[bytes]:
    """Now and then says that it saved, without saving."""
    if environ["PATH_INFO"].endswith("/spara/") and next(requests) % 20 == 19:
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"version": 10_000, "saved_at": "10.42"}).encode()]
    return honest(environ, start)


def saves_without_lock(environ: Environ, start: StartResponse) -> Iterable[bytes]:
    """Looks whether the assessment is open, but does not keep it open while it writes."""
    from assessments import saving

    saving.UPSERT = saving.UPSERT.replace("{lock}", "")
    return honest(environ, start)
