import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import AuditEvent, Membership, User
from portal.terms import Role
from tests.conftest import Cast, add_person
from tests.test_every_url import World, address_of, told, world  # noqa: F401
from tests.url_matrix import LINES

HOME = "/logga-in/andra-steget/"
ADD_APP = f"{HOME}app/"
CODES = f"{HOME}reservkoder/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
IN_AN_ORGANISATION = [
    line
    for line in LINES
    if "organisation" in line.arguments and line.expected.split()[-1] not in ("404", "405")
]


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def demanded(settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def with_app(cast: Cast) -> User:
    """The administrator, who has an app that shows codes."""
    TOTP.activate(cast.admin, SECRET)
    return cast.admin


def sign_in(client: Client, user: User, **data: str) -> str:
    """With a code by e-mail; answers with where it leads."""
    client.post("/logga-in/", {"email": user.email} | data)
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]
    return client.post("/logga-in/kod/", {"code": code} | data).url


@pytest.mark.usefixtures("demanded")
def test_an_administrator_without_a_second_factor_gets_nowhere(
    client: Client,
    cast: Cast,
    world: World,  # noqa: F811
) -> None:
    client.force_login(cast.admin)
    found = {}
    for line in IN_AN_ORGANISATION:
        response = client.generic(line.verb, address_of(line, world))
        found[told(line)] = (response.status_code, response.headers.get("Location"))
    assert set(found.values()) == {(302, HOME)}, found


@pytest.mark.usefixtures("demanded")
def test_others_need_no_second_factor(client: Client, cast: Cast) -> None:
    client.force_login(cast.rektor)
    assert client.get("/ekby/").status_code == 200
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("demanded")
def test_an_administrator_is_led_to_set_one_up_and_then_on(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    page = client.get("/ekby/omgangar/?sida=2", follow=True).content.decode()
    assert "Du är administratör, så här behövs två steg" in page
    secret = client.get(ADD_APP).context["form"].secret
    response = client.post(ADD_APP, {"code": code_of(secret)}, follow=True)
    assert response.request["PATH_INFO"] == CODES
    assert len(response.context["unused_codes"]) == 10
    on = client.get(f"{HOME}klart/")
    assert on.url == "/ekby/omgangar/?sida=2"
    assert client.get("/ekby/").status_code == 200


@pytest.mark.usefixtures("demanded")
def test_the_start_page_shows_an_administrator_nothing_before(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    assert client.get("/").url == HOME


@pytest.mark.usefixtures("demanded")
def test_it_is_demanded_from_the_moment_somebody_becomes_an_administrator(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.rektor)
    assert client.get("/ekby/").status_code == 200
    Membership.objects.create(user=cast.rektor, organisation=cast.organisation, role=Role.ADMIN)
    assert client.get("/ekby/").url == HOME


@pytest.mark.usefixtures("demanded")
def test_a_part_of_a_page_leads_the_whole_page_to_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/ekby/omgangar/"}
    response = client.get("/ekby/omgangar/ny/", headers=headers)
    assert (response.status_code, response.headers["HX-Redirect"]) == (401, HOME)
    assert client.get(f"{HOME}klart/").url == "/ekby/omgangar/"


@pytest.mark.usefixtures("demanded")
def test_a_session_that_has_not_shown_it_confirms_and_goes_on(
    client: Client, with_app: User
) -> None:
    client.force_login(with_app)
    page = client.get("/ekby/", follow=True).content.decode()
    assert "har inte använt det sedan du loggade in" in page
    response = client.post(
        f"{HOME}igen/", {"code": code_of(SECRET), "next": f"{HOME}klart/"}, follow=True
    )
    assert response.request["PATH_INFO"] == "/ekby/"


def test_the_demand_costs_no_query(client: Client, with_app: User, settings) -> None:
    sign_in(client, with_app)
    client.post(f"{HOME}kod/", {"code": code_of(SECRET)})
    asked = {}
    for settings.SECOND_FACTOR_REQUIRED in (False, True):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/ekby/").status_code == 200
        asked[settings.SECOND_FACTOR_REQUIRED] = len(queries)
    assert asked[True] == asked[False]


def test_a_code_from_the_app_signs_in(client: Client, with_app: User) -> None:
    assert sign_in(client, with_app, next="/ekby/") == f"{HOME}kod/"
    assert "_auth_user_id" not in client.session
    assert "Ett steg till" in client.get(f"{HOME}kod/").content.decode()
    wrong = client.post(f"{HOME}kod/", {"code": "000000"})
    assert "Det stämmer inte." in wrong.content.decode()
    assert client.post(f"{HOME}kod/", {"code": code_of(SECRET)}).url == "/ekby/"
    assert client.session["_auth_user_id"] == str(with_app.pk)


@pytest.mark.usefixtures("demanded")
def test_who_signed_in_with_it_is_not_asked_again(client: Client, with_app: User) -> None:
    sign_in(client, with_app)
    client.post(f"{HOME}kod/", {"code": code_of(SECRET)})
    assert client.get("/ekby/").status_code == 200


def test_a_code_is_used_once(with_app: User) -> None:
    code = code_of(SECRET)
    for expected in (302, 200):
        client = Client()
        sign_in(client, with_app)
        assert client.post(f"{HOME}kod/", {"code": code}).status_code == expected


def test_guessing_is_stopped_after_five(client: Client, with_app: User) -> None:
    sign_in(client, with_app)
    for _guess in range(5):
        client.post(f"{HOME}kod/", {"code": "000000"})
    page = client.post(f"{HOME}kod/", {"code": code_of(SECRET)}).content.decode()
    assert "För många försök." in page


def test_recovery_codes_are_shown_once_and_each_is_used_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.rektor)
    secret = client.get(ADD_APP).context["form"].secret
    shown = client.post(ADD_APP, {"code": code_of(secret)}, follow=True)
    code = shown.context["unused_codes"][0]
    assert "no-store" in shown.headers["Cache-Control"]
    assert code not in client.get(CODES).content.decode()
    for expected in (302, 200):
        other = Client()
        sign_in(other, cast.rektor)
        assert other.post(f"{HOME}kod/", {"code": code}).status_code == expected


def test_a_lost_phone_is_taken_away_after_a_recovery_code(client: Client, cast: Cast) -> None:
    client.force_login(cast.rektor)
    secret = client.get(ADD_APP).context["form"].secret
    codes = client.post(ADD_APP, {"code": code_of(secret)}, follow=True).context["unused_codes"]
    client = Client()
    sign_in(client, cast.rektor)
    client.post(f"{HOME}kod/", {"code": codes[0]})
    asked = client.post(f"{ADD_APP}ta-bort/")
    assert asked.url.startswith(f"{HOME}igen/")
    client.post(asked.url, {"code": codes[1]})
    client.post(f"{ADD_APP}ta-bort/")
    assert not Authenticator.objects.exists()
    assert 'href="/logga-ut/overallt/"' in client.get(HOME).content.decode()


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_is_told_by_mail_and_in_the_log(client: Client, cast: Cast) -> None:
    client.force_login(cast.rektor)
    secret = client.get(ADD_APP).context["form"].secret
    client.post(ADD_APP, {"code": code_of(secret)})
    assert [sent.subject for sent in mail.outbox] == ["Du har lagt till en app i Styrkedjan"]
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor) == ("second_factor.added", cast.rektor)


