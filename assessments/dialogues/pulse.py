"""The pulse: a phone asks whether anything has changed, and hardly ever is the database asked.

Each process remembers for a moment how far the dialogues have come, and which phones it has heard
from; one thread asks and writes while the others go on answering.
"""

import threading
import time
from dataclasses import dataclass, field

from django.utils import timezone

from assessments.dialogues.seats import awake
from assessments.models import DialogueTable, Seat

STATE_SECONDS = 0.25
HEARD_SECONDS = 5.0
REMEMBERED_SECONDS = 3600.0
A_CHUNK = 500
# The more phones, the longer they wait between two beats, so that the portal keeps up.
LEAST_PAUSE = 800
LONGEST_PAUSE = 8000
PAUSE_PER_PHONE = 1.5


@dataclass
class State:
    """How far a dialogue has come, at each of its tables."""

    tables: dict[str, str] = field(default_factory=dict)
    until: float = 0.0


@dataclass
class Heard:
    """The phones of this process since they were last written down."""

    phones: set[str] = field(default_factory=set)
    until: float = 0.0
    awake: int = 0


_states: dict[str, State] = {}
_heard = Heard()
_hearing = threading.Lock()


def state_of(table: DialogueTable) -> str:
    """What a phone has in view: its table, and the changes to the dialogue and to the table."""
    return f"{table.number}-{table.dialogue.version}-{table.version}"


def now_at(code: str, table: str) -> str | None:
    """The state of the table with that number; None where there is no such table any more."""
    state, now = _states.setdefault(code, State()), time.monotonic()
    if now >= state.until:
        state.until = now + STATE_SECONDS  # first, so that the others don't ask too
        state.tables = _asked(code)
        _forget(now)
    return state.tables.get(table)


def pause() -> int:
    """Milliseconds until a phone asks again."""
    return int(min(max(LEAST_PAUSE, _heard.awake * PAUSE_PER_PHONE), LONGEST_PAUSE))


def hear(token_hash: str) -> None:
    """A phone is awake; it is written down with the others of the last seconds."""
    _heard.phones.add(token_hash)
    if time.monotonic() < _heard.until or not _hearing.acquire(blocking=False):
        return
    try:
        _heard.until = time.monotonic() + HEARD_SECONDS
        phones, _heard.phones = [*_heard.phones], set()
        _write_down(phones)
        _heard.awake = awake()
    finally:
        _hearing.release()


def _asked(code: str) -> dict[str, str]:
    tables = DialogueTable.objects.filter(dialogue__code=code).select_related("dialogue")
    return {str(table.number): state_of(table) for table in tables}


def _forget(now: float) -> None:
    """Dialogues that no phone has asked about for long."""
    for code in [*_states]:
        if _states[code].until < now - REMEMBERED_SECONDS:
            _states.pop(code, None)


def _write_down(phones: list[str]) -> None:
    now = timezone.now()
    for start in range(0, len(phones), A_CHUNK):
        chunk = phones[start : start + A_CHUNK]
        Seat.objects.filter(token_hash__in=chunk).update(seen_at=now)
