"""Many people who save at once, and remember what the server acknowledged."""

import http.client
import json
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

TOKEN = "c" * 32


@dataclass
class Saver(threading.Thread):
    """One person's phone: saves steps one after another, each over the version last seen."""

    port: int
    participation: int
    session: str
    statements: list[int]
    pause: float = 0
    acknowledged: dict[int, tuple[int, int]] = field(default_factory=dict)
    replies: list[int] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.random = random.Random(self.participation)
        self.tokens: dict[int, str] = {}

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.stopped.is_set():
            self.save(self.random.choice(self.statements), self.random.randint(1, 4))
            self.stopped.wait(self.pause)

    def save(self, statement: int, step: int) -> None:
        seen, _ = self.acknowledged.get(statement, (0, 0))
        sent = {"kind": "rating", "statement": statement, "step": step, "seen": seen}
        try:
            status, reply = self.post({**sent, "token": uuid4()})
        except (OSError, http.client.HTTPException) as error:
            self.unanswered.append(repr(error))
            self.stopped.wait(0.05)
            return
        self.replies.append(status)
        if status == 200:
            self.acknowledged[statement] = (reply["version"], step)
        elif status == 409 and reply.get("version", 0) > seen:
            # A save whose acknowledgement was cut off; what stands is what it wrote.
            self.acknowledged[statement] = (reply["version"], int(reply["value"]["step"]))

    def post(self, sent: dict[str, Any]) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        path = f"/ekby/svar/{self.participation}/spara/"
        try:
            connection.request("POST", path, urlencode(sent), headers)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        return response.status, json.loads(body) if response.status in (200, 409) else None


@contextmanager
def saving(port: int, stage: dict[str, Any], pause: float = 0) -> Iterator[list[Saver]]:
    """All of them, each with seconds of pause between saves."""
    savers = [Saver(port, pk, key, stage["statements"], pause) for pk, key in stage["savers"]]
    for saver in savers:
        saver.start()
    try:
        yield savers
    finally:
        for saver in savers:
            saver.stopped.set()
        for saver in savers:
            saver.join()


def acknowledgements(savers: list[Saver]) -> int:
    return sum(saver.replies.count(200) for saver in savers)


def lost(savers: list[Saver], audit: dict[str, Any]) -> list[str]:
    """What was acknowledged but does not stand, unless the same person's later save does."""
    standing = {(who, what): (version, step) for who, what, step, version in audit["ratings"]}
    promised = {
        (saver.participation, statement): kept
        for saver in savers
        for statement, kept in saver.acknowledged.items()
    }
    return [
        f"{key}: {kept} became {standing.get(key)}"
        for key, kept in promised.items()
        if not _stands(kept, standing.get(key))
    ]


def _stands(kept: tuple[int, int], standing: tuple[int, int] | None) -> bool:
    if standing is None:
        return False
    return standing[0] > kept[0] or standing == kept


def uncounted(savers: list[Saver], audit: dict[str, Any]) -> list[str]:
    """Statements whose tally is not the steps that were acknowledged before closing."""
    promised = Counter(
        (statement, step) for saver in savers for statement, (_, step) in saver.acknowledged.items()
    )
    return [
        f"{statement}: {counts}"
        for statement, *counts in audit["counted"]
        if counts != [promised[statement, step] for step in (1, 2, 3, 4)]
    ]
