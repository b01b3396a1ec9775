"""Phones in a dialogue against a real server, all in one thread: each does what its script does.

A phone joins, asks the pulse with the pauses that it is told, fetches the page when something has
changed, and checks out as soon as it may.
"""

import asyncio
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from assessments.dialogues.seats import COOKIE
from benchmarks.visits import TOKEN

TICKET = re.compile(rb'name="ticket" value="([^"]+)"')
STATE = re.compile(rb'data-state="([^"]+)"')
CHECKS_OUT = b"data-check-out="
AGAIN_SECONDS = 1


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Phone:
    port: int
    code: str
    table: int
    # When the page of each version of the dialogue was there.
    reached: dict[int, float] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    seconds_to_join: float = 0
    checked_out: bool = False
    cookies: str = f"csrftoken={TOKEN}"
    state: str = ""
    pause: float = 1

    async def live(self, delay: float, over: asyncio.Event) -> None:
        await asyncio.sleep(delay)
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        await self.join()
        while not over.is_set():
            await asyncio.sleep(self.pause * (0.75 + random.random() / 2))  # noqa: S311
            await self.beat()
        self.writer.close()

    async def join(self) -> None:
        begun = time.monotonic()
        page = await self.ask("join", "GET")
        ticket = TICKET.search(page.body)
        sent = {"bord": self.table, "ticket": ticket[1].decode() if ticket else ""}
        answer = await self.ask("join", "POST", "ga-med/", sent)
        self.cookies += (
            f"; {COOKIE}={answer.headers['set-cookie'].partition('=')[2].partition(';')[0]}"
        )
        await self.fetch("join")
        self.seconds_to_join = time.monotonic() - begun

    async def beat(self) -> None:
        answer = await self.ask("pulse", "GET", f"lage/?sett={self.state}")
        self.pause = int(answer.headers.get("pause", 1000)) / 1000
        if answer.status == 200:
            await self.fetch()

    async def fetch(self, what: str = "page") -> None:
        page = await self.ask(what, "GET")
        found = STATE.search(page.body)
        self.state = found[1].decode() if found else self.state
        if found:
            self.reached.setdefault(int(self.state.split("-")[1]), time.monotonic())
        if CHECKS_OUT in page.body and not self.checked_out:
            await self.check_out()

    async def check_out(self) -> None:
        sent = {"text": f"Svar {random.random()}", "seen": 0}  # noqa: S311
        while not self.checked_out:
            answer = await self.ask("check_out", "POST", "utcheckning/", sent)
            self.checked_out = answer.status == 200
            if not self.checked_out:
                await asyncio.sleep(AGAIN_SECONDS)

    async def ask(self, what: str, verb: str, path: str = "", sent: object = None) -> Answer:
        body = urlencode(sent or {})  # type: ignore[arg-type]
        extra = f"Content-Length: {len(body)}\r\nX-CSRFToken: {TOKEN}\r\n" if sent else ""
        if verb == "POST":
            extra += "Content-Type: application/x-www-form-urlencoded\r\n"
        extra += "Accept: application/json\r\n" if what == "check_out" else ""
        extra += "HX-Request: true\r\n" if what == "page" else ""
        self.writer.write(
            f"{verb} /samtal/{self.code}/{path} HTTP/1.1\r\nHost: localhost:{self.port}\r\n"
            f"Cookie: {self.cookies}\r\n{extra}\r\n{body}".encode()
        )
        answer = await self.read()
        self.statuses[f"{what} {answer.status}"] += 1
        return answer

    async def read(self) -> Answer:
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.partition(": ") for line in lines[1:] if line)
        headers: dict[str, str] = {}
        for name, _colon, value in pairs:
            wanted = name.lower() != "set-cookie" or value.startswith(COOKIE)
            headers |= {name.lower(): value} if wanted else {}
        body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        return Answer(int(lines[0].split()[1]), headers, body)
