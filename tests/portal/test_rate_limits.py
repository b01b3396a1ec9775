"""How often a door may be tried, whoever answers at it, and that no door tells who lives there."""

import re
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal import sign_in_mail
from portal.models import CacheEntry, User
from portal.rate_limits import told
from tests.conftest import Cast

ROOT = Path(__file__).resolve().parent.parent.parent
SIGN_IN, CODE = "/logga-in/", "/logga-in/kod/"
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def ask(email: str | None, client: Client | None = None, **headers: str) -> Any:
    return (client or Client()).post(SIGN_IN, {"email": email}, headers=headers)


def test_a_fourth_code_in_a_minute_is_refused_and_told_how_long_to_wait(cast: Cast) -> None:
    for _try in range(3):
        assert ask(cast.rektor.email).url == CODE
    page = ask("RUT@ekby.example").content.decode()
    assert "För många försök. Vänta en minut och prova igen." in page
    assert len(mail.outbox) == 3


def test_others_are_not_refused_for_it(cast: Cast) -> None:
    for _try in range(4):
        ask(cast.rektor.email)
    assert ask(cast.admin.email).url == CODE


def test_nobody_gets_more_tries_by_claiming_another_address(settings: Any, cast: Cast) -> None:
    """Only a proxy that the operator has said is there is believed."""
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "2/m/ip"}
    for number in range(3):
        response = ask(f"nummer-{number}@ekby.example", **{"x-forwarded-for": f"10.0.0.{number}"})
    assert "För många försök" in response.content.decode()
    assert len(mail.outbox) == 2


def test_a_link_that_is_tried_too_often_is_answered_with_a_page(settings: Any, db: None) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "1/m/ip"}
    Client().get("/inbjudan/x/")
    response = Client().get("/inbjudan/y/")
    assert response.status_code == 429
    assert "<h1" in response.content.decode()


def test_tries_are_counted_in_the_database_that_all_workers_share(db: None) -> None:
    """Another process reads the same table; the cache of one process would be its own."""
    cache.set("prov", [1.0], 60)
    assert CacheEntry.objects.filter(cache_key__contains="prov").exists()


def test_what_has_expired_is_cleared_by_the_timer(db: None) -> None:
    cache.set("gammal", 1, -1)
    cache.set("ny", 1, 60)
    call_command("tick")
    assert CacheEntry.objects.count() == 1
    assert cache.get("ny") == 1


def test_no_code_can_be_guessed_by_many_tries_at_once(cast: Cast) -> None:
    client = Client()
    ask(cast.rektor.email, client)
    statuses = [client.post(CODE, {"code": f"{n:08d}"}).status_code for n in range(12)]
    assert statuses[-1] in (302, 429)
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]
    client.post(CODE, {"code": code})
    assert "_auth_user_id" not in client.session


def known_and_unknown(cast: Cast) -> list[str]:
    User.objects.filter(pk=cast.tall_rektor.pk).update(is_active=False)
    return [
        cast.rektor.email or "",
        cast.tall_rektor.email or "",
        "okand@ekby.example",
    ]


def test_the_answer_is_the_same_to_the_letter_whoever_has_the_address(cast: Cast) -> None:
    pages = set()
    for email in known_and_unknown(cast):
        client = Client()
        asked = ask(email, client)
        shown = client.get(asked.url).content.decode()
        pages.add((asked.status_code, asked.url, CSRF.sub("", shown).replace(email, "@")))
    assert len(pages) == 1
    assert len(mail.outbox) == 3


def test_and_so_is_what_is_asked_of_the_database(cast: Cast) -> None:
    counts = []
    for email in known_and_unknown(cast):
        client = Client()
        with CaptureQueriesContext(connection) as asking:
            ask(email, client)
        with CaptureQueriesContext(connection) as looking:
            client.get(CODE)
        with CaptureQueriesContext(connection) as guessing:
            client.post(CODE, {"code": "00000000"})
        counts.append((len(asking), len(looking), len(guessing)))
    assert len(set(counts)) == 1


class HeldUp(BaseEmailBackend):
    """A mail server that answers when it is let to."""

    answers = Event()

    def send_messages(self, messages: Any) -> int:
        assert self.answers.wait(30)
        return len(messages)


def test_a_mail_leaves_after_the_answer_so_that_a_slow_server_holds_up_nobody(
    cast: Cast, settings: Any
) -> None:
    settings.SIGN_IN_MAIL_THREADS = 1
    settings.EMAIL_BACKEND = "tests.portal.test_rate_limits.HeldUp"
    sign_in_mail.threads.cache_clear()
    assert ask(cast.rektor.email).url == CODE
    HeldUp.answers.set()
    sign_in_mail.threads().shutdown()
    sign_in_mail.threads.cache_clear()


def test_more_mails_than_can_wait_are_refused_in_words(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SIGN_IN_MAIL_THREADS = 1
    monkeypatch.setattr(sign_in_mail, "places", sign_in_mail.BoundedSemaphore(1))
    sign_in_mail.places.acquire()
    page = Client().post(SIGN_IN, {"email": cast.rektor.email}, follow=True).content.decode()
    assert "Mejlet kunde inte skickas just nu." in page


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "en minut"), (61, "2 minuter"), (5_400, "90 minuter"), (5_401, "2 timmar")],
)
def test_waits_are_told_in_words(seconds: int, words: str) -> None:
    assert told(seconds) == words
