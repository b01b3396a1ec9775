import datetime
import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from django.utils import timezone

from portal.days import today
from portal.invitations import hash_of, invite
from portal.mail.sending import send_due
from portal.models import AuditEvent, Invitation, Letter, Membership, User
from portal.models.letters import Problem
from portal.terms import Role
from tests.conftest import Cast, add_person, add_unit

LIST = "/ekby/inbjudningar/"
DOOR = "/inbjudan/"


@pytest.fixture(autouse=True)
def _no_pauses(settings: Any) -> None:
    settings.MAILS_PER_MINUTE = 6_000_000


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


def invited(cast: Cast, user: User) -> str:
    """The address in the mail that the person gets."""
    invite(cast.organisation, User.objects.filter(pk=user.pk), cast.admin)
    send_due()
    return link_in(mail.outbox[-1].body)


def link_in(text: str) -> str:
    found = re.search(r"http://localhost:8000(/inbjudan/\S+)", text)
    assert found
    return found[1]


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def names(response: Any) -> list[str]:
    return [str(person) for person in response.context["page"]]


def test_a_link_lets_its_person_in_once_and_by_post_alone(client: Client, cast: Cast) -> None:
    link = invited(cast, cast.rektor)
    page = client.get(link, follow=True)
    assert page.redirect_chain == [(DOOR, 302)]
    assert "Agnes, Ekby kommun, bjuder in dig till Styrkedjan som rektor på Björkskolan." in (
        page.content.decode()
    )
    assert signed_in_as(client) is None
    assert client.post(DOOR).url == "/ekby/"
    assert signed_in_as(client) == str(cast.rektor.pk)
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor) == ("invitation.accepted", cast.rektor)
    again = Client()
    assert "Länken gäller inte längre" in again.get(link, follow=True).content.decode()


def test_the_token_is_256_bits_and_kept_nowhere(client: Client, cast: Cast) -> None:
    link = invited(cast, cast.rektor)
    token = link.split("/")[2]
    assert len(token) == 43
    invitation = Invitation.objects.get()
    assert invitation.token_hash == hash_of(token)
    response = client.get(link)
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    page = client.get(DOOR)
    assert "no-store" in page["Cache-Control"]
    assert token not in page.content.decode() + str(dict(client.session))
    assert token not in str(Letter.objects.values())


def test_until_it_leaves_a_letter_holds_no_link(cast: Cast) -> None:
    invite(cast.organisation, User.objects.filter(pk=cast.rektor.pk), cast.admin)
    letter = Letter.objects.get()
    assert Client().get(link_in(letter.text)).status_code == 302
    assert Invitation.objects.get().token_hash is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda invitation: Invitation.objects.update(expires_at=timezone.now()),
        lambda invitation: Invitation.objects.update(revoked_at=timezone.now()),
        lambda invitation: User.objects.filter(pk=invitation.user_id).update(email="ny@x.example"),
        lambda invitation: User.objects.filter(pk=invitation.user_id).update(is_active=False),
        lambda invitation: Membership.objects.filter(user=invitation.user_id).update(
            ended_on=today()
        ),
    ],
    ids=["expired", "revoked", "another address", "inactive", "left"],
)
def test_a_link_that_is_void_says_so_and_lets_nobody_in(
    client: Client, cast: Cast, spoil: Any
) -> None:
    link = invited(cast, cast.rektor)
    client.get(link)
    spoil(Invitation.objects.get())
    for page in (client.get(link, follow=True), client.post(DOOR)):
        assert "Länken gäller inte längre" in page.content.decode()
        assert "Be om en kod" in page.content.decode()
    assert signed_in_as(client) is None


@pytest.mark.parametrize("token", ["x", "å", "%00", "x" * 5000])
def test_a_link_that_never_was_gets_the_same_page(client: Client, cast: Cast, token: str) -> None:
    page = client.get(f"{DOOR}{token}/", follow=True)
    assert "Länken gäller inte längre" in page.content.decode()


