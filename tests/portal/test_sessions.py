import time

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from portal.models import AuditEvent, Membership, User
from portal.sessions import BEGAN, IDLE, LONGEST, SEEN, sign_out_everywhere
from portal.verbs import Verb
from tests.conftest import Cast

CONTINUE = "/logga-in/fortsatt/"
EVERYWHERE = "/logga-ut/overallt/"


@pytest.fixture
def rektor(client: Client, cast: Cast) -> Client:
    client.force_login(cast.rektor)
    return client


def let_pass(client: Client, seconds: int, *moments: str) -> None:
    session = client.session
    for moment in moments or (BEGAN, SEEN):
        session[moment] -= seconds
    session.save()


def is_in(client: Client) -> bool:
    return client.get("/ekby/").status_code == 200


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def person_address(user: User) -> str:
    return f"/ekby/personer/{user.pk}/logga-ut/"


def test_half_an_hour_idle_is_the_end_and_the_person_is_told_and_led_back(rektor: Client) -> None:
    let_pass(rektor, IDLE)
    response = rektor.get("/ekby/omgangar/", follow=True)
    assert response.redirect_chain == [("/logga-in/?next=/ekby/omgangar/", 302)]
    assert "eftersom du inte hade gjort något på en halvtimme" in response.content.decode()
    assert not is_in(rektor)


def test_whoever_does_something_within_half_an_hour_stays(rektor: Client) -> None:
    for _time in range(3):
        let_pass(rektor, IDLE - 60)
        assert is_in(rektor)


def test_twelve_hours_is_the_end_whatever_is_done(rektor: Client) -> None:
    let_pass(rektor, LONGEST, BEGAN)
    response = rektor.get("/ekby/", follow=True)
    assert "varit inloggad i 12 timmar" in response.content.decode()
    assert not is_in(rektor)


def test_signing_in_anew_begins_anew(cast: Cast) -> None:
    client = Client()
    client.post("/logga-in/", {"email": cast.rektor.email})
    let_pass(client, LONGEST)
    client.force_login(cast.rektor)
    assert is_in(client)
    assert time.time() - client.session[BEGAN] < 60


def test_saving_an_answer_keeps_the_person_and_after_the_end_it_is_refused(rektor: Client) -> None:
    let_pass(rektor, IDLE - 60)
    assert rektor.post("/ekby/svar/1/spara/").status_code == 404
    assert time.time() - rektor.session[SEEN] < 60
    let_pass(rektor, IDLE)
    assert rektor.post("/ekby/svar/1/spara/").status_code == 401


def test_a_page_writes_at_most_once_a_minute(rektor: Client) -> None:
    seen = rektor.session[SEEN]
    let_pass(rektor, 30)
    rektor.get("/logga-in/konto/")
    assert rektor.session[SEEN] == seen - 30
    let_pass(rektor, 30)
    rektor.get("/logga-in/konto/")
    assert rektor.session[SEEN] >= seen


def test_asking_how_long_is_left_keeps_nobody_signed_in(rektor: Client, cast: Cast) -> None:
    let_pass(rektor, IDLE - 100)
    left = rektor.get(CONTINUE).json()
    assert left["user"] == cast.rektor.pk
    assert 95 <= left["seconds"] <= 100
    assert not left["is_last"]
    assert rektor.post(CONTINUE).json()["seconds"] > IDLE - 5


def test_of_the_last_minutes_nothing_gives_more(rektor: Client) -> None:
    let_pass(rektor, LONGEST - 100, BEGAN)
    left = rektor.post(CONTINUE).json()
    assert left["seconds"] <= 100
    assert left["is_last"]


def test_after_the_end_there_is_nothing_left(rektor: Client) -> None:
    let_pass(rektor, IDLE)
    assert rektor.post(CONTINUE).status_code == 401
    assert rektor.get(CONTINUE).json() == {"seconds": 0}


def test_a_part_of_a_page_leads_the_whole_page_to_sign_in(rektor: Client) -> None:
    let_pass(rektor, IDLE)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/ekby/"}
    response = rektor.get("/ekby/", headers=headers)
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/logga-in/?next=/ekby/"


