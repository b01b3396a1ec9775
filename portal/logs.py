"""What is logged: which request and where in the code, never what was sent or who sent it."""

import json
import logging
import re
import traceback
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from smtplib import SMTPResponseException
from types import TracebackType

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseBase

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Paths that open something by themselves, and what stands after a question mark.
TOKENS = re.compile(r"(/inbjudan/|/samtal/)[^/\s?\"']+")
# What PostgreSQL says when it can't be worked with: of connections, resources, shutting down.
AWAY = ("08", "53", "57")
QUERY = re.compile(r"\?[^\s\"']+")

current: ContextVar[str] = ContextVar("request_id", default="")


class RequestId:
    """The proxy's own, where it has given one; answered with, so that a person can tell it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        known = given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        before = current.set(known)
        try:
            response = self.get_response(request)
        finally:
            current.reset(before)
        response["X-Request-ID"] = known
        return response


class WithRequest(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current.get()
        return True


class Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        known = getattr(record, "request_id", "")
        return clean(super().format(record)) + (f" [{known}]" if known else "")

    def formatException(self, ei: object) -> str:
        return told(ei)  # type: ignore[arg-type]


class Json(Text):
    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": clean(record.getMessage()),
            "request_id": getattr(record, "request_id", ""),
        }
        if record.exc_info:
            fields["error"] = told(record.exc_info)  # type: ignore[arg-type]
        return json.dumps(fields, ensure_ascii=False)


def clean(text: str) -> str:
    return QUERY.sub("?…", TOKENS.sub(r"\1…", text))


def reason(error: BaseException) -> str:
    """Of what is around the portal; other errors may say what somebody wrote."""
    if isinstance(error, SMTPResponseException):
        return f": {error.smtp_code}"
    if isinstance(error, OperationalError):
        return f": {error}"
    return f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""


def is_away(error: BaseException) -> bool:
    """Whether it is the database that is away, and not a question that is wrong: then each request
    says the same, wherever it came from, and a line of each is enough."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(AWAY)


def told(error: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    """The kinds of errors and their places: what a database says of one may be what was sent."""
    _kind, value, _trace = error
    if is_away(value):
        return f"{type(value).__name__}{reason(value)}".rstrip()
    lines = []
    link: BaseException | None = value
    while link is not None:
        lines += traceback.format_tb(link.__traceback__)
        lines.append(f"{type(link).__name__}{reason(link)}\n")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "".join(lines).rstrip()
