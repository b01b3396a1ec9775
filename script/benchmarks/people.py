"""People at their browsers, all in one thread: some save, some read results."""

import asyncio
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.visits import TOKEN
from benchmarks.wire import Answer, Cut, Wire
from tests.crash.lanes import Lane

SAVE_SECONDS, READ_SECONDS = 5.0, 10.0
# As the page's script waits before it tries again.
LONGEST_PAUSE = 60


class Reply(NamedTuple):
    """`at` by the monotonic clock; the status is 0 where no whole answer came."""

    at: float
    seconds: float
    status: int


@dataclass
class Person:
    wire: Wire
    host: str
    session: str
    replies: list[Reply] = field(default_factory=list)

    def __post_init__(self) -> None:
        cookies = f"__Host-sessionid={self.session}; __Host-csrftoken={TOKEN}"
        self.head = f"Host: {self.host}\r\nCookie: {cookies}\r\n"

    async def live(self, over: asyncio.Event, every: float) -> None:
        """Does something at once every so many seconds, from a moment of its own."""
        due = time.monotonic() + random.random() * every  # noqa: S311
        while not await is_over(over, due - time.monotonic()):
            await self.act(over)
            due = max(due + every, time.monotonic())
        self.wire.close()

    async def act(self, over: asyncio.Event) -> None:
        raise NotImplementedError

    async def ask(self, request: str) -> Answer | None:
        begun = time.monotonic()
        try:
            answer = await self.wire.ask(request.encode())
        except Cut:
            answer = None
        now = time.monotonic()
        self.replies.append(Reply(now, now - begun, answer.status if answer else 0))
        return answer


async def is_over(over: asyncio.Event, seconds: float) -> bool:
    """Waits so long, or until it is."""
    try:
        await asyncio.wait_for(over.wait(), max(seconds, 0))
    except TimeoutError:
        return False
    return True


@dataclass
class Writer(Person):
    """Rates the statements one after another, and again; tries again by the token."""

    address: str = ""
    participation: int = 0
    statements: list[int] = field(default_factory=list)
    # What was said to the person where it was not saved, and how often.
    told: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.lanes = {each: Lane(each) for each in self.statements}
        self.turns = cycle(self.lanes.values())
        self.asked_to_wait = 0

    async def act(self, over: asyncio.Event) -> None:
        lane, failures = next(self.turns), 0
        lane.choose(1 + (lane.version + lane.statement) % 4)
        while not await self.save(lane):
            pause = max(min(2.0**failures, LONGEST_PAUSE), self.asked_to_wait)
            failures = min(failures + 1, 6)
            if await is_over(over, pause * (0.75 + random.random() / 2)):  # noqa: S311
                return

    async def save(self, lane: Lane) -> bool:
        body = urlencode(lane.fields())
        answer = await self.ask(
            f"POST {self.address} HTTP/1.1\r\n{self.head}Origin: https://{self.host}\r\n"
            f"X-CSRFToken: {TOKEN}\r\nAccept: application/json\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
        self.asked_to_wait = int(answer.headers.get("retry-after", 0)) if answer else 0
        if answer is None or answer.status not in (200, 409):
            self.note(answer)
            return False
        return lane.settle(answer.status, json.loads(answer.body))

    def note(self, answer: Answer | None) -> None:
        said = answer.body.decode(errors="replace") if answer else ""
        self.told[said] = self.told.get(said, 0) + 1


@dataclass
class Reader(Person):
    """Opens one page after another."""

    addresses: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.turns: Iterator[str] = cycle(self.addresses)

    async def act(self, over: asyncio.Event) -> None:
        await self.ask(f"GET {next(self.turns)} HTTP/1.1\r\n{self.head}\r\n")
