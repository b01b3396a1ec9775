"""Reminders by hand, and that nobody learns from any of them who has answered anonymously."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.closing import close_unit
from assessments.mailings import send_planned
from assessments.models import Response, Round
from assessments.planning import plan
from assessments.terms import MailingKind
from portal.days import today
from portal.models import AuditEvent, Letter, User
from portal.terms import Level
from tests.assessments.conftest import Answer, Clock, hand_in_all
from tests.conftest import Cast

DAY = datetime.timedelta(days=1)
Pages = dict[str, str]


@pytest.fixture(autouse=True)
def _no_pauses(settings: Any) -> None:
    settings.MAILS_PER_MINUTE = 6_000_000


@pytest.fixture(autouse=True)
def _morning(open_round: Round, clock: Clock) -> None:
    """The day after the round opened."""
    clock(open_round.opens_on + DAY)


def url(name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=["ekby", *args])


def visit(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(client: Client, address: str, verb: str = "get") -> str:
    page = getattr(client, verb)(address, follow=True).getvalue().decode()
    return page.partition("<main")[2].partition("</main>")[0] or page


def remind(user: User, round: Round, *unit: str) -> str:
    name = "unit_remind" if unit else "remind"
    return said(visit(user), url(name, round.pk, *unit), "post")


def reached() -> set[str]:
    return set(Letter.objects.values_list("user__name", flat=True))


# Who may, who gets it, and how often


def test_it_is_asked_first_and_role_answers_are_named(open_round: Round, cast: Cast) -> None:
    hand_in_all(cast.lill_rektor, *cast.teachers)
    page = said(visit(cast.admin), url("remind", open_round.pk))
    assert "Påminn alla" in page
    assert "Sigrid" in page
    assert "Rut" in page
    assert "Love" not in page
    assert "Tea" not in page
    assert "De som svarar anonymt" in page
    assert not open_round.mailings.exists()


def test_all_who_have_not_handed_in_get_it_when_the_timer_runs(
    open_round: Round, cast: Cast
) -> None:
    hand_in_all(cast.rektor, cast.teachers[0])
    page = remind(cast.skolchef, open_round)
    assert "Påminnelsen går inom kort till dem som inte har lämnat in." in page
    assert reached() == set()
    list(send_planned())
    everybody = {*cast.teachers, *cast.few, cast.skolchef, cast.lill_rektor, cast.tall_rektor}
    assert reached() == {user.name for user in everybody - {cast.teachers[0]}}


def test_a_rektor_reminds_the_own_unit(open_round: Round, cast: Cast) -> None:
    hand_in_all(cast.rektor)
    remind(cast.rektor, open_round, "bjorkskolan")
    list(send_planned())
    assert reached() == {teacher.name for teacher in cast.teachers}
    assert set(Letter.objects.values_list("is_blind", flat=True)) == {True}


def test_it_waits_for_seven_in_the_morning(open_round: Round, cast: Cast, clock: Clock) -> None:
    day = open_round.opens_on + DAY
    clock(day, 5)
    remind(cast.rektor, open_round, "bjorkskolan")
    assert list(send_planned()) == []
    clock(day, 7)
    assert len(list(send_planned())) == 1


def test_a_unit_is_reminded_once_a_day(open_round: Round, cast: Cast, clock: Clock) -> None:
    remind(cast.rektor, open_round, "bjorkskolan")
    assert "I dag går redan en påminnelse" in remind(cast.admin, open_round, "bjorkskolan")
    assert open_round.mailings.count() == 1
    clock(open_round.opens_on + 2 * DAY)
    assert "inom kort" in remind(cast.admin, open_round, "bjorkskolan")


def test_after_all_no_unit_is_reminded_that_day(open_round: Round, cast: Cast) -> None:
    remind(cast.admin, open_round)
    assert "I dag går redan en påminnelse" in remind(cast.rektor, open_round, "bjorkskolan")
    assert "I dag går redan en påminnelse" in remind(cast.skolchef, open_round)


def test_a_planned_reminder_of_the_day_is_the_only_one(open_round: Round, cast: Cast) -> None:
    open_round.mailings.create(kind=MailingKind.REMINDER, day=today())
    assert "I dag går redan en påminnelse" in remind(cast.rektor, open_round, "bjorkskolan")


def test_all_leaves_out_those_whose_unit_was_reminded_today(open_round: Round, cast: Cast) -> None:
    remind(cast.rektor, open_round, "bjorkskolan")
    list(send_planned())
    Letter.objects.all().delete()
    remind(cast.admin, open_round)
    list(send_planned())
    assert reached() == {"Fia", "Folke", "Love", "Sigrid", "Tove"}


@pytest.mark.parametrize("handed_in_at", ["bjorkskolan", "lillskolan", None])
def test_somebody_at_two_units_gets_one_letter_about_what_is_left(
    open_round: Round, cast: Cast, handed_in_at: str | None
) -> None:
    """Whichever unit is reminded first, and wherever they have handed in."""
    tea = cast.teachers[0]
    place = open_round.assessments.get(unit=cast.lill, level=Level.UNDERVISNING)
    place.participations.create(user=tea, response=Response.objects.create(assessment=place))
    own = Response.objects.filter(participation__user=tea)
    own.filter(assessment__unit__slug=handed_in_at).update(handed_in_on=today())
    remind(cast.rektor, open_round, "bjorkskolan")
    list(send_planned())
    remind(cast.lill_rektor, open_round, "lillskolan")
    list(send_planned())
    letter = Letter.objects.get(user=tea)
    assert ("på Björkskolan" in letter.text) is (handed_in_at != "bjorkskolan")
    assert ("på Lillskolan" in letter.text) is (handed_in_at != "lillskolan")


def test_what_is_closed_is_not_reminded_of(open_round: Round, cast: Cast) -> None:
    close_unit(open_round, cast.bjork)
    assert "ingen kan påminnas" in remind(cast.rektor, open_round, "bjorkskolan")
    Round.objects.update(opens_on=today() - 3 * DAY, closes_on=today() - DAY)
    assert "ingen kan påminnas" in remind(cast.admin, open_round)
    assert not open_round.mailings.exists()


def test_it_is_in_the_log_who_asked_for_it_and_no_number(open_round: Round, cast: Cast) -> None:
    remind(cast.rektor, open_round, "bjorkskolan")
    list(send_planned())
    day = f"{today().day} "
    asked, sent = AuditEvent.objects.order_by("pk")
    assert (asked.verb, asked.actor, sent.verb, sent.actor) == (
        "mailing.planned",
        cast.rektor,
        "mailing.sent",
        None,
    )
    assert asked.target == sent.target
    assert re.fullmatch(rf"Hösten: Björkskolan: Påminnelse {day}\w+", str(sent.target))


def test_the_log_does_not_tell_how_long_it_took_to_write(
    open_round: Round, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two reminders of one run: it would tell how many letters the first became."""
    remind(cast.rektor, open_round, "bjorkskolan")
    remind(cast.lill_rektor, open_round, "lillskolan")
    monkeypatch.undo()
    noon = timezone.localtime().replace(hour=12) + DAY
    moments = (noon + datetime.timedelta(seconds=number) for number in range(1000))
    monkeypatch.setattr(timezone, "now", lambda: next(moments))
    list(send_planned())
    sent = AuditEvent.objects.filter(verb="mailing.sent")
    assert len(set(sent.values_list("at", flat=True))) == 1
    assert sent.count() == 2


