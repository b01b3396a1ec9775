import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal import sign_in_mail
from portal.models import CacheEntry, User
from tests.conftest import Cast
from tests.crash.processes import ROOT, wait_until
from tests.portal.mail.server import MailServer, running

SIGN_IN = "/logga-in/"
CODE = "/logga-in/kod/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ELSEWHERE = """
import django; django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
print(Client().post("/logga-in/", {"email": "rut@ekby.example"}).status_code)
"""


def ask(email: str, **headers: str) -> str:
    """The page that comes of asking for a code, or "" where it leads on."""
    response = Client(headers=headers).post(SIGN_IN, {"email": email})
    return "" if response.status_code == 302 else response.content.decode()


def tries(client: Client, address: str, most: int) -> int:
    """How many were let through before the address was refused."""
    for number in range(most + 1):
        if client.get(address).status_code == 429:
            return number
    return most + 1


@pytest.mark.django_db(transaction=True)
def test_tries_are_counted_across_processes(cast: Cast, tmp_path) -> None:
    """Two are made here and one by another process; the fourth is one too many for both."""
    database = connection.settings_dict
    address = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        who = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
        address = f"postgresql://{who}/{database['NAME']}"
    environment = {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "STYRKEDJAN_VAR": str(tmp_path),
    }
    command = [sys.executable, "-c", ELSEWHERE]

    def elsewhere() -> str:
        ran = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        return ran.stdout.strip()

    assert [ask(cast.rektor.email) for _try in range(2)] == ["", ""]
    assert elsewhere() == "302"
    assert elsewhere() == "200"
    assert "För många försök." in ask(cast.rektor.email)


def test_it_is_told_how_long_to_wait(cast: Cast) -> None:
    for _try in range(3):
        ask(cast.rektor.email)
    assert "För många försök. Vänta en minut och prova igen." in ask(cast.rektor.email)


def test_an_hour_of_tries_is_told_in_minutes(cast: Cast, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "2/h/key"}
    for _try in range(2):
        ask(cast.rektor.email)
    assert "Vänta 60 minuter och prova igen." in ask(cast.rektor.email)


def test_an_invented_proxy_header_gets_nobody_further(cast: Cast, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "2/m/ip"}
    told = [ask(f"a{n}@ekby.example", **{"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(3)]
    assert told[:2] == ["", ""]
    assert "För många försök." in told[2]


def test_behind_a_proxy_what_it_adds_last_counts(cast: Cast, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert ask("a@ekby.example", **{"X-Forwarded-For": "10.0.0.1"}) == ""
    assert ask("b@ekby.example", **{"X-Forwarded-For": "10.0.0.2"}) == ""
    assert "För många" in ask("c@ekby.example", **{"X-Forwarded-For": "10.9.9.9, 10.0.0.1"})


def test_a_code_bears_few_guesses_even_if_its_own_count_is_lost(cast: Cast) -> None:
    client = Client()
    client.post(SIGN_IN, {"email": cast.rektor.email})
    untried, statuses = client.session["account_login"], []
    for _guess in range(11):
        session = client.session
        session["account_login"] = untried
        session.save()
        statuses.append(client.post(CODE, {"code": "0000-0000"}).status_code)
    assert statuses == [200] * 10 + [429]


def test_guesses_at_the_second_factor_are_limited_for_the_day(cast: Cast, settings) -> None:
    TOTP.activate(cast.admin, SECRET)
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "2/d/key"}
    client = Client()
    client.post(SIGN_IN, {"email": cast.admin.email})
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]
    client.post(CODE, {"code": code})
    told = [
        client.post("/logga-in/andra-steget/kod/", {"code": "000000"}).content.decode()
        for _guess in range(3)
    ]
    assert "Det stämmer inte." in told[1]
    assert "Vänta 24 timmar och prova igen." in told[2]


@pytest.mark.parametrize(
    ("action", "address"),
    [("invitation", "/inbjudan/fel/"), ("single_sign_on", "/logga-in/via/ekby/")],
)
def test_other_doors_are_limited_too(
    client: Client, cast: Cast, settings, action: str, address: str
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {action: "2/m/ip"}
    assert tries(client, address, 5) == 2
    response = client.get(address)
    assert response["Retry-After"] == "60"
    assert "Vänta en minut, gå tillbaka och försök igen." in response.content.decode()


def test_the_passkey_door_is_limited(client: Client, cast: Cast, settings) -> None:
    settings.MFA_RATE_LIMITS = {"webauthn_login": "1/m/ip"}
    statuses = [client.post("/logga-in/passkey/").status_code for _try in range(2)]
    assert statuses == [302, 429]


def test_the_timer_clears_what_has_expired(cast: Cast) -> None:
    cache.set("gone", 1, timeout=-1)
    cache.set("here", 1, timeout=60)
    call_command("tick")
    kept = CacheEntry.objects.values_list("cache_key", flat=True)
    assert ":1:here" in kept
    assert ":1:gone" not in kept


@pytest.fixture
def strangers(cast: Cast) -> dict[str, str]:
    """An address of each kind; only the first two can sign in."""
    cast.few[0].memberships.update(ended_on="2026-01-01")
    User.objects.filter(pk=cast.few[1].pk).update(is_active=False)
    return {
        "known": cast.rektor.email,
        "ended": cast.few[0].email,
        "inactive": cast.few[1].email,
        "unknown": "okand@ekby.example",
    }


def answers(email: str) -> list[tuple[int, int, str, int]]:
    """All that can be seen of each step: status, queries, bytes apart from the address, mails."""
    client, seen = Client(), []
    steps = [
        lambda: client.post(SIGN_IN, {"email": email}),
        lambda: client.get(CODE),
        lambda: client.post(CODE, {"code": "0000-0000"}),
        lambda: client.post(CODE, {"action": "resend"}),
        lambda: client.get(SIGN_IN),
    ]
    for step in steps:
        before = len(mail.outbox)
        with CaptureQueriesContext(connection) as queries:
            response = step()
        page = response.content.decode().replace(email, "EMAIL")
        page = re.sub(r'value="\w{64}"|nonce="[^"]+"', "", page)
        seen.append((response.status_code, len(queries), page, len(mail.outbox) - before))
    return seen


def test_every_address_gets_the_same_answers_for_the_same_work(strangers: dict[str, str]) -> None:
    seen = {kind: answers(email) for kind, email in strangers.items()}
    assert all(each == seen["known"] for each in seen.values())
    assert [status for status, *_rest in seen["known"]] == [302, 200, 200, 302, 302]
    assert [mails for *_rest, mails in seen["known"]] == [1, 0, 0, 1, 0]


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with running(settings) as server:
        yield server


@pytest.mark.django_db(transaction=True)
def test_a_code_leaves_by_a_thread_of_its_own(cast: Cast, settings, server: MailServer) -> None:
    settings.SIGN_IN_MAIL_THREADS = 1
    assert ask(cast.rektor.email) == ""
    wait_until(lambda: len(server.mails) == 1)
    assert server.mails[0]["To"] == cast.rektor.email


def test_an_address_that_the_server_refuses_is_not_taken_for_trouble(
    cast: Cast, server: MailServer
) -> None:
    assert ask("550.5.1.1@ekby.example") == ""
    assert not sign_in_mail.is_in_trouble()


def test_when_too_many_mails_wait_all_are_told(
    cast: Cast, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SIGN_IN_MAIL_THREADS = 1
    monkeypatch.setattr(sign_in_mail, "places", sign_in_mail.BoundedSemaphore(1))
    sign_in_mail.places.acquire()
    for email in (cast.rektor.email, "okand@ekby.example"):
        response = Client().post(SIGN_IN, {"email": email}, follow=True)
        assert response.request["PATH_INFO"] == SIGN_IN
        assert "Mejlet kunde inte skickas just nu." in response.content.decode()
