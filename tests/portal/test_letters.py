import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.mail.kinds import KINDS
from portal.mail.sending import send_due
from portal.models import AuditEvent, Invitation, Letter, User
from portal.models.letters import Problem
from tests.conftest import Cast
from tests.portal.mail.conftest import write

PAGE = "/ekby/utskick/"
GREETING = "/ekby/utskick/halsning/"
EXAMPLE = "/ekby/utskick/exempel/"


@pytest.fixture(autouse=True)
def _no_pauses(settings: Any) -> None:
    settings.MAILS_PER_MINUTE = 6_000_000


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


def came_back(cast: Cast, user: User, problem: Problem = Problem.UNKNOWN_ADDRESS) -> Letter:
    letter = write(cast, user)
    Letter.objects.filter(pk=letter.pk).update(
        given_up_at=timezone.now(), problem=problem, reply="550 No such user"
    )
    return letter


def read(client: Client, address: str = PAGE) -> str:
    return client.get(address).content.decode()


def body(client: Client) -> str:
    """The page's own part, without the tokens that differ each time."""
    return re.sub(r'value="\w{64}"', "", read(client).partition("<main")[2].partition("</main>")[0])


def test_an_organisation_that_has_sent_nothing_is_told_so(admin: Client) -> None:
    page = read(admin)
    for told in ("Inget mejl väntar.", "Inget mejl har kommit tillbaka", "Inget är skickat"):
        assert told in page


def test_what_waits_and_what_was_sent_are_counted_by_day_and_kind(
    admin: Client, cast: Cast
) -> None:
    for user in cast.teachers[:2]:
        write(cast, user)
    send_due()
    write(cast, cast.rektor)
    response = admin.get(PAGE)
    (day,) = response.context["days"]
    assert (day["day"], day["kind"], day["number"]) == (timezone.localdate(), "invitation", 2)
    assert "1 mejl väntar på att skickas." in response.content.decode()


def test_what_came_back_is_told_by_person_in_words_with_what_to_do(
    admin: Client, cast: Cast
) -> None:
    came_back(cast, cast.rektor)
    page = read(admin)
    assert "Adressen finns inte. Rätta adressen och försök igen." in page
    assert "550 No such user" in page
    assert "Rut" in page


def test_blind_letters_leave_no_trace_on_the_page(admin: Client, cast: Cast) -> None:
    """Not even a number: it would tell how many have not answered."""
    came_back(cast, cast.rektor)
    before = body(admin)
    write(cast, cast.teachers[0], is_blind=True)
    write(cast, cast.teachers[1], is_blind=True, not_before=timezone.now() - datetime.timedelta(9))
    assert body(admin) == before


def test_a_letter_that_came_back_is_sent_again_to_the_address_of_now(
    admin: Client, cast: Cast, mailoutbox: list[Any]
) -> None:
    letter = came_back(cast, cast.rektor)
    User.objects.filter(pk=cast.rektor.pk).update(email="rut.ny@ekby.example")
    page = admin.post(f"{PAGE}{letter.pk}/igen/", follow=True).content.decode()
    assert "1 mejl skickas igen." in page
    send_due()
    assert [mail.to for mail in mailoutbox] == [["rut.ny@ekby.example"]]


def test_an_invitation_that_came_back_is_made_anew(
    admin: Client, cast: Cast, mailoutbox: list[Any]
) -> None:
    old = Invitation.objects.create(
        user=cast.rektor, organisation=cast.organisation, email="gammal@ekby.example"
    )
    letter = came_back(cast, cast.rektor)
    Letter.objects.filter(pk=letter.pk).update(invitation=old)
    came_back(cast, cast.lill_rektor)
    admin.post(f"{PAGE}igen/")
    send_due()
    assert {mail.to[0] for mail in mailoutbox} == {"rut@ekby.example", "love@ekby.example"}
    old.refresh_from_db()
    assert old.revoked_at


def test_another_organisations_letters_are_not_here(admin: Client, cast: Cast) -> None:
    letter = came_back(cast, cast.rektor)
    Letter.objects.update(organisation=cast.outsider.memberships.get().organisation)
    assert "No such user" not in read(admin)
    assert admin.post(f"{PAGE}{letter.pk}/igen/").status_code == 404
    admin.post(f"{PAGE}igen/")
    assert Letter.objects.get().given_up_at


@pytest.mark.parametrize("attempts", [0, 1])
def test_mail_that_has_stopped_leaving_is_told(admin: Client, cast: Cast, attempts: int) -> None:
    """Not what is put off: that is one receiver's trouble and not ours."""
    hours_ago = timezone.now() - datetime.timedelta(hours=2)
    write(cast, cast.rektor, not_before=hours_ago, attempts=attempts)
    assert ("Mejlen kommer inte i väg" in read(admin)) is (attempts == 0)


def test_the_greeting_stands_in_every_kind_of_mail(admin: Client, cast: Cast) -> None:
    told = {"greeting": "Hälsningar\nÅsa <chef>", "contact_email": "fraga@ekby.example"}
    assert "Sparat." in admin.post(GREETING, told, follow=True).content.decode()
    assert AuditEvent.objects.get().verb == "greeting.changed"
    for kind in KINDS:
        assert "Åsa &lt;chef&gt;" in read(admin, f"{EXAMPLE}?mejl={kind}")
        assert "Åsa &lt;chef&gt;" in read(admin, f"{EXAMPLE}mejlet/?mejl={kind}")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("greeting", "å" * 501, "Korta hälsningen till högst 500 tecken."),
        ("contact_email", "fraga", "Det här ser inte ut som en e-postadress."),
    ],
)
def test_a_bad_greeting_is_told_at_its_field(
    admin: Client, field: str, value: str, told: str
) -> None:
    response = admin.post(GREETING, {field: value})
    assert response.status_code == 422
    assert told in response.content.decode()


def test_an_example_brings_its_style_and_loads_nothing(admin: Client) -> None:
    policy = admin.get(f"{EXAMPLE}mejlet/")["Content-Security-Policy"]
    assert set(policy.split("; ")) == {
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "frame-ancestors 'none'",
    }


@pytest.mark.parametrize("address", [EXAMPLE, f"{EXAMPLE}mejlet/"])
def test_a_kind_that_there_is_not_is_not_found(admin: Client, address: str) -> None:
    assert admin.get(f"{address}?mejl=spam").status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_queries_of_the_page(
    admin: Client, cast: Cast, django_assert_num_queries: Any, people: int
) -> None:
    for user in cast.teachers[:people]:
        came_back(cast, user)
    with django_assert_num_queries(8):
        admin.get(PAGE)