# Blindness


@pytest.fixture
def look(open_round: Round, cast: Cast, clock: Clock, capsys: Any) -> Callable[..., Pages]:
    """Everything that leaders can see when all and one unit are reminded, with these handed in."""
    plan(open_round)
    open_round.mailings.update(sent_at=None)

    def look(*handed_in: User) -> Pages:
        with transaction.atomic():
            hand_in_all(*handed_in)
            pages = seen(open_round, cast)
            remind(cast.rektor, open_round, "bjorkskolan")
            call_command("tick")
            clock(open_round.opens_on + 2 * DAY)
            remind(cast.admin, open_round)
            call_command("tick")
            pages |= {f"{name} afterwards": page for name, page in seen(open_round, cast).items()}
            pages["the timer's log"] = capsys.readouterr().out
            clock(open_round.opens_on + DAY)
            transaction.set_rollback(True)
        return pages

    return look


def seen(round: Round, cast: Cast) -> Pages:
    of_round = ("round", "mailings", "remind", "participants")
    of_unit = ("unit_remind", "unit_close", "unit_participants")
    addresses = [
        *(url(name, round.pk) for name in of_round),
        *(url(name, round.pk, unit) for name in of_unit for unit in ("bjorkskolan", "lillskolan")),
        *(reverse(f"portal:{name}", args=["ekby"]) for name in ("letters", "audit", "audit_csv")),
        url("home"),
    ]
    leaders = (cast.admin, cast.skolchef, cast.rektor)
    return {
        f"{leader}: {address}": steady(said(visit(leader), address))
        for leader in leaders
        for address in addresses
    }


def steady(page: str) -> str:
    """Without what is new each time: tokens, moments, and keys of rows that were rolled back."""
    page = re.sub(r'value="\w{64}"', "", page)
    page = re.sub(r"utskick/\d+/", "", page)
    return re.sub(r"\d\d[.:]\d\d(:\d\d(\.\d+)?)?", "", page)


@pytest.mark.one_database
def test_who_has_answered_is_not_learnt_from_reminders(
    look: Callable[..., Pages], cast: Cast
) -> None:
    one, other = cast.teachers[:2]
    before = look(one)
    assert look(other) == before
    assert look() == before
    assert look(*cast.teachers, *cast.few) == before
    assert any("räknas aldrig" in page for page in before.values())


@pytest.mark.one_database
def test_role_answers_that_are_exchanged_are_seen(look: Callable[..., Pages], cast: Cast) -> None:
    """The fault that the test above must be able to notice."""
    assert look(cast.rektor) != look(cast.lill_rektor)


@pytest.mark.one_database
def test_what_is_answered_does_not_tell_either(
    look: Callable[..., Pages], cast: Cast, answer: Answer
) -> None:
    before = look()
    answer(cast.teachers[0], 3, 4)
    assert look() == before


def test_blind_reminders_arrive_and_leave_nothing_behind(open_round: Round, cast: Cast) -> None:
    remind(cast.rektor, open_round, "bjorkskolan")
    call_command("tick")
    arrived = {sent.to[0] for sent in mail.outbox}
    assert arrived == {cast.rektor.email, *(teacher.email for teacher in cast.teachers)}
    assert [letter.user for letter in Letter.objects.all()] == [cast.rektor]
