"""What is around the portal fails: what was acknowledged stands, and the portal goes on alone."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.disks import NotPermitted, filled, small_disk
from tests.crash.processes import Cluster, Portal, wait_until
from tests.crash.proxy import network
from tests.crash.savers import Saver, acknowledgements, lost, saving
from tests.crash.test_crash import on_postgresql

REFUSED = 503
not_on_postgresql = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="it has a disk of its own"
)


def goes_on(savers: list[Saver], more: int = 50) -> None:
    before = acknowledgements(savers)
    wait_until(lambda: acknowledgements(savers) >= before + more)


def statuses(savers: list[Saver]) -> set[int]:
    return {status for saver in savers for status in saver.replies}


def test_a_server_process_that_is_killed_is_replaced(portal: Portal) -> None:
    stage = portal.stage("lay")
    portal.start()
    with saving(portal.port, stage) as savers:
        for _ in range(2):
            goes_on(savers)
            [serving] = portal.children()
            os.kill(serving, signal.SIGKILL)
        goes_on(savers)
    assert lost(savers, portal.stage("audit")) == []
    assert statuses(savers) <= {200, 409}


@pytest.mark.one_database
def test_what_is_cut_off_or_late_on_its_way_is_neither_lost_nor_written_twice(
    portal: Portal,
) -> None:
    stage = portal.stage("lay")
    portal.start()
    with network(portal.port) as between, saving(between.own, stage) as savers:
        goes_on(savers)
        between.worsens(cuts=0.05, delay=0.05)
        wait_until(lambda: between.cut >= 30)
        between.goes_down()
        between.worsens(cuts=0, delay=0)
        between.comes_up()
        goes_on(savers)
    assert lost(savers, portal.stage("audit")) == []
    assert statuses(savers) <= {200, 409}


@pytest.mark.one_database
def test_a_form_that_was_cut_off_on_its_way_is_not_taken_for_a_whole_one(portal: Portal) -> None:
    stage = portal.stage("lay")
    portal.start()
    saver = Saver(portal.port, *stage["savers"][0], stage["statements"])
    sent = {"kind": "rating", "statement": stage["statements"][0], "step": 2, "seen": 0}
    status, told = saver.post(sent, cut_off=40)
    assert (status, told) == (400, None)
    assert portal.stage("audit")["ratings"] == []


@on_postgresql
def test_the_portal_finds_its_database_again_when_the_network_has_been_away(
    portal: Portal, cluster: Cluster
) -> None:
    stage = portal.stage("lay")
    with network(cluster.port) as between:
        portal.database = cluster.url.replace(str(cluster.port), str(between.own))
        portal.start()
        with saving(portal.port, stage) as savers:
            goes_on(savers)
            between.goes_down()
            wait_until(lambda: REFUSED in statuses(savers))
            assert portal.health() == {"redo": False, "databas": False}
            between.comes_up()
            goes_on(savers)
            assert portal.health()["databas"]
        portal.kill()
    portal.database = cluster.url
    assert lost(savers, portal.stage("audit")) == []
    assert statuses(savers) <= {200, 409, REFUSED}


@pytest.fixture
def disk(portal: Portal, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A small one, with the database on it."""
    on_server = portal.database.startswith("postgres")
    cluster = request.getfixturevalue("cluster") if on_server else None
    size = 300 if cluster else 40
    if cluster:
        cluster.stop()
    try:
        with small_disk(cluster.folder / "data" if cluster else portal.var, size) as disk:
            if cluster:
                cluster.start()
            yield disk
            if portal.process:
                portal.kill()
            if cluster:
                cluster.stop()
    except NotPermitted as reason:
        pytest.skip(f"no disk can be mounted here: {reason}")


@not_on_postgresql
def test_a_full_disk_refuses_what_it_cannot_keep_and_loses_nothing(
    portal: Portal, disk: Path
) -> None:
    stage = portal.stage("lay")
    portal.start()
    with saving(portal.port, stage) as savers:
        goes_on(savers, 5)
        with filled(disk):  # before SQLite's own log has the length that is then used again
            wait_until(lambda: REFUSED in statuses(savers))
            assert not portal.health()["disk"]
        goes_on(savers)
    assert lost(savers, portal.stage("audit")) == []
    assert statuses(savers) <= {200, 409, REFUSED}


@on_postgresql
def test_a_database_that_stops_at_a_full_disk_loses_nothing(
    portal: Portal, cluster: Cluster, disk: Path
) -> None:
    stage = portal.stage("lay")
    portal.start()
    with saving(portal.port, stage) as savers:
        goes_on(savers)
        with filled(disk):
            cluster.fill_its_log()
            wait_until(lambda: not cluster.answers())
            wait_until(lambda: REFUSED in statuses(savers))
            assert portal.health() == {"redo": False, "databas": False}
        cluster.start_again()
        goes_on(savers)
    assert lost(savers, portal.stage("audit")) == []
    assert statuses(savers) <= {200, 409, REFUSED}
