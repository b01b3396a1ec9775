"""Many people at once against a real server, each on a connection of their own.

The requests are written as bytes and the answers are hardly read, so that what is measured
is the server and not this side.
"""

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks.visits import TOKEN

TIMEOUT_SECONDS = 60


@dataclass
class Person:
    """A browser that stays connected."""

    port: int
    organisation: str
    participation: int
    session: str
    statements: list[int]
    statuses: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.head = (
            f"Host: localhost:{self.port}\r\n"
            f"Cookie: sessionid={self.session}; csrftoken={TOKEN}\r\n"
        )
        self.connection = socket.create_connection(("127.0.0.1", self.port), TIMEOUT_SECONDS)
        self.sent = self.saves()

    def saves(self) -> Iterator[bytes]:
        """Every statement, and then again over the version before."""
        for seen in itertools.count():
            for statement in self.statements:
                yield self.save_of(statement, seen)

    def save_of(self, statement: int, seen: int) -> bytes:
        step = 1 + (seen + statement) % 4
        answer = {"kind": "rating", "statement": statement, "step": step, "seen": seen}
        body = urlencode(answer | {"token": uuid4()})
        return (
            f"POST /{self.organisation}/svar/{self.participation}/spara/ HTTP/1.1\r\n"
            f"{self.head}X-CSRFToken: {TOKEN}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    def save(self) -> None:
        self.exchange(next(self.sent))

    def read(self) -> None:
        self.exchange(f"GET /{self.organisation}/matt/ HTTP/1.1\r\n{self.head}\r\n".encode())

    def exchange(self, request: bytes) -> None:
        self.connection.sendall(request)
        received = b""
        while not complete(received):
            more = self.connection.recv(65536)
            if not more:
                break
            received += more
        self.statuses.append(int(received[9:12] or 0))


def complete(received: bytes) -> bool:
    head, found, body = received.partition(b"\r\n\r\n")
    if not found:
        return False
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    return len(body) >= int(length or 0)


def at_once(people: list[Person], act: Callable[[Person], None]) -> None:
    """Each person in a thread, all let go in the same moment."""
    gate = threading.Barrier(len(people))

    def go(person: Person) -> None:
        gate.wait()
        act(person)

    threads = [threading.Thread(target=go, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def repeat(act: Callable[[Person], None], seconds: float) -> Callable[[Person], None]:
    def until_then(person: Person) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            act(person)

    return until_then
