"""Phones in a dialogue, without scripts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessments.dialogues.running import begin, forward
from assessments.models import Dialogue, Seat
from assessments.terms import DialogueStep

JSON = {"Accept": "application/json"}


class Phone(Client):
    """In somebody's hand; it has joined when it has been given a table."""

    code: str = ""

    def at(self, path: str = "") -> str:
        return f"/samtal/{self.code}/{path}"

    def join(self, table: int = 1) -> Any:
        ticket = re.search(r'name="ticket" value="([^"]+)"', self.get(self.at()).text)
        sent = {"bord": table} | ({"ticket": ticket[1]} if ticket else {})
        return self.post(self.at("ga-med/"), sent)

    @property
    def page(self) -> str:
        return str(self.get(self.at()).text)

    def send(self, path: str, **sent: Any) -> Any:
        """As the page's script does."""
        return self.post(self.at(path), sent, headers=JSON)

    @property
    def seat(self) -> Seat:
        from assessments.dialogues.seats import COOKIE, hash_in

        return Seat.objects.get(token_hash=hash_in(self.cookies[COOKIE].value, self.code))


Phones = Callable[..., Phone]


@pytest.fixture
def running(dialogue: Dialogue) -> Dialogue:
    return begin(dialogue, dialogue.version)


@pytest.fixture
def phone(running: Dialogue) -> Phones:
    """`phone(2)`: a new phone at table 2."""

    def phone(table: int | None = 1) -> Phone:
        new = Phone()
        new.code = running.code or ""
        if table:
            assert new.join(table).status_code == 302
        return new

    return phone


def lead_to(dialogue: Dialogue, step: DialogueStep) -> Dialogue:
    now = Dialogue.objects.get(pk=dialogue.pk)
    while now.step != step:
        now = forward(now, now.version)
    return now
