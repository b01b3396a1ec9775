"""What can go wrong around the portal, made to come and to go."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.db import connections
from django_tasks import TaskResultStatus

from assessments.models import Round
from benchmarks.installation import Installation
from benchmarks.morning import order
from benchmarks.sampling import tree
from portal import heartbeat
from tests.crash.disks import filled
from tests.crash.processes import Cluster, wait_until
from tests.crash.proxy import Network

LASTS_SECONDS = 10.0
CUTS, DELAY_SECONDS = 0.03, 0.2


def nothing() -> None:
    """It is gone as soon as it has come."""


@dataclass
class Cause:
    name: str
    come: Callable[[], None]
    go: Callable[[], None] = nothing
    lasts: float = 0.0


def causes_of(
    here: Installation,
    cluster: Cluster,
    disk: Path | None,
    to_database: Network,
    to_portal: Network,
) -> list[Cause]:
    causes = [
        Cause("a_server_process_was_killed", lambda: kill(tree(here.web.running)[1])),
        Cause("the_server_was_killed", lambda: kill(here.web.running)),
        Cause("the_database_was_killed", cluster.kill, cluster.start, LASTS_SECONDS),
        Cause(
            "the_network_to_the_database_was_down",
            to_database.goes_down,
            to_database.comes_up,
            LASTS_SECONDS,
        ),
        Cause(
            "a_proxy_cut_and_delayed",
            lambda: to_portal.worsens(CUTS, DELAY_SECONDS),
            lambda: to_portal.worsens(0, 0),
            2 * LASTS_SECONDS,
        ),
    ]
    return [*causes, full(cluster, disk)] if disk else causes


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def full(cluster: Cluster, disk: Path) -> Cause:
    """The database stops, and whoever makes room on its disk has to start it again."""
    stack = ExitStack()

    def fill() -> None:
        stack.enter_context(filled(disk))
        cluster.fill_its_log()

    def make_room() -> None:
        stack.close()
        cluster.start_again()

    return Cause("the_databases_disk_was_full", fill, make_room, LASTS_SECONDS)


def worker_comes_back(here: Installation, round: Round) -> float:
    """Seconds from its death, in the middle of a report, until it answers what it is asked."""
    connections.close_all()
    order(round)
    wait_until(lambda: len(tree(here.worker.running)) > 1)
    kill(here.worker.running)
    died = time.monotonic()
    asked = heartbeat.answer.enqueue()

    def has_answered() -> bool:
        asked.refresh()
        return asked.status == TaskResultStatus.SUCCESSFUL

    wait_until(has_answered)
    return time.monotonic() - died
