"""Several timers at once, each a process of its own: everything is done, and nothing twice."""

from concurrent.futures import ThreadPoolExecutor

from tests.crash.processes import Portal, wait_until

TIMERS = 3


def test_timers_at_once_close_open_and_send_once(portal: Portal) -> None:
    portal.stage("lay_due")
    with ThreadPoolExecutor(TIMERS) as pool:
        running = [pool.submit(portal.stage, "tick_together") for _ in range(TIMERS)]
        wait_until(lambda: len(list(portal.var.glob("gate-*"))) == TIMERS)
        (portal.var / "gate").touch()
        for timer in running:
            timer.result()
    portal.stage("tick_together")
    assert portal.stage("done") == {
        "events": {"round.closed": 1, "round.opened": 1, "mailing.sent": 2},
        "letters": [["asked", 1], ["results_ready", 1]],
        "waiting": 0,
        "tries": [1],
        "comparisons": 1,
        "asked": 12,
        "voices": 0,
    }
