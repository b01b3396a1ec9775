"""Many people who save at once, and remember what the server acknowledged."""

import http.client
import json
import random
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.crash import lanes
from tests.crash.lanes import Lane

TOKEN = "c" * 32
# How often somebody picks another answer before the last one is acknowledged.
CHANGES_MIND = 0.2


@dataclass
class Saver(threading.Thread):
    """One person's phone: saves steps, and again with the same token what was not acknowledged."""

    port: int
    participation: int
    session: str
    statements: list[int]
    pause: float = 0
    replies: list[int] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.random = random.Random(self.participation)
        self.lanes = {each: Lane(each) for each in self.statements}

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.stopped.is_set():
            self.save(self.lanes[self.random.choice(self.statements)])
            self.stopped.wait(self.pause)

    def save(self, lane: Lane) -> None:
        """A new value, or once more what has not been acknowledged."""
        if lane.wanted is None or self.random.random() < CHANGES_MIND:
            lane.choose(self.random.randint(1, 4))
        try:
            status, reply = self.post(lane.fields())
        except (OSError, http.client.HTTPException, ValueError) as error:  # none, or a part of one
            self.unanswered.append(repr(error))
            self.stopped.wait(0.05)
            return
        self.replies.append(status)
        lane.settle(status, reply)

    def post(self, sent: dict[str, Any], cut_off: int = 0) -> tuple[int, Any]:
        """`cut_off` is how many bytes of what was to be sent never come."""
        body = urlencode(sent)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={kept}" for name, kept in self.cookies()),
            "X-CSRFToken": TOKEN,
            "Content-Length": str(len(body) + cut_off),
        }
        path = f"/ekby/svar/{self.participation}/spara/"
        try:
            connection.request("POST", path, body, headers)
            if cut_off:
                connection.sock.shutdown(socket.SHUT_WR)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        return response.status, json.loads(body) if response.status in (200, 409) else None

    def cookies(self) -> Iterator[tuple[str, str]]:
        """By the names that the demo gives them, and those of production."""
        for prefix in "", "__Host-":
            yield f"{prefix}sessionid", self.session
            yield f"{prefix}csrftoken", TOKEN


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
    return lanes.lost(
        {
            (saver.participation, each): lane
            for saver in savers
            for each, lane in saver.lanes.items()
        },
        audit["ratings"],
    )


def uncounted(savers: list[Saver], audit: dict[str, Any]) -> list[str]:
    """Statements whose tally is not the steps that were acknowledged before closing."""
    promised = Counter(
        (lane.statement, lane.acknowledged) for saver in savers for lane in saver.lanes.values()
    )
    return [
        f"{statement}: {counts}"
        for statement, *counts in audit["counted"]
        if counts != [promised[statement, step] for step in (1, 2, 3, 4)]
    ]
