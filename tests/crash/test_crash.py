"""Nothing that was acknowledged is lost, whatever is killed; and the tests would notice."""

import os
import time

import pytest

from tests.crash.processes import Cluster, Portal, wait_until
from tests.crash.savers import acknowledgements, lost, saving, uncounted

on_postgresql = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="the embedded database has no server of its own to kill",
)


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(portal: Portal) -> None:
    stage = portal.stage("lay")
    portal.start()
    with saving(portal.port, stage) as savers:
        for _ in range(3):
            before = acknowledgements(savers)
            wait_until(lambda: acknowledgements(savers) >= before + 100)  # noqa: B023
            portal.kill()
            portal.start()
        wait_until(lambda: acknowledgements(savers) >= before + 200)
    assert lost(savers, portal.stage("audit")) == []
    assert {status for saver in savers for status in saver.replies} <= {200, 409}


@on_postgresql
def test_nothing_acknowledged_is_lost_when_the_database_is_killed(
    portal: Portal, cluster: Cluster
) -> None:
    stage = portal.stage("lay")
    portal.start()
    with saving(portal.port, stage) as savers:
        wait_until(lambda: acknowledgements(savers) >= 200)
        cluster.kill()
        time.sleep(1)
        cluster.start()
        before = acknowledgements(savers)
        wait_until(lambda: acknowledgements(savers) >= before + 100)
    assert lost(savers, portal.stage("audit")) == []
    assert {status for saver in savers for status in saver.replies} <= {200, 409, 503}


def test_a_server_that_acknowledges_without_writing_is_caught(portal: Portal) -> None:
    portal.application = "tests.crash.faulty:acknowledges_without_writing"
    stage = portal.stage("lay")
    portal.start()
    with saving(portal.port, stage) as savers:
        wait_until(lambda: acknowledgements(savers) >= 200)
    assert lost(savers, portal.stage("audit")) != []


def test_a_save_is_wholly_counted_or_refused_when_the_round_closes(portal: Portal) -> None:
    stage = portal.stage("lay")
    portal.start()
    with saving(portal.port, stage) as savers:
        wait_until(lambda: acknowledgements(savers) >= 200)
        portal.stage("close_slowly")
        wait_until(lambda: all(409 in saver.replies for saver in savers))
    assert uncounted(savers, portal.stage("audit")) == []


@on_postgresql
def test_saves_that_closing_does_not_hold_off_are_caught(portal: Portal) -> None:
    portal.application = "tests.crash.faulty:saves_without_lock"
    stage = portal.stage("lay")
    portal.start()
    with saving(portal.port, stage) as savers:
        wait_until(lambda: acknowledgements(savers) >= 20)
        portal.stage("close_slowly")
    assert uncounted(savers, portal.stage("audit")) != []


def test_sixty_people_of_one_unit_save_at_once_without_an_error(portal: Portal) -> None:
    stage = portal.stage("lay_sixty")
    portal.start()
    with saving(portal.port, stage) as savers:
        wait_until(lambda: all(saver.replies.count(200) >= 5 for saver in savers))
    assert {status for saver in savers for status in saver.replies} == {200}
