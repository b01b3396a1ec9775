import datetime
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.utils import timezone

from assessments import timetable
from assessments.models import Assessment, Participation, Round
from assessments.terms import RoundState
from factors.models import Edition
from portal.days import today
from portal.models import AuditEvent, Membership
from portal.terms import Level
from tests.assessments.conftest import add_round
from tests.conftest import Cast

DAY = datetime.timedelta(days=1)
Tick = Callable[[], list[str]]


@pytest.fixture
def tick(capsys: pytest.CaptureFixture[str]) -> Tick:
    def tick() -> list[str]:
        call_command("tick")
        return capsys.readouterr().out.splitlines()

    return tick


@pytest.fixture
def draft(cast: Cast, edition: Edition) -> Round:
    round = add_round(cast.organisation, edition)
    Assessment.objects.create(round=round, level=Level.HUVUDMAN)
    set_days(round, today(), today() + 7 * DAY, opened_at=None)
    return round


def set_days(round: Round, first: datetime.date, last: datetime.date, **fields: object) -> None:
    Round.objects.filter(pk=round.pk).update(opens_on=first, closes_on=last, **fields)


def state(round: Round) -> RoundState:
    return Round.objects.get(pk=round.pk).state


def test_a_round_opens_on_its_first_day_and_only_once(draft: Round, tick: Tick) -> None:
    assert tick() == ["Öppnade Ekby kommun: Hösten: 1 tillfrågade."]
    assert state(draft) is RoundState.OPEN
    assert tick() == []
    assert Participation.objects.count() == 1


def test_a_round_waits_for_its_first_day(draft: Round, tick: Tick) -> None:
    set_days(draft, today() + DAY, today() + 7 * DAY)
    assert tick() == []
    assert state(draft) is RoundState.DRAFT


def test_a_round_opens_late_when_nobody_ticked(draft: Round, tick: Tick) -> None:
    set_days(draft, today() - 3 * DAY, today())
    assert len(tick()) == 1
    assert Round.objects.get().opens_on == today() - 3 * DAY


def test_a_draft_whose_days_have_passed_stays_a_draft(draft: Round, tick: Tick) -> None:
    set_days(draft, today() - 3 * DAY, today() - DAY)
    assert tick() == []
    assert state(draft) is RoundState.DRAFT


def test_a_round_with_nobody_to_ask_is_told_and_others_open(
    cast: Cast, draft: Round, edition: Edition, tick: Tick
) -> None:
    other = add_round(cast.organisation, edition, "Våren")
    Assessment.objects.create(round=other, level=Level.REKTOR, unit=cast.bjork)
    set_days(other, today(), today() + DAY, opened_at=None)
    Membership.objects.filter(user=cast.skolchef).update(ended_on=today())
    told = tick()
    assert any(line.startswith("Öppnade inte Ekby kommun: Hösten. Det finns") for line in told)
    assert state(draft) is RoundState.DRAFT
    assert state(other) is RoundState.OPEN


def test_a_round_is_open_the_whole_of_its_last_day(open_round: Round, tick: Tick) -> None:
    set_days(open_round, today() - 3 * DAY, today())
    assert tick() == []
    assert state(open_round) is RoundState.OPEN


def test_a_round_past_its_last_day_closes_once(open_round: Round, tick: Tick) -> None:
    set_days(open_round, today() - 3 * DAY, today() - DAY)
    assert tick() == ["Stängde Ekby kommun: Hösten."]
    assert state(open_round) is RoundState.CLOSED
    assert tick() == []


def test_a_round_that_the_timer_closes_was_open_through_its_last_day(
    open_round: Round, tick: Tick
) -> None:
    last = today() - 3 * DAY
    set_days(open_round, last - DAY, last)
    tick()
    open_round.refresh_from_db()
    assert open_round.closed_on == last


def test_a_round_closed_by_hand_closed_that_day(open_round: Round) -> None:
    open_round.closed_at = timezone.now()
    assert open_round.closed_on == today()


@pytest.mark.parametrize(
    ("last_day", "midnight"),
    [
        ("2026-12-18", "2026-12-18T23:00Z"),  # winter time
        ("2026-06-12", "2026-06-12T22:00Z"),  # summer time
        ("2026-03-28", "2026-03-28T23:00Z"),  # clocks change the day after
        ("2026-03-29", "2026-03-29T22:00Z"),  # clocks change this day, to summer time
        ("2026-10-25", "2026-10-25T23:00Z"),  # and back
    ],
)
def test_the_last_day_ends_at_midnight_in_stockholm(
    open_round: Round, tick: Tick, monkeypatch: pytest.MonkeyPatch, last_day: str, midnight: str
) -> None:
    last = datetime.date.fromisoformat(last_day)
    end = datetime.datetime.fromisoformat(midnight)
    set_days(open_round, last - DAY, last)
    monkeypatch.setattr(timezone, "now", lambda: end - datetime.timedelta(seconds=1))
    assert tick() == []
    monkeypatch.setattr(timezone, "now", lambda: end)
    assert tick() == ["Stängde Ekby kommun: Hösten."]


def test_two_timers_at_once_do_each_thing_once(
    draft: Round, open_round: Round, tick: Tick, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other timer does everything between our look at what is due and our doing it."""
    set_days(open_round, today() - 3 * DAY, today() - DAY)
    ours = timetable.open_and_close_due()
    first = next(ours)
    assert tick() == ["Öppnade Ekby kommun: Hösten: 1 tillfrågade."]
    assert [first, *ours] == ["Stängde Ekby kommun: Hösten."]


def test_an_extension_that_comes_first_keeps_the_round_open(open_round: Round) -> None:
    stale = Round.objects.get(pk=open_round.pk)
    stale.closes_on = today() - DAY
    assert timetable._close(stale) == ""
    assert state(open_round) is RoundState.OPEN


def test_the_timer_leaves_a_trace_without_a_person(draft: Round, tick: Tick) -> None:
    tick()
    event = AuditEvent.objects.get()
    assert (event.verb, event.target, event.actor) == ("round.opened", "Hösten", None)
