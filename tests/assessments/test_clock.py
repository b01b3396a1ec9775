"""A clock that is moved while the portal runs: by what is done at its day, and by what lasts."""

import datetime
import time

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from assessments.models import Round
from portal import clock, heartbeat
from portal.days import today
from portal.sessions import BEGAN, IDLE, LONGEST, SEEN
from tests.conftest import Cast

DAY = 24 * 3600


class Machine:
    """The machine's own clock, which can be moved, and time, which can't."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.moved = self.passed = 0
        clocks = time.time, time.clock_gettime, timezone.now
        patch.setattr(time, "time", lambda: clocks[0]() + self.moved + self.passed)
        patch.setattr(time, "clock_gettime", lambda which: clocks[1](which) + self.passed)
        patch.setattr(
            timezone,
            "now",
            lambda: clocks[2]() + datetime.timedelta(seconds=self.moved + self.passed),
        )


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


@pytest.fixture
def last_day(open_round: Round) -> Round:
    Round.objects.update(closes_on=today())
    return open_round


def tick(capsys: pytest.CaptureFixture[str]) -> str:
    call_command("tick")
    return capsys.readouterr().out


def test_a_round_is_not_closed_by_a_clock_that_was_moved_until_it_has_stood_for_an_hour(
    machine: Machine, last_day: Round, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tick(capsys) == ""
    machine.moved = DAY
    for _time in range(2):
        assert tick(capsys).startswith("Datorns klocka har flyttats. Det som hör till en dag")
        assert Round.objects.get().closed_at is None
        assert client.get("/halsa/redo").json()["timer"] is False
    machine.passed = clock.WAIT + 60
    assert tick(capsys) == "Stängde Ekby kommun: Hösten.\n"
    assert client.get("/halsa/redo").json()["timer"] is True


def test_a_clock_that_is_put_right_again_has_closed_nothing(
    machine: Machine, last_day: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    tick(capsys)
    machine.moved = DAY
    tick(capsys)
    machine.moved = 0
    tick(capsys)
    machine.passed = clock.WAIT + 60
    assert tick(capsys) == ""
    assert Round.objects.get().closed_at is None


def test_a_clock_goes_on_while_the_timer_stands_still(
    machine: Machine, last_day: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    tick(capsys)
    machine.passed = DAY
    assert tick(capsys) == "Stängde Ekby kommun: Hösten.\n"


def test_a_sign_of_life_from_the_future_is_none(client: Client, db: None) -> None:
    call_command("tick")
    cache.set(heartbeat.TIMER, timezone.now() + datetime.timedelta(days=1), None)
    assert client.get("/halsa/redo").json()["timer"] is False


def test_a_session_from_the_future_ends_in_time(
    machine: Machine, client: Client, cast: Cast
) -> None:
    client.force_login(cast.rektor)
    session = client.session
    session[BEGAN], session[SEEN] = (session[name] + DAY for name in (BEGAN, SEEN))
    session.save()
    assert client.get("/ekby/").status_code == 200
    machine.passed = IDLE
    assert client.get("/ekby/").status_code == 302
    client.force_login(cast.rektor)
    machine.passed += LONGEST
    assert client.get("/ekby/").status_code == 302
