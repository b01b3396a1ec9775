"""What is killed, full or cut off while everybody saves: whether anything that was acknowledged is
lost, and how soon after the cause is gone people can save again.
"""

import asyncio
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

from django.conf import settings
from django.db import connection

from benchmarks.causes import Cause, causes_of, worker_comes_back
from benchmarks.figures import Figure
from benchmarks.installation import Installation, installed
from benchmarks.measures.load import lost_saves
from benchmarks.morning import held, lay
from benchmarks.people import Reply, Writer
from tests.crash.disks import NotPermitted, small_disk
from tests.crash.processes import Cluster
from tests.crash.proxy import network

BACK_SECONDS = 5.0
STEADY_SECONDS, AFTER_SECONDS = 10.0, 15.0
DISK_MEGABYTES = 700
HEADING = re.compile(r"<h1>(.*?)</h1>")


@dataclass
class Suffered:
    """One cause: when it came and went by the monotonic clock, and meanwhile how often health said
    that a part did not work."""

    cause: Cause
    came: float = 0.0
    gone: float = 0.0
    health: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)


def measure(quick: bool) -> list[Figure]:
    world = lay(quick)
    cluster = own_cluster()
    connection.close()
    with ExitStack() as stack:
        disk = on_small_disk(cluster, stack)
        to_database = stack.enter_context(network(cluster.port))
        url = os.environ["DATABASE_URL"].replace(f":{cluster.port}/", f":{to_database.own}/")
        here, port = stack.enter_context(installed(url, Path(settings.VAR_DIR)))
        here.manage("tick")
        to_portal = stack.enter_context(network(port))
        writers = world.writers(to_portal.own)
        causes = causes_of(here, cluster, disk, to_database, to_portal)
        suffered = asyncio.run(suffer(here, causes, writers, 2.0 if quick else 1.0))
        worker = round(worker_comes_back(here, world.closed), 1)
        figures = [figure for each in suffered for figure in figures_of(each, writers)]
        figures += [Figure("seconds_until_a_killed_worker_works", worker, BACK_SECONDS)]
        return [*figures, lost_saves(writers), logged(here)]


def own_cluster() -> Cluster:
    """The one that the measure was given, which nobody else uses."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    return Cluster.standing(folder.parent, int(connection.settings_dict["PORT"]))


def on_small_disk(cluster: Cluster, stack: ExitStack) -> Path | None:
    """Where the database lies; None where no disk can be mounted."""
    cluster.stop()
    try:
        return stack.enter_context(small_disk(cluster.folder / "data", DISK_MEGABYTES))
    except NotPermitted:
        return None
    finally:
        cluster.start()
        stack.callback(cluster.stop)


async def suffer(
    here: Installation, causes: Sequence[Cause], writers: Sequence[Writer], pace: float
) -> list[Suffered]:
    """One cause after the other, while everybody saves."""
    over, found = asyncio.Event(), []
    morning = asyncio.create_task(held(writers, over))
    for cause in causes:
        await asyncio.sleep(STEADY_SECONDS / pace)
        found.append(await suffered_from(here, cause, writers))
        await asyncio.sleep(AFTER_SECONDS / pace)
    over.set()
    await morning
    return found


async def suffered_from(here: Installation, cause: Cause, writers: Sequence[Writer]) -> Suffered:
    before = told_to(writers)
    each = Suffered(cause, came=time.monotonic())
    await asyncio.to_thread(cause.come)
    while time.monotonic() < each.came + cause.lasts:
        each.health.update(await asyncio.to_thread(broken, here))
        await asyncio.sleep(1)
    await asyncio.to_thread(cause.go)
    each.gone = time.monotonic()
    each.told = told_to(writers) - before
    return each


def broken(here: Installation) -> list[str]:
    status, told = here.health()
    return [part for part, works in json.loads(told).items() if not works] if status else ["halsa"]


def told_to(writers: Sequence[Writer]) -> Counter[str]:
    """What stood on the pages that people got in place of an acknowledgement."""
    told: Counter[str] = Counter()
    for writer in writers:
        for page, times in writer.told.items():
            heading = HEADING.search(page)
            told[heading[1] if heading else page[:80] or "(inget svar)"] += times
    return told


def figures_of(suffered: Suffered, writers: Sequence[Writer]) -> Iterator[Figure]:
    firsts = sorted(first_saved(writer.replies, suffered.gone) for writer in writers)
    statuses = Counter(
        str(reply.status)
        for writer in writers
        for reply in writer.replies
        if suffered.came <= reply.at <= suffered.gone + firsts[0]
    )
    details: dict[str, Any] = {
        "lasted_seconds": round(suffered.gone - suffered.came, 1),
        "seconds_until_95_percent_had_saved": round(quantiles(firsts, n=20)[-1], 1),
        "statuses": dict(statuses),
        "told": dict(suffered.told),
        "health": dict(suffered.health),
    }
    yield Figure(
        f"seconds_until_saved_after_{suffered.cause.name}",
        round(firsts[0], 2),
        BACK_SECONDS,
        details=details,
    )


def first_saved(replies: Sequence[Reply], gone: float) -> float:
    """How long after; endless for who never did."""
    return next((each.at - gone for each in replies if each.status == 200 and each.at > gone), 1e9)


def logged(here: Installation) -> Figure:
    """How much the web server wrote in its log of all this."""
    size = (here.folder / "web@.log").stat().st_size
    return Figure("megabytes_logged", round(size / 1e6, 1))