def test_who_has_a_second_factor_is_asked_for_it(client: Client, cast: Cast) -> None:
    TOTP.activate(cast.rektor, "JBSWY3DPEHPK3PXP")
    client.get(invited(cast, cast.rektor))
    assert client.post(DOOR).url == "/logga-in/andra-steget/kod/"
    assert signed_in_as(client) is None


def test_somebody_else_signed_in_is_told_and_can_sign_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.skolchef)
    page = client.get(invited(cast, cast.rektor), follow=True).content.decode()
    assert "Du är inloggad som Sigrid" in page
    assert client.post(DOOR).status_code == 200
    assert signed_in_as(client) == str(cast.skolchef.pk)
    assert client.post(DOOR, {"leave": "1"}).url == DOOR
    assert signed_in_as(client) is None
    client.post(DOOR)
    assert signed_in_as(client) == str(cast.rektor.pk)


def test_who_is_in_already_just_goes_on(client: Client, cast: Cast) -> None:
    link = invited(cast, cast.rektor)
    client.force_login(cast.rektor)
    client.get(link)
    assert client.post(DOOR).url == "/ekby/"
    assert Invitation.objects.get().accepted_at


def test_a_new_invitation_makes_the_old_void(cast: Cast) -> None:
    old, new = invited(cast, cast.rektor), invited(cast, cast.rektor)
    assert "gäller inte längre" in Client().get(old, follow=True).content.decode()
    assert "Välkommen, Rut" in Client().get(new, follow=True).content.decode()


def test_nobody_gets_more_than_three_a_day(cast: Cast) -> None:
    people = User.objects.filter(pk=cast.rektor.pk)
    made = [invite(cast.organisation, people, cast.admin) for _number in range(4)]
    assert made == [1, 1, 1, 0]
    yesterday = timezone.now() - datetime.timedelta(days=1)
    Invitation.objects.update(made_at=yesterday)
    assert invite(cast.organisation, people, cast.admin) == 1


def test_who_has_come_in_left_or_has_no_address_is_not_invited(cast: Cast) -> None:
    in_already, gone, unknown = cast.teachers[:3]
    User.objects.filter(pk=in_already.pk).update(last_login=timezone.now())
    Membership.objects.filter(user=gone).update(ended_on=today())
    User.objects.filter(pk=unknown.pk).update(email=None)
    people = User.objects.filter(pk__in=[user.pk for user in (*cast.teachers, cast.outsider)])
    assert invite(cast.organisation, people, cast.admin) == 3


def test_a_person_of_two_places_reads_both(cast: Cast) -> None:
    Membership.objects.create(
        user=cast.rektor, organisation=cast.organisation, role=Role.UNDERVISNING, unit=cast.lill
    )
    invited(cast, cast.rektor)
    assert "som rektor på Björkskolan och för undervisningen på Lillskolan" in mail.outbox[0].body


def test_the_list_shows_who_has_not_come_in_and_how_far_they_have_got(
    admin: Client, cast: Cast
) -> None:
    User.objects.exclude(pk__in=[user.pk for user in cast.teachers]).update(
        last_login=timezone.now()
    )
    tea, tim, ture, tyra, _tage, tilda = cast.teachers
    for user in (tea, tim, ture):
        invited(cast, user)
    Invitation.objects.filter(user=tea).update(expires_at=timezone.now())
    User.objects.filter(pk=tim.pk).update(email="tim.ny@ekby.example")
    invite(cast.organisation, User.objects.filter(pk__in=[tyra.pk, tilda.pk]), cast.admin)
    Letter.objects.filter(user=tilda).update(
        given_up_at=timezone.now(), problem=Problem.UNKNOWN_ADDRESS
    )
    response = admin.get(LIST)
    assert [(str(person), person.state) for person in response.context["page"]] == [
        ("Tage", "none"),
        ("Tea", "void"),
        ("Tilda", "given_up"),
        ("Tim", "void"),
        ("Ture", "sent"),
        ("Tyra", "waiting"),
    ]
    assert "Adressen finns inte. Rätta adressen" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("unit=lillskolan", ["Fia", "Folke", "Love"]),
        ("role=rektor", ["Love", "Rut", "Tove"]),
        ("role=rektor&unit=bjorkskolan", ["Rut"]),
        ("q=asa", ["Åsa"]),
        ("q=åsa", ["Åsa"]),
        ("q=tea%40ekby", ["Tea"]),
        ("state=sent", []),
        ("unit=finns-inte&q=tyra", ["Tyra"]),
    ],
)
def test_the_list_is_narrowed(admin: Client, cast: Cast, query: str, found: list[str]) -> None:
    asa = add_person("Åsa", cast.organisation, Role.HUVUDMAN)
    User.objects.filter(pk=asa.pk).update(email="chef@ekby.example")
    assert names(admin.get(f"{LIST}?{query}")) == found


