"""A worker that is killed while it makes a report leaves nothing half-made, and loses no order."""

import os
import signal
from pathlib import Path

import pytest

from tests.crash.processes import Portal, wait_until

pytestmark = pytest.mark.one_database


def test_a_report_whose_worker_is_killed_is_made_once_by_the_next(portal: Portal) -> None:
    portal.stage("lay_order")
    portal.work()
    wait_until(lambda: bool(portal.children()))
    [printing] = portal.children()
    assert portal.process
    os.kill(portal.process.pid, signal.SIGKILL)
    portal.process.wait()
    wait_until(lambda: not Path(f"/proc/{printing}").exists())
    assert portal.stage("wait_for_lost") == {"ended": None, "reports": 0}
    assert not list(portal.var.rglob("rapporter/*"))
    portal.work("--batch")
    assert portal.process.wait() == 0
    portal.process = None
    made = portal.stage("made")
    assert (made["tries"], made["version"]) == (2, 1)
    assert made["again"] == made["sha256"], "another process makes the same bytes"
    assert len(list(portal.var.rglob("rapporter/*"))) == 1
