"""How long somebody stays signed in, and what ends it at once."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.days import today
from portal.models import AuditEvent, User
from portal.second_factor import reset
from portal.sessions import BEGAN, IDLE, LONGEST, SEEN, SessionStore
from portal.verbs import Verb
from tests.conftest import Cast

HOME = "/ekby/"
CONTINUE = reverse("session_continue")
EVERYWHERE = reverse("sign_out_everywhere")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def let_pass(client: Client, seconds: int, *moments: str) -> None:
    session = client.session
    for moment in moments or (BEGAN, SEEN):
        session[moment] -= seconds
    session.save()


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


@pytest.fixture
def rektor(cast: Cast) -> Client:
    return signed_in(cast.rektor)


def test_half_an_hour_of_nothing_ends_it_and_says_why(rektor: Client) -> None:
    let_pass(rektor, IDLE)
    page = rektor.get(HOME, follow=True)
    assert page.redirect_chain == [("/logga-in/?next=/ekby/", 302)]
    assert "inte hade gjort något på en halvtimme" in page.content.decode()


def test_whatever_the_person_does_gives_half_an_hour_more(rektor: Client) -> None:
    let_pass(rektor, IDLE - 10)
    assert is_in(rektor)
    let_pass(rektor, IDLE - 10, SEEN)
    assert is_in(rektor)


def test_twelve_hours_end_it_whatever_the_person_does(rektor: Client) -> None:
    let_pass(rektor, LONGEST, BEGAN)
    page = rektor.get(HOME, follow=True)
    assert "inloggad i 12 timmar" in page.content.decode()
    assert not is_in(rektor)


def test_signing_in_by_a_code_starts_the_twelve_hours_anew(client: Client, cast: Cast) -> None:
    client.get("/logga-in/")
    client.post("/logga-in/", {"email": cast.rektor.email})
    let_pass(client, LONGEST - 60)
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]
    client.post("/logga-in/kod/", {"code": code})
    assert time.time() - client.session[BEGAN] < 60
    assert is_in(client)


def test_asking_how_long_is_left_is_no_sign_of_life_and_a_post_is(rektor: Client) -> None:
    let_pass(rektor, IDLE - 100)
    assert rektor.get(CONTINUE).json()["seconds"] <= 100
    assert rektor.post(CONTINUE).json()["seconds"] > IDLE - 10


def test_at_most_a_write_a_minute(rektor: Client) -> None:
    is_in(rektor)
    with CaptureQueriesContext(
        connection,
    ) as quick:
        is_in(rektor)
    assert not [each for each in quick.captured_queries if "UPDATE" in each["sql"]]


def test_a_session_from_before_it_knew_when_it_began_is_over(rektor: Client) -> None:
    session = rektor.session
    del session[BEGAN]
    session.save()
    assert not is_in(rektor)


@pytest.mark.parametrize("path", [HOME, "/mina-uppgifter/hamta/", "/mina-uppgifter/", CONTINUE])
def test_nothing_of_a_signed_in_persons_is_kept_by_the_browser(rektor: Client, path: str) -> None:
    directives = {each.strip() for each in rektor.get(path)["Cache-Control"].split(",")}
    assert {"no-store", "private"} <= directives


def test_the_public_catalogue_may_be_kept(db: None) -> None:
    assert "no-store" not in Client().get("/mal/").get("Cache-Control", "")


def test_a_person_signs_out_everywhere_or_everywhere_else(cast: Cast) -> None:
    here, there = signed_in(cast.rektor), signed_in(cast.rektor)
    here.post(EVERYWHERE, {"stay": "yes"})
    assert is_in(here)
    assert not is_in(there)
    there = signed_in(cast.rektor)
    here.post(EVERYWHERE)
    assert not is_in(here)
    assert not is_in(there)


def test_an_administrator_signs_somebody_out_and_the_log_remembers(cast: Cast) -> None:
    admin, rektor = signed_in(cast.admin), signed_in(cast.rektor)
    address = f"/ekby/personer/{cast.rektor.pk}/logga-ut/"
    assert "Logga ut Rut" in admin.get(address).content.decode()
    admin.post(address)
    assert not is_in(rektor)
    assert is_in(admin)
    event = AuditEvent.objects.get()
    assert (event.verb, event.person, event.actor) == (
        Verb.PERSON_SIGNED_OUT,
        cast.rektor,
        cast.admin,
    )


def test_nobody_signs_out_those_of_another_organisation(cast: Cast) -> None:
    outsider = signed_in(cast.outsider)
    rektor = signed_in(cast.rektor)
    for organisation in ("ekby", "annanby"):
        address = f"/{organisation}/personer/{cast.rektor.pk}/logga-ut/"
        assert outsider.post(address).status_code == 404
    assert is_in(rektor)


def test_a_second_factor_that_is_reset_ends_what_was_signed_in_with_it(cast: Cast) -> None:
    TOTP.activate(cast.rektor, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    rektor = signed_in(cast.rektor)
    reset(cast.rektor)
    assert not is_in(rektor)


def test_the_right_to_a_page_goes_with_the_membership_at_the_next_step(cast: Cast) -> None:
    rektor = signed_in(cast.rektor)
    assert is_in(rektor)
    cast.rektor.memberships.update(ended_on=today())
    assert rektor.get(HOME).status_code == 404
    assert rektor.get(HOME, headers={"HX-Request": "true"}).status_code == 404


def test_somebody_made_inactive_is_out_at_once(cast: Cast) -> None:
    rektor = signed_in(cast.rektor)
    User.objects.filter(pk=cast.rektor.pk).update(is_active=False)
    assert not is_in(rektor)


def test_the_timer_clears_sessions_that_are_over(rektor: Client, settings: Any) -> None:
    Session.objects.update(expire_date=timezone.now())
    call_command("tick")
    assert not Session.objects.exists()
    assert not SessionStore().exists(rektor.session.session_key or "")
