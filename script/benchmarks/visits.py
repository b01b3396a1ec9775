"""Requests to the portal inside this process, by a person who is signed in."""

import io
import time
from contextlib import AbstractContextManager
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import User
from tests.crash.stage import session_of

TOKEN = "c" * 32


class Visit(NamedTuple):
    status: int
    body: bytes
    # Milliseconds.
    cpu: float
    wall: float


class Visitor:
    def __init__(self, user: User) -> None:
        self.application = get_wsgi_application()
        self.cookies = f"sessionid={session_of(user)}; csrftoken={TOKEN}"

    def visit(self, path: str, sent: dict[str, Any] | None = None) -> Visit:
        environ = self.environ(path, sent)
        status: list[int] = []
        cpu, wall = time.process_time(), time.perf_counter()
        response = self.application(environ, lambda line, _: status.append(int(line[:3])))
        body = b"".join(response)
        response.close()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        return Visit(status[0], body, cpu * 1000, wall * 1000)

    def environ(self, path: str, sent: dict[str, Any] | None) -> dict[str, Any]:
        body = urlencode(sent or {}).encode()
        return {
            "REQUEST_METHOD": "GET" if sent is None else "POST",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_COOKIE": self.cookies,
            "HTTP_X_CSRFTOKEN": TOKEN,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
        }

    def page(self, path: str) -> Visit:
        found = self.visit(path)
        if found.status != 200:
            raise RuntimeError(f"{path} answered {found.status}")
        return found

    def queries(self, path: str, sent: dict[str, Any] | None = None) -> int:
        with queries_of() as captured:
            self.visit(path, sent)
        return len(captured)


def queries_of() -> AbstractContextManager[CaptureQueriesContext]:
    return CaptureQueriesContext(connection)