def test_all_that_the_list_shows_are_invited_after_a_look(admin: Client, cast: Cast) -> None:
    address = f"{LIST}skicka/?unit=lillskolan"
    assert "Skicka 3 inbjudningar?" in admin.get(address).content.decode()
    page = admin.post(address, follow=True).content.decode()
    assert "3 personer är inbjudna. Mejlen skickas inom några minuter." in page
    assert Letter.objects.count() == 3
    event = AuditEvent.objects.get()
    assert (event.verb, event.target) == ("invitation.sent", "3 personer är inbjudna")


def test_one_person_is_invited_and_the_invitation_taken_back(admin: Client, cast: Cast) -> None:
    person = f"{LIST}{cast.rektor.pk}/"
    back = {"next": f"{LIST}?unit=bjorkskolan"}
    assert admin.post(f"{person}skicka/", back).url == back["next"]
    assert admin.post(f"{person}dra-tillbaka/", {"next": "https://evil.example/"}).url == LIST
    assert Invitation.objects.get().revoked_at
    assert not Letter.objects.exists()
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["invitation.sent", "invitation.revoked"]
    page = admin.post(f"{person}dra-tillbaka/", follow=True).content.decode()
    assert "Rut har ingen inbjudan." in page


def test_who_has_come_in_is_not_invited_from_a_stale_list(admin: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.rektor.pk).update(last_login=timezone.now())
    page = admin.post(f"{LIST}{cast.rektor.pk}/skicka/", follow=True).content.decode()
    assert "Ingen bjöds in." in page
    assert not AuditEvent.objects.exists()


def test_people_of_another_organisation_are_not_here(admin: Client, cast: Cast) -> None:
    for act in ("skicka", "dra-tillbaka"):
        assert admin.post(f"{LIST}{cast.outsider.pk}/{act}/").status_code == 404


def test_who_has_no_address_is_counted_and_not_listed(admin: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.rektor.pk).update(email=None)
    response = admin.get(LIST)
    assert "1 person som inte har loggat in saknar e-postadress." in response.content.decode()
    assert "Rut" not in names(response)


@pytest.mark.parametrize("people", [1, 3])
def test_queries_of_the_list(
    admin: Client, cast: Cast, django_assert_num_queries: Any, people: int
) -> None:
    for user in cast.teachers[:people]:
        invited(cast, user)
    with django_assert_num_queries(12):
        response = admin.get(f"{LIST}?state=sent")
    assert len(response.context["page"]) == people


@pytest.mark.parametrize("people", [1, 3])
def test_queries_of_inviting(
    admin: Client, cast: Cast, django_assert_num_queries: Any, people: int
) -> None:
    unit = add_unit(cast.organisation, "Nya skolan", "nya-skolan", "GR")
    for name in ("Nina", "Nils", "Noor")[:people]:
        add_person(name, cast.organisation, Role.UNDERVISNING, unit)
    with django_assert_num_queries(13):
        admin.post(f"{LIST}skicka/?unit=nya-skolan")
    assert Letter.objects.count() == people
