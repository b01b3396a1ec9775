"""What a service that collects errors gets to know of one: a real request, over real HTTP."""

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import brotli
import pytest

from tests.portal.test_settings import PRODUCTION, run

ASKS = """
import django; django.setup()
from django.test import Client
visitor = Client(raise_request_exception=False, headers={
    "host": "styrkedjan.example", "x-forwarded-proto": "https", "x-request-id": "abcd-1234",
    "cookie": "__Host-sessionid=hemlisihemlisihemlisihemlisi0000",
})
response = visitor.post("/logga-in/?next=/hemlis/", {"email": "hemlis@ekby.example"})
assert response.status_code == 503, response.status_code
import sentry_sdk; sentry_sdk.flush(10)
"""

PACKED = {"gzip": gzip.decompress, "br": brotli.decompress}


class Service(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receive)
        self.bodies: list[bytes] = []


class Receive(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append(PACKED[self.headers["Content-Encoding"]](body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_what: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.one_database
def test_an_error_is_told_by_kind_and_place_and_nothing_of_the_person(
    service: Service, tmp_path: Path
) -> None:
    """The database has no tables, so that the page fails."""
    more = {
        "STYRKEDJAN_SENTRY_DSN": f"http://key@127.0.0.1:{service.server_port}/1",
        "STYRKEDJAN_VAR": str(tmp_path),
        "STYRKEDJAN_BEHIND_PROXY": "1",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    run("manage.py", "collectstatic", "--noinput", **PRODUCTION | more)
    result = run("-c", ASKS, **PRODUCTION | more)
    assert result.returncode == 0, result.stderr
    [body] = service.bodies
    event = json.loads(body.split(b"\n")[2])
    assert event["exception"]["values"][-1]["type"] == "OperationalError"
    assert event["exception"]["values"][-1]["stacktrace"]["frames"][-1]["function"] == "execute"
    assert event["tags"] == {"request_id": "abcd-1234"}
    assert b"hemlis" not in body
    assert not set(event) & {"request", "user", "extra", "contexts", "server_name", "modules"}
