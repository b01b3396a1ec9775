"""Errors told to a service of Sentry's kind, where whoever runs the portal has one.

The kind of the error, its place in the code and the request's id: nothing that anybody has
written, asked for or been shown, and not who they are.
"""

from collections.abc import Mapping
from typing import Any, cast

import sentry_sdk
from sentry_sdk.types import Event, Hint

from portal.logs import clean, current

EVENT = ("event_id", "timestamp", "platform", "level", "release", "logger", "transaction")
FRAME = ("filename", "function", "module", "lineno", "in_app")


def begin(address: str, version: str) -> None:
    sentry_sdk.init(
        dsn=address,
        release=version,
        before_send=bare,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
    )


def bare(event: Event, _hint: Hint) -> Event:
    """Only what is named goes on, so that what a later library adds does not."""
    told = named(event, EVENT) | {"tags": {"request_id": current.get()}}
    if message := event.get("logentry", {}).get("formatted"):
        told["logentry"] = {"formatted": clean(str(message))}
    errors = event.get("exception", {}).get("values", [])
    told["exception"] = {"values": [kind_and_place(each) for each in errors]}
    return cast(Event, told)


def kind_and_place(error: Mapping[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", [])
    return named(error, ("type", "module")) | {
        "stacktrace": {"frames": [named(each, FRAME) for each in frames]}
    }


def named(found: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: found[name] for name in names if name in found}
