"""Each person's own language: of pages, of mail, and what is Swedish whoever makes it."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from assessments.drawings import decimal_comma, percent
from portal.accounts import AccountAdapter
from portal.imports.sheets.words import role_in
from portal.invitations import invite
from portal.leaving import pseudonymise
from portal.models import AuditEvent, Letter, User
from portal.terms import Role
from tests.conftest import Cast

CHOOSE = "/sprak/"


@pytest.fixture(autouse=True)
def swedish_afterwards():
    yield
    translation.deactivate()


def choose(client: Client, language: str) -> None:
    response = client.post(
        CHOOSE, {"language": language}, headers={"referer": "http://testserver/mal/"}
    )
    assert (response.status_code, response["Location"]) == (302, "/mal/")


def title_of(client: Client, address: str = "/logga-in/") -> str:
    page = client.get(address).content.decode()
    return page.partition("<h1>")[2].partition("</h1>")[0]


def test_a_page_is_in_swedish_until_somebody_chooses(db: None):
    visitor = Client(headers={"accept-language": "en"})
    page = visitor.get("/logga-in/")
    assert page["Content-Language"] == "sv"
    assert "Cookie" in page["Vary"]
    assert '<html lang="sv">' in page.content.decode()
    assert '<button class="quiet" name="language" value="en" lang="en">English</button>' in (
        page.content.decode()
    )
    choose(visitor, "en")
    page = visitor.get("/logga-in/")
    assert page["Content-Language"] == "en"
    assert '<html lang="en">' in page.content.decode()
    assert title_of(visitor) == "Sign in"
    assert title_of(Client()) == "Logga in"


def test_who_has_chosen_is_heard_wherever_they_sign_in(cast: Cast):
    here, elsewhere = Client(), Client()
    here.force_login(cast.rektor)
    elsewhere.force_login(cast.rektor)
    choose(here, "en")
    assert title_of(elsewhere, "/mina-uppgifter/") == "My data"
    choose(elsewhere, "sv")
    assert title_of(here, "/mina-uppgifter/") == "Mina uppgifter"


def test_what_is_chosen_before_signing_in_goes_on_for_who_has_not_chosen(cast: Cast):
    visitor = Client()
    choose(visitor, "en")
    visitor.force_login(cast.rektor)
    assert title_of(visitor, "/mina-uppgifter/") == "My data"


def test_also_a_page_that_does_not_exist_is_in_the_persons_language(cast: Cast):
    User.objects.filter(pk=cast.rektor.pk).update(language="en")
    client = Client()
    client.force_login(cast.rektor)
    page = client.get("/finns/inte/")
    assert page.status_code == 404
    assert '<html lang="en">' in page.content.decode()


@pytest.mark.parametrize("language", ["", "fi", "sv\r\nSet-Cookie: a=b", "../en"])
def test_no_other_language_can_be_chosen(cast: Cast, language: str):
    client = Client()
    client.force_login(cast.rektor)
    assert client.post(CHOOSE, {"language": language}).status_code == 400
    client.cookies["language"] = "xx"
    assert client.get("/mina-uppgifter/")["Content-Language"] == "sv"


class TestMail:
    def test_an_invitation_is_in_the_receivers_language(self, cast: Cast):
        User.objects.filter(pk=cast.lill_rektor.pk).update(language="en")
        with translation.override("en"):
            people = User.objects.filter(pk__in=[cast.lill_rektor.pk, cast.tall_rektor.pk])
            invite(cast.organisation, people, cast.admin)
        english, swedish = (
            Letter.objects.get(user=each) for each in (cast.lill_rektor, cast.tall_rektor)
        )
        assert "rektor på Lillskolan" not in english.text
        assert "som rektor på Tallens förskola" in swedish.text
        assert '<html lang="en">' in english.html
        assert '<html lang="sv">' in swedish.html
        assert english.subject != swedish.subject

    def test_a_sign_in_code_too(self, cast: Cast, rf):
        User.objects.filter(pk=cast.rektor.pk).update(language="en")
        adapter = AccountAdapter(rf.get("/"))
        adapter.send_mail("account/email/login_code", "RUT@ekby.example", {"code": "1234"})
        adapter.send_mail("account/email/login_code", "love@ekby.example", {"code": "1234"})
        assert [sent.subject for sent in mail.outbox] == [
            "Your code for Styrkedjan",
            "Din kod till Styrkedjan",
        ]


def test_numbers_are_as_the_reader_writes_them():
    with translation.override("en"):
        assert (decimal_comma(2.34), percent(3, 4), percent(1, 1000)) == ("2.3", "75%", "<1%")
    with translation.override("sv"):
        assert (decimal_comma(2.34), percent(3, 4)) == ("2,3", "75\u00a0%")


def test_the_log_and_names_that_are_kept_are_in_swedish(cast: Cast):
    User.objects.filter(pk=cast.admin.pk).update(language="en")
    client = Client()
    client.force_login(cast.admin)
    sent = {"role": Role.HUVUDMAN, "team": "", "unit": ""}
    client.post(f"/ekby/personer/{cast.rektor.pk}/uppdrag/", sent)
    assert AuditEvent.objects.get(verb="membership.added").text == "{person}: Huvudman, Ekby kommun"
    with translation.override("en"):
        pseudonymise(cast.rektor)
    assert cast.rektor.name.startswith("Tidigare anställd")


def test_a_sheet_in_swedish_is_read_whatever_the_readers_language():
    with translation.override("en"):
        assert role_in("Administratör") == role_in("Administrator") == Role.ADMIN
        assert role_in("rektorsnivån") == role_in("Principal") == Role.REKTOR
    with translation.override("sv"):
        assert role_in("school organiser") == Role.HUVUDMAN
