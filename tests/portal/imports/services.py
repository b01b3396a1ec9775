"""Real HTTP servers on this machine that answer as the services do, and fail as they fail."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Query = dict[str, list[str]]
Answer = tuple[int, object]
TOKEN = "en-hemlig-nyckel"
PAGE_SIZE = 2
CUT = "cut"
CUT_HALFWAY = "cut halfway"
NOT_JSON = "not json"
TRICKLES = "trickles"


class Service:
    """`troubles` come in turn instead of the next answers: a status or one of the names above."""

    def __init__(self) -> None:
        self.troubles: list[int | str] = []
        self.headers: dict[str, str] = {}
        self.asked: list[str] = []
        self.accepted: set[str] = set()
        self.address = ""

    def answer(self, path: str, query: Query, token: str) -> Answer:
        raise NotImplementedError


class School(Service):
    """An SS 12000 service: pages of two, filters only with the first, a token without meaning."""

    def __init__(self, lists: dict[str, list[Any]], deleted: dict[str, list[str]]) -> None:
        super().__init__()
        self.lists = lists
        self.deleted = deleted
        self.never_ends = False
        self.has_deleted = True

    def answer(self, path: str, query: Query, token: str) -> Answer:
        name = path.rpartition("/")[2]
        if token != f"Bearer {TOKEN}":
            return 401, error("Behörighet saknas")
        if "pageToken" in query and len(query) > 1:
            return 400, error("Filter kan inte kombineras med pageToken")
        if name == "deletedEntities" and self.has_deleted:
            return 200, {"data": self.deleted, "pageToken": None}
        return self.page(name, query) if name in self.lists else (404, error("Finns inte"))

    def page(self, name: str, query: Query) -> Answer:
        start = int(query.get("pageToken", ["page-0"])[0].removeprefix("page-"))
        end = start + min(PAGE_SIZE, int(query.get("limit", ["1000"])[0]))
        more = end < len(self.lists[name]) or self.never_ends
        next_page = f"page-{0 if self.never_ends else end}" if more else None
        return 200, {"data": self.lists[name][start:end], "pageToken": next_page}


class Register(Service):
    """Skolenhetsregistret with its units, which belong to organisers by their numbers."""

    def __init__(self, units: list[Any]) -> None:
        super().__init__()
        self.units = {unit["data"]["schoolUnitCode"]: unit for unit in units}

    def answer(self, path: str, query: Query, token: str) -> Answer:
        code = path.removeprefix("/v2/school-units").strip("/")
        if not code:
            return 200, brief(self.of(query["organization_number"][0]))
        return (200, self.units[code]) if code in self.units else (404, {"status": "404"})

    def of(self, number: str) -> list[Any]:
        units = self.units.values()
        return [unit for unit in units if unit["included"]["organizationNumber"] == number]


def brief(units: list[Any]) -> dict[str, Any]:
    """The register's list, which tells little of each unit."""
    told = [
        {
            "schoolUnitCode": unit["data"]["schoolUnitCode"],
            "name": unit["data"]["attributes"]["displayName"],
            "status": unit["data"]["attributes"]["status"],
        }
        for unit in units
    ]
    return {"meta": {}, "data": {"type": "schoolunit", "attributes": told}}


def error(message: str) -> dict[str, str]:
    return {"code": "fel", "message": message}


@contextmanager
def running(service: Service, tls: ssl.SSLContext | None = None) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(service))
    service.address = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.005,)).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def own_certificate(directory: Path) -> ssl.SSLContext:
    """A certificate that nobody but its server vouches for."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(x509.Name([]), x509.Name([]), key.public_key(), 1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem, file = serialization.Encoding.PEM, directory / "own.pem"
    kept = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(kept + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def handler_of(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self) -> None:
            service.asked.append(self.path)
            service.accepted.add(self.headers.get("Accept", ""))
            parts = urlsplit(self.path)
            token = self.headers.get("Authorization", "")
            trouble = service.troubles.pop(0) if service.troubles else 200
            if trouble == CUT:
                self.close_connection = True
            elif trouble in (200, CUT_HALFWAY):
                status, body = service.answer(parts.path, parse_qs(parts.query), token)
                self.send(status, json.dumps(body).encode(), is_cut=trouble == CUT_HALFWAY)
            elif trouble == TRICKLES:
                self.trickle()
            elif trouble == NOT_JSON:
                self.send(200, b"<html>Underh\xe5ll</html>")
            else:
                self.send(int(trouble), b"{}")

        def send(self, status: int, body: bytes, is_cut: bool = False) -> None:
            self.send_response(status)
            for name, value in service.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if is_cut else body)
            self.close_connection = is_cut

        def trickle(self) -> None:
            """A few bytes at a time, until the other side hangs up."""
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            self.close_connection = True
            with suppress(OSError):
                for _piece in range(300):
                    self.wfile.write(b"          ")
                    self.wfile.flush()
                    time.sleep(0.01)

        def log_message(self, *args: object) -> None:
            pass

    return Handler
