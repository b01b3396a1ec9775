"""How the portal carries a morning with everybody there, and whether its memory stays."""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import quantiles

from django.conf import settings
from django.db import connection, connections

from assessments.models import Rating
from benchmarks.figures import Figure
from benchmarks.installation import Installation, installed
from benchmarks.morning import (
    REPORTS_EVERY,
    TICK_EVERY,
    World,
    again,
    held,
    lay,
    made,
    order,
)
from benchmarks.people import Person, Reader, Writer
from benchmarks.sampling import Sampling, cpu_seconds
from tests.crash.lanes import lost
from tests.crash.processes import wait_until

MOST_MS, MOST_GROWTH_PERCENT = 300, 5.0
MINUTES = 2.0
# In less the memory still grows to what it will be.
LONG_ENOUGH_MINUTES = 30
WARM_UP_SECONDS = 20.0
SAMPLES = 240


def measure(quick: bool) -> list[Figure]:
    minutes = 0.2 if quick else float(os.environ.get("MINUTES") or MINUTES)
    world = lay(quick)
    with installed(os.environ["DATABASE_URL"], Path(settings.VAR_DIR)) as (here, port):
        writers, readers = world.writers(port), world.readers(port)
        sampling = Sampling(processes(here), max(minutes * 60 / SAMPLES, 0.5))
        cpu = asyncio.run(watched(here, world, [*writers, *readers], sampling, minutes * 60, quick))
    return [
        *answered("save", writers, MOST_MS),
        *answered("page", readers),
        lost_saves(writers),
        Figure("reports_not_made", unmade(), 0, details=made()),
        spent(cpu, minutes * 60),
        *(grown(sampling, name, minutes) for name in ("web", "worker")),
    ]


async def watched(
    here: Installation,
    world: World,
    people: Sequence[Writer | Reader],
    sampling: Sampling,
    seconds: float,
    quick: bool,
) -> dict[str, float]:
    """The CPU seconds that each used in the time that counts, which begins after a warm-up.

    Afterwards the people go on until the reports are made, and what they are answered then is
    not counted.
    """
    over = asyncio.Event()
    morning = asyncio.gather(
        held(people, over),
        again(over, REPORTS_EVERY, order, world.closed),
        again(over, TICK_EVERY, here.manage, "tick"),
    )
    await asyncio.sleep(1 if quick else WARM_UP_SECONDS)
    for person in people:
        person.replies.clear()
    before = used(sampling.pids)
    sampling.start()
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.shield(morning), seconds)
    after = used(sampling.pids)
    sampling.stop()
    counted = [list(person.replies) for person in people]
    await asyncio.to_thread(wait_for_reports)
    over.set()
    await morning
    for person, replies in zip(people, counted, strict=True):
        person.replies = replies
    return {name: after[name] - before[name] for name in after}


def processes(here: Installation) -> dict[str, int]:
    return {
        "web": here.web.running,
        "worker": here.worker.running,
        "proxy": int((here.folder / "nginx" / "nginx.pid").read_text()),
        "database": postmaster(),
        "people": os.getpid(),
    }


def postmaster() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    return int((folder / "postmaster.pid").read_text().split()[0])


def used(pids: dict[str, int]) -> dict[str, float]:
    """CPU seconds; what the measure itself has started is not counted as the people's."""
    spent = {name: cpu_seconds(pid) for name, pid in pids.items() if name != "people"}
    times = os.times()
    return spent | {"people": times.user + times.system}


def answered(what: str, people: Sequence[Person], limit: float | None = None) -> Iterator[Figure]:
    replies = [reply for person in people for reply in person.replies]
    cuts = quantiles([reply.seconds * 1000 for reply in replies], n=1000, method="inclusive")
    statuses = Counter(str(reply.status) for reply in replies)
    details = {
        "p50": round(cuts[499]),
        "p99": round(cuts[989]),
        "most": round(max(reply.seconds * 1000 for reply in replies)),
        "people": len(people),
        "number": len(replies),
    }
    yield Figure(f"p95_ms_of_a_{what}", round(cuts[949]), limit, details=details)
    errors = sum(count for status, count in statuses.items() if status != "200")
    yield Figure(f"errors_of_{what}s", errors, 0, details={"statuses": dict(statuses)})


def lost_saves(writers: Sequence[Writer]) -> Figure:
    ratings = Rating.objects.filter(response__participation__in=[w.participation for w in writers])
    standing = ratings.values_list("response__participation", "statement", "step", "version")
    lanes = {(w.participation, each): lane for w in writers for each, lane in w.lanes.items()}
    gone = lost(lanes, list(map(list, standing)))
    return Figure("lost_saves", len(gone), 0, details={"lost": gone[:5]})


def wait_for_reports() -> None:
    with suppress(AssertionError):
        wait_until(lambda: not unmade())
    connections.close_all()


def unmade() -> int:
    found = made()
    return int(str(found["ordered"])) - int(str(found["made"]))


def spent(cpu: dict[str, float], seconds: float) -> Figure:
    """In percent of one core; the people are the measure's own."""
    shares = {name: round(100 * each / seconds, 1) for name, each in cpu.items()}
    return Figure("percent_of_a_core_used", round(sum(shares.values()), 1), details=shares)


def grown(sampling: Sampling, name: str, minutes: float) -> Figure:
    found = sampling.growth(name)
    percent = 100 * (found["last_quarter_mb"] / found["first_quarter_mb"] - 1)
    limit = MOST_GROWTH_PERCENT if minutes >= LONG_ENOUGH_MINUTES else None
    return Figure(f"percent_that_memory_of_{name}_grew", round(percent, 1), limit, details=found)
