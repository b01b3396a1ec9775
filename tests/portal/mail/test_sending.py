import datetime
import time
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.days import today
from portal.mail import sending
from portal.mail.clearing import clear_old
from portal.mail.sending import PAUSES, claim, send_due
from portal.models import Letter, Membership, User
from portal.models.letters import Problem
from tests.conftest import Cast
from tests.portal.mail.conftest import write
from tests.portal.mail.server import MailServer

MINUTE = datetime.timedelta(minutes=1)


def move(user: User, local: str) -> User:
    """To an address that the server has its own answer to."""
    user.email = f"{local}@ekby.example"
    user.save()
    return user


def come_due(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(not_before=timezone.now())


def test_a_letter_arrives_with_both_its_parts_and_swedish_letters(
    cast: Cast, server: MailServer
) -> None:
    cast.organisation.greeting = "Hälsningar från Åsa på förvaltningen"
    cast.organisation.contact_email = "fraga@ekby.example"
    cast.organisation.save()
    write(cast, cast.rektor)
    assert send_due() == "Skickade 1 mejl."
    (arrived,) = server.mails
    assert arrived["Subject"] == "Inbjudan till Styrkedjan från Ekby kommun"
    assert arrived["From"] == "Ekby kommun genom Styrkedjan <styrkedjan@localhost>"
    assert arrived["To"] == "rut@ekby.example"
    assert arrived["Reply-To"] == "fraga@ekby.example"
    text, html = arrived.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    for part in (text, html):
        assert "Hälsningar från Åsa på förvaltningen" in part.get_content()


def test_what_a_letter_said_is_not_kept(cast: Cast, server: MailServer) -> None:
    letter = write(cast, cast.rektor)
    send_due()
    letter.refresh_from_db()
    assert letter.sent_at
    assert (letter.subject, letter.text, letter.html) == ("", "", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(text="Hej")


def test_a_blind_letter_leaves_nothing_behind(cast: Cast, server: MailServer) -> None:
    write(cast, cast.rektor, is_blind=True)
    write(cast, move(cast.lill_rektor, "550"), is_blind=True)
    send_due()
    assert len(server.mails) == 1
    assert not Letter.objects.exists()


def test_many_letters_go_over_one_connection(cast: Cast, server: MailServer) -> None:
    for user in cast.teachers:
        write(cast, user)
    assert send_due() == "Skickade 6 mejl."
    assert len(server.mails) == 6
    assert server.connections == 1


def test_nothing_is_sent_twice_or_before_its_time(cast: Cast, server: MailServer) -> None:
    write(cast, cast.rektor)
    write(cast, cast.admin, not_before=timezone.now() + MINUTE)
    assert send_due() == "Skickade 1 mejl."
    assert send_due() == ""
    assert [each["To"] for each in server.mails] == ["rut@ekby.example"]


def test_a_run_sends_no_more_than_a_minutes_worth(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAILS_PER_MINUTE = 2
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    for user in cast.teachers:
        write(cast, user)
    assert send_due() == "Skickade 2 mejl."
    assert pauses == [30, 30]


def test_a_claimed_letter_is_nobody_elses(cast: Cast) -> None:
    first, second = write(cast, cast.rektor), write(cast, cast.admin)
    assert claim() == first
    assert claim() == second
    assert claim() is None


def test_a_letter_whose_sender_died_is_sent_when_the_claim_has_run_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(cast, cast.rektor)

    def die(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sending, "_sent", die)
    with pytest.raises(KeyboardInterrupt):
        send_due()
    monkeypatch.undo()
    assert send_due() == ""
    Letter.objects.update(not_before=timezone.now())
    assert send_due() == "Skickade 1 mejl."
    assert len(mail.outbox) == 2


def test_who_has_left_gets_no_letter(cast: Cast, server: MailServer) -> None:
    write(cast, cast.rektor)
    Membership.objects.filter(user=cast.rektor).update(ended_on=today())
    assert send_due() == ""
    assert server.mails == []
    assert not Letter.objects.exists()


def test_an_address_that_was_taken_away_is_told(cast: Cast, server: MailServer) -> None:
    letter = write(cast, cast.rektor)
    User.objects.filter(pk=cast.rektor.pk).update(email=None)
    send_due()
    letter.refresh_from_db()
    assert letter.problem == Problem.NO_ADDRESS


@pytest.mark.parametrize(
    ("local", "problem"),
    [
        ("550", Problem.UNKNOWN_ADDRESS),
        ("550.5.1.1", Problem.UNKNOWN_ADDRESS),
        ("550.5.4.1", Problem.UNKNOWN_ADDRESS),
        ("550.5.7.1", Problem.REFUSED),
        ("552.5.2.2", Problem.FULL),
        ("554", Problem.REFUSED),
    ],
)
def test_a_no_is_told_and_not_asked_again(
    cast: Cast, server: MailServer, local: str, problem: Problem
) -> None:
    refused = write(cast, move(cast.rektor, local))
    write(cast, cast.admin)
    assert send_due() == "Skickade 1 mejl."
    refused.refresh_from_db()
    assert refused.given_up_at
    assert refused.problem == problem
    assert refused.reply.startswith(local[:3])
    come_due(refused)
    assert send_due() == ""


@pytest.mark.parametrize("local", ["451", "421", "hangup"])
def test_a_not_now_is_asked_again_later(cast: Cast, server: MailServer, local: str) -> None:
    letter = write(cast, move(cast.rektor, local))
    write(cast, cast.admin)
    before = timezone.now()
    assert send_due() == "Skickade 1 mejl."
    letter.refresh_from_db()
    assert letter.not_before >= before + PAUSES[0]
    assert send_due() == ""
    move(cast.rektor, "rut")
    come_due(letter)
    assert send_due() == "Skickade 1 mejl."


def test_the_pauses_grow_and_end(cast: Cast, server: MailServer) -> None:
    letter = write(cast, move(cast.rektor, "451"))
    waited = []
    for _attempt in PAUSES:
        come_due(letter)
        before = timezone.now()
        send_due()
        letter.refresh_from_db()
        waited.append(round((letter.not_before - before) / MINUTE))
    assert waited == [5, 30, 120, 480, 1440]
    come_due(letter)
    send_due()
    letter.refresh_from_db()
    assert letter.problem == Problem.NO_ANSWER
    assert letter.given_up_at


def test_a_mail_server_that_is_down_costs_no_letter_an_attempt(
    cast: Cast, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    letter = write(cast, cast.rektor)
    server.server_close()
    server.shutdown()
    assert send_due().startswith("Mejlservern fungerar inte:")
    letter.refresh_from_db()
    assert letter.attempts == 0
    assert "rut@ekby.example" not in caplog.text


def test_a_server_that_does_not_know_us_costs_no_letter_an_attempt(
    cast: Cast, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.takes_our_mail = False
    letter = write(cast, cast.rektor)
    write(cast, cast.admin)
    assert send_due().startswith("Mejlservern fungerar inte:")
    letter.refresh_from_db()
    assert (letter.attempts, letter.given_up_at) == (0, None)


def test_the_timer_and_a_command_of_its_own_send(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("tick", "send_mail"):
        write(cast, cast.rektor)
        call_command(command)
        assert "Skickade 1 mejl." in capsys.readouterr().out
        call_command(command)
        assert capsys.readouterr().out == ""


def test_what_was_sent_is_forgotten_after_eight_weeks(cast: Cast) -> None:
    old, new = write(cast, cast.rektor), write(cast, cast.admin)
    send_due()
    Letter.objects.filter(pk=old.pk).update(sent_at=timezone.now() - datetime.timedelta(weeks=9))
    clear_old()
    assert Letter.objects.get() == new
