"""Whether the machine's clock has been moved since the timer ran last.

What is done at its day can't be undone: answers are counted and deleted, people are written to. So
it waits an hour when the clock has been moved, in which it can be put right, or turns out to be.
"""

import datetime
import time
from pathlib import Path

from django.core.cache import cache
from django.utils import timezone

LEAST = 10 * 60
WAIT = 60 * 60
BOOT = Path("/proc/sys/kernel/random/boot_id")


def held_until() -> datetime.datetime | None:
    """When what is due may be done again; None where the clock has gone as clocks go.

    Each machine has its own clock, and knows nothing of it from before it was started.
    """
    key, uptime = _key(), _uptime()
    offset = time.time() - uptime
    before, held = cache.get(key, (offset, 0.0))
    if abs(offset - before) > LEAST:
        held = uptime + WAIT
    cache.set(key, (offset, held), None)
    return _moment(held, uptime)


def known_to_be_held_until() -> datetime.datetime | None:
    """What the timer on this machine found last."""
    _offset, held = cache.get(_key(), (0.0, 0.0))
    return _moment(held, _uptime())


def _moment(held: float, uptime: float) -> datetime.datetime | None:
    if held <= uptime:
        return None
    return timezone.now() + datetime.timedelta(seconds=held - uptime)


def _key() -> str:
    return f"clock-{BOOT.read_text().strip()}"


def _uptime() -> float:
    """Seconds that nobody can move."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