@pytest.mark.parametrize("address", ["/", "/ekby/", "/ekby/handelser.csv", "/mal/", "/finns-inte/"])
def test_nothing_that_is_shown_to_a_person_is_kept_by_the_browser(
    client: Client, cast: Cast, address: str
) -> None:
    client.force_login(cast.admin)
    response = client.get(address)
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    b"".join(response)


def test_the_page_knows_how_long_is_left_and_whose_it_is(rektor: Client, cast: Cast) -> None:
    page = rektor.get("/ekby/").content.decode()
    assert f'data-seconds="{IDLE}"' in page or f'data-seconds="{IDLE - 1}"' in page
    assert f'data-user="{cast.rektor.pk}"' in page
    assert "data-seconds" not in Client().get("/logga-in/").content.decode()


def test_one_signs_out_on_all_other_places_or_also_here(cast: Cast) -> None:
    here, there = signed_in(cast.rektor), signed_in(cast.rektor)
    assert "Logga ut överallt" in here.get(EVERYWHERE).content.decode()
    assert is_in(there)
    here.post(EVERYWHERE, {"stay": "1"})
    assert is_in(here)
    assert not is_in(there)
    again = signed_in(User.objects.get(pk=cast.rektor.pk))
    response = again.post(EVERYWHERE, follow=True)
    assert "Du är utloggad överallt." in response.content.decode()
    assert not is_in(again)
    assert not is_in(here)


def test_signing_out_everywhere_makes_no_more_time_here(rektor: Client) -> None:
    let_pass(rektor, LONGEST - 100, BEGAN)
    rektor.post(EVERYWHERE, {"stay": "1"})
    assert rektor.get(CONTINUE).json()["seconds"] <= 100


def test_an_administrator_signs_somebody_out_and_it_is_remembered(cast: Cast) -> None:
    admin, there = signed_in(cast.admin), signed_in(cast.rektor)
    page = person_address(cast.rektor)
    assert "Logga ut Rut" in admin.get(page).content.decode()
    assert is_in(there)
    admin.post(page)
    assert not is_in(there)
    assert is_in(admin)
    event = AuditEvent.objects.get(verb=Verb.PERSON_SIGNED_OUT)
    assert (event.actor, event.person) == (cast.admin, cast.rektor)


def test_also_somebody_who_has_left_but_nobody_of_another_organisation(cast: Cast) -> None:
    admin = signed_in(cast.admin)
    Membership.objects.filter(user=cast.rektor).update(ended_on="2026-01-01")
    assert admin.post(person_address(cast.rektor)).status_code == 302
    assert admin.post(person_address(cast.outsider)).status_code == 404


def test_an_administrator_is_led_to_the_page_for_oneself(cast: Cast) -> None:
    admin = signed_in(cast.admin)
    assert admin.post(person_address(cast.admin)).url == EVERYWHERE
    assert is_in(admin)


def test_a_reset_second_factor_signs_the_person_out(cast: Cast) -> None:
    there = signed_in(cast.rektor)
    call_command("reset_second_factor", cast.rektor.email)
    assert not is_in(there)


def test_who_was_signed_out_everywhere_signs_in_as_before(cast: Cast) -> None:
    sign_out_everywhere(cast.rektor)
    assert is_in(signed_in(User.objects.get(pk=cast.rektor.pk)))


def test_when_a_membership_ends_the_next_request_finds_nothing(rektor: Client, cast: Cast) -> None:
    assert is_in(rektor)
    Membership.objects.filter(user=cast.rektor).update(ended_on="2026-01-01")
    assert rektor.get("/ekby/").status_code == 404
    assert rektor.get("/ekby/", headers={"HX-Request": "true"}).status_code == 404


def test_the_timer_clears_sessions_that_have_run_out(rektor: Client) -> None:
    signed_in(User.objects.first())
    ended = Session.objects.filter(session_key=rektor.session.session_key)
    ended.update(expire_date=timezone.now())
    call_command("tick")
    assert not ended.exists()
    assert Session.objects.count() == 1
