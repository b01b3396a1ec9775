import datetime
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Action, CyclePhase, Dialogue, Round
from portal.models import User
from tests.assessments.cycle.conftest import DAY, add_action
from tests.conftest import Cast

EVIL = "Läs; ihop,\r\nBEGIN:VEVENT\nSUMMARY:Falsk\\n\u2028DTSTART:20991231\x1b åäö" + "é" * 60


def fetch(client: Client, user: User) -> Any:
    client.force_login(user)
    return client.get("/ekby/kalender.ics")


def events_of(content: bytes) -> dict[str, Any]:
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return {str(each["uid"]).split("@")[0]: each for each in events}


@pytest.fixture
def tomorrow_at_three(dialogue: Dialogue) -> Dialogue:
    day = timezone.localdate() + DAY
    at = datetime.datetime.combine(day, datetime.time(15))
    dialogue.begins_at = timezone.make_aware(at)
    dialogue.save()
    return dialogue


def test_what_is_a_persons_own_is_in_their_file(
    client: Client, cast: Cast, tomorrow_at_three: Dialogue, phases: list[CyclePhase]
) -> None:
    mine = add_action(cast.organisation, cast.bjork, responsible=cast.teachers[0])
    add_action(cast.organisation, cast.bjork, "Någon annans")
    response = fetch(client, cast.teachers[0])
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="styrkedjan.ics"'
    assert "no-store" in response["Cache-Control"]
    events = events_of(response.content)
    round = tomorrow_at_three.round
    assert set(events) == {
        f"round-{round.pk}-first",
        f"round-{round.pk}-last",
        f"dialogue-{tomorrow_at_three.pk}",
        f"action-{mine.pk}",
        *(f"phase-{each.year}-{each.phase}" for each in phases),
    }
    last = events[f"round-{round.pk}-last"]
    assert last["dtstart"].dt == round.closes_on
    assert last["dtend"].dt == round.closes_on + DAY
    talk = events[f"dialogue-{tomorrow_at_three.pk}"]
    assert talk["dtstart"].params["TZID"] == "Europe/Stockholm"
    assert talk["dtstart"].dt.hour == 15
    assert talk["dtend"].dt - talk["dtstart"].dt == datetime.timedelta(minutes=40)
    assert talk["summary"] == "Samtal om Ansvar, Björkskolan"
    assert events[f"action-{mine.pk}"]["dtstart"].dt == mine.ends_on
    assert b"BEGIN:VTIMEZONE" in response.content
    again = events_of(fetch(client, cast.teachers[0]).content)
    assert set(again) == set(events)


def test_nothing_of_another_unit_or_organisation_is_in_it(
    client: Client, cast: Cast, tomorrow_at_three: Dialogue
) -> None:
    elsewhere = fetch(client, cast.few[0]).content
    assert f"dialogue-{tomorrow_at_three.pk}".encode() not in elsewhere
    assert fetch(client, cast.outsider).status_code == 404
    Round.objects.update(opened_at=None)
    assert events_of(fetch(client, cast.few[0]).content) == {}


def test_no_text_of_a_persons_becomes_a_line_of_the_file(
    client: Client, cast: Cast, tomorrow_at_three: Dialogue
) -> None:
    Action.objects.all().delete()
    mine = add_action(cast.organisation, cast.bjork, EVIL[:120], responsible=cast.teachers[0])
    Dialogue.objects.update(group="Norr\nATTENDEE:mailto:x@x.example")
    Round.objects.update(title="A\rB\x85C\x0bD")
    content = fetch(client, cast.teachers[0]).content
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(sign in line for line in lines for sign in (b"\r", b"\n", b"\x1b", b"\x0b"))
    assert max(map(len, lines)) <= 75
    assert not any(
        line.startswith((b"SUMMARY:Falsk", b"ATTENDEE", b"DTSTART:2099")) for line in lines
    )
    assert lines.count(b"BEGIN:VEVENT") == 4
    summary = str(events_of(content)[f"action-{mine.pk}"]["summary"])
    assert summary.startswith("Klar: Läs; ihop, BEGIN:VEVENT SUMMARY:Falsk\\n DTSTART:20991231 åäö")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_file_takes_as_many_queries_for_three_actions_as_for_one(
    client: Client,
    cast: Cast,
    tomorrow_at_three: Dialogue,
    rows: int,
    django_assert_num_queries,
) -> None:
    for _ in range(rows):
        add_action(cast.organisation, cast.bjork, responsible=cast.teachers[0])
    client.force_login(cast.teachers[0])
    with django_assert_num_queries(7):
        content = client.get("/ekby/kalender.ics").content
    assert content.count(b"UID:action-") == rows
