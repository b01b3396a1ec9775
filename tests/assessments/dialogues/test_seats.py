"""Seats: two who sit down at once, who is here, and what is left the day after."""

import datetime
import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from assessments.dialogues import pulse
from assessments.dialogues.checking_out import check_out
from assessments.dialogues.running import end
from assessments.dialogues.seats import Present, hash_in, new_ticket, present, take
from assessments.dialogues.tables import save_note
from assessments.models import CheckOut, Dialogue, DialogueTable, Seat, SeatReflection
from assessments.saving import Attempt, Saved
from assessments.terms import DialogueStep
from portal.days import today
from tests.assessments.dialogues.conftest import Phones, lead_to

TOKENS = [UUID(int=number) for number in (1, 2)]


def together(*acts: Callable[[], object]) -> list[object]:
    at_once, got = threading.Barrier(len(acts), timeout=60), []

    def run(act: Callable[[], object]) -> None:
        at_once.wait()
        got.append(act())
        connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


@pytest.mark.django_db(transaction=True)
def test_those_who_act_at_once_never_meet(running: Dialogue):
    code, table = running.code or "", running.tables.get(number=1)
    hashes = [hash_in(new_ticket(code), code) or "" for _phone in range(2)]
    seats = together(*(lambda each=each: take(table, each) for each in [*hashes, hashes[0]]))
    assert len(seats) == 3
    assert [seat.number for seat in Seat.objects.all()] == [1, 2]

    notes = together(
        *(
            lambda token=token: save_note(
                DialogueTable.objects.get(pk=table.pk), str(token), Attempt(0, token)
            )
            for token in TOKENS
        )
    )
    assert sum(isinstance(each, Saved) for each in notes) == 1

    lead_to(running, DialogueStep.CHECK_OUT)
    seat = Seat.objects.all()[0]
    stored = together(*[lambda: check_out(seat, 0, "Hej", False, None)] * 2)
    assert stored == [True, True]
    assert CheckOut.objects.count() == 1


def test_present_are_those_seen_lately(running: Dialogue, phone: Phones):
    phone(), phone(2)
    Seat.objects.filter(table__number=2).update(
        seen_at=timezone.now() - datetime.timedelta(minutes=1)
    )
    assert present(running) == Present(awake=1, total=2)


def test_the_pulse_tells_of_changes_to_the_step_and_to_the_own_table(
    running: Dialogue, phone: Phones, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
):
    monkeypatch.setattr(pulse, "STATE_SECONDS", 0)
    mine, other = phone(), phone(2)
    state = mine.get(mine.at()).context["state"]
    Seat.objects.update(seen_at=timezone.now() - datetime.timedelta(minutes=1))
    monkeypatch.setattr(pulse._heard, "until", 0.0)
    same = mine.get(mine.at("lage/"), {"sett": state})
    assert (same.status_code, int(same["Pause"]) > 0) == (204, True)
    assert "sessionid" not in same.cookies
    assert present(running).awake == 1
    monkeypatch.setattr(pulse, "STATE_SECONDS", 60)
    mine.get(mine.at("lage/"), {"sett": state})
    with django_assert_num_queries(0):
        mine.get(mine.at("lage/"), {"sett": state})
    pulse._states.clear()
    monkeypatch.setattr(pulse, "STATE_SECONDS", 0)
    lead_to(running, DialogueStep.TABLE)
    moved = mine.get(mine.at("lage/"), {"sett": state})
    assert moved["Content-Type"] == "text/plain; charset=utf-8"
    assert (moved.status_code, moved.text) == (200, mine.get(mine.at()).context["state"])
    mine.send("anteckning/", text="Vi", seen=0, table=1)
    assert mine.get(mine.at("lage/"), {"sett": moved.text}).status_code == 200
    theirs = other.get(other.at()).context["state"]
    assert other.get(other.at("lage/"), {"sett": theirs}).status_code == 204
    assert phone(None).get(mine.at("lage/"), {"sett": state}).status_code == 404


def test_the_more_phones_the_longer_between_beats(monkeypatch: pytest.MonkeyPatch):
    pauses = []
    for awake in (0, 150, 1000, 100_000):
        monkeypatch.setattr(pulse._heard, "awake", awake)
        pauses.append(pulse.pause())
    assert pauses == sorted(pauses)
    assert pauses[0] == pulse.LEAST_PAUSE
    assert pauses[-1] == pulse.LONGEST_PAUSE


def test_the_day_after_phones_and_their_thoughts_are_gone_and_check_outs_kept(
    running: Dialogue, phone: Phones
):
    mine = phone()
    prompt = running.prompts.get(text="Vad fungerar?").pk
    mine.send("reflektion/", prompt=prompt, text="Mitt", seen=0)
    mine.send("utcheckning/", text="Hej", seen=0)
    now = Dialogue.objects.get()
    end(now, now.version)
    call_command("tick")
    assert SeatReflection.objects.count() == 1
    Dialogue.objects.update(held_on=today() - datetime.timedelta(days=1))
    call_command("tick")
    assert not Seat.objects.exists()
    assert Dialogue.objects.get().code is None
    assert CheckOut.objects.get().text == "Hej"
    assert mine.get(mine.at()).status_code == 404


def test_what_was_left_running_is_ended_on_the_day_it_began(running: Dialogue, phone: Phones):
    phone()
    call_command("tick")
    assert Dialogue.objects.get().runs
    began = timezone.now() - datetime.timedelta(hours=25)
    Dialogue.objects.update(begun_at=began)
    call_command("tick")
    ended = Dialogue.objects.get()
    assert (ended.step, ended.held_on) == (DialogueStep.ENDED, timezone.localdate(began))
    assert not Seat.objects.exists()


def test_the_others_fetch_their_page_anew_only_when_it_shows_who_sits_there(running: Dialogue):
    table = running.tables.get(number=1)

    def version() -> int:
        table.refresh_from_db()
        return table.version

    before = version()
    take(table, hash_in(new_ticket(running.code), running.code))
    assert version() == before
    lead_to(running, DialogueStep.TABLE)
    take(table, hash_in(new_ticket(running.code), running.code))
    assert version() == before + 1