@pytest.mark.django_db(transaction=True)
def test_it_is_set_up_even_where_the_mail_about_it_fails(
    client: Client, cast: Cast, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.sign_in_mail.PAUSES", (0, 0))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    client.force_login(cast.rektor)
    secret = client.get(ADD_APP).context["form"].secret
    assert client.post(ADD_APP, {"code": code_of(secret)}).url == CODES


def test_a_copy_of_the_database_gives_nobody_the_codes(client: Client, cast: Cast) -> None:
    client.force_login(cast.rektor)
    secret = client.get(ADD_APP).context["form"].secret
    client.post(ADD_APP, {"code": code_of(secret)})
    assert secret not in str(list(Authenticator.objects.values()))


def reset_page(user: User) -> str:
    return f"/ekby/personer/{user.pk}/andra-steget/"


def test_another_administrator_resets_it(client: Client, with_app: User, cast: Cast) -> None:
    colleague = add_person("Astrid", cast.organisation, Role.ADMIN)
    client.force_login(colleague)
    assert "Nollställ andra steget" in client.get(reset_page(with_app)).content.decode()
    assert Authenticator.objects.exists()
    client.post(reset_page(with_app))
    assert not Authenticator.objects.exists()
    assert mail.outbox[0].to == [with_app.email]
    assert mail.outbox[0].subject == "Ditt andra steg i Styrkedjan är nollställt"
    event = AuditEvent.objects.get()
    assert (event.verb, event.target) == ("second_factor.reset", "Agnes")


def test_nobody_resets_their_own(client: Client, with_app: User) -> None:
    client.force_login(with_app)
    assert "be en annan administratör" in client.get(reset_page(with_app)).content.decode()
    assert client.post(reset_page(with_app)).status_code == 403
    assert Authenticator.objects.exists()


def test_an_administrator_elsewhere_is_not_weakened_from_here(client: Client, cast: Cast) -> None:
    """Somebody who administers Annanby and teaches in Ekby."""
    Membership.objects.create(
        user=cast.outsider, organisation=cast.organisation, role=Role.UNDERVISNING, unit=cast.bjork
    )
    TOTP.activate(cast.outsider, SECRET)
    client.force_login(cast.admin)
    page = client.get(reset_page(cast.outsider)).content.decode()
    assert "arbetar också för en annan huvudman" in page
    assert client.post(reset_page(cast.outsider)).status_code == 403
    assert Authenticator.objects.exists()


def test_who_does_not_work_here_is_not_found(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    assert client.post(reset_page(cast.outsider)).status_code == 404
    cast.rektor.memberships.update(ended_on="2026-01-01")
    assert client.post(reset_page(cast.rektor)).status_code == 404


def test_the_operator_resets_it_by_address(with_app: User, capsys) -> None:
    call_command("reset_second_factor", with_app.email.upper())
    assert not Authenticator.objects.exists()
    assert mail.outbox[0].to == [with_app.email]
    assert AuditEvent.objects.get().verb == "second_factor.reset"


def test_an_unknown_address_is_told_to_the_operator(db: None) -> None:
    with pytest.raises(CommandError, match="Ingen har adressen"):
        call_command("reset_second_factor", "ingen@ekby.example")


def test_no_page_of_it_shows_a_picture_that_our_policy_refuses(client: Client, cast: Cast) -> None:
    client.force_login(cast.rektor)
    page = client.get(ADD_APP).content.decode()
    assert "<svg" in page
    assert "data:image" not in page
