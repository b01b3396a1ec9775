import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import clear_url_caches, reverse, set_urlconf

from portal.models import Organisation, User
from tests.conftest import Cast

SIGN_IN = "/logga-in/"
CODE = "/logga-in/kod/"


def ask_for_code(client: Client, email: str, **data: str) -> str:
    """Ask for a code and read it in the mail; "" when the mail holds none."""
    response = client.post(SIGN_IN, {"email": email, **data})
    assert response.status_code == 302, response.context["form"].errors
    found = re.search(r"^ +(\d{4}-\d{4})$", mail.outbox[-1].body, re.M)
    return found[1] if found else ""


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_code_by_mail_signs_in_a_person_who_was_only_given_an_address(
    client: Client, db: None
) -> None:
    user = User.objects.create_user("ny@ekby.example", "Ny")
    code = ask_for_code(client, "ny@ekby.example")
    response = client.post(CODE, {"code": code})
    assert response.url == "/"
    assert signed_in_as(client) == str(user.pk)
    assert client.get("/").context["user"] == user


def test_the_code_is_in_the_mail_but_not_in_its_subject(client: Client, cast: Cast) -> None:
    code = ask_for_code(client, cast.rektor.email)
    assert mail.outbox[0].to == [cast.rektor.email]
    assert mail.outbox[0].subject == "Din kod till Styrkedjan"
    assert code in mail.outbox[0].body
    assert mail.outbox[0].alternatives == []


@pytest.mark.parametrize("spelling", ["RUT@EKBY.EXAMPLE", " Rut@ekby.example "])
def test_the_address_finds_the_person_whatever_its_case(
    client: Client, cast: Cast, spelling: str
) -> None:
    client.post(CODE, {"code": ask_for_code(client, spelling)})
    assert signed_in_as(client) == str(cast.rektor.pk)


@pytest.mark.parametrize("typed", ["{code}", "{bare}", " {bare} ", "{spaced}"])
def test_the_dash_in_the_code_can_be_left_out(client: Client, cast: Cast, typed: str) -> None:
    code = ask_for_code(client, cast.rektor.email)
    forms = {"code": code, "bare": code.replace("-", ""), "spaced": code.replace("-", " ")}
    client.post(CODE, {"code": typed.format(**forms)})
    assert signed_in_as(client) == str(cast.rektor.pk)


def test_an_unknown_address_gets_the_same_page_and_a_mail_that_says_whom_to_ask(
    cast: Cast,
) -> None:
    pages = []
    for email in (cast.rektor.email, "okand@ekby.example"):
        client = Client()
        client.post(SIGN_IN, {"email": email})
        page = client.get(CODE).content.decode().replace(email, "EMAIL")
        pages.append(re.sub(r'value="\w{64}"|nonce="[^"]+"', "", page))
    assert pages[0] == pages[1]
    _, unknown = mail.outbox
    assert unknown.to == ["okand@ekby.example"]
    assert unknown.subject == "Din adress finns inte i Styrkedjan"
    assert "be den som administrerar Styrkedjan" in unknown.body
    assert "http://testserver/logga-in/konto/" in unknown.body


def test_somebody_inactive_gets_no_code(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.rektor.pk).update(is_active=False)
    assert ask_for_code(client, cast.rektor.email) == ""


def test_somebody_made_inactive_is_signed_out_at_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.rektor)
    User.objects.filter(pk=cast.rektor.pk).update(is_active=False)
    assert client.get("/ekby/").status_code == 302


def test_a_wrong_code_says_what_to_do_and_the_right_one_still_works(
    client: Client, cast: Cast
) -> None:
    code = ask_for_code(client, cast.rektor.email)
    response = client.post(CODE, {"code": "0000-000x"})
    assert "Koden stämmer inte." in response.content.decode()
    client.post(CODE, {"code": code})
    assert signed_in_as(client) == str(cast.rektor.pk)


def test_after_five_wrong_codes_a_new_one_is_needed(client: Client, cast: Cast) -> None:
    code = ask_for_code(client, cast.rektor.email)
    for _attempt in range(5):
        response = client.post(CODE, {"code": "fel"}, follow=True)
    assert "För många försök." in response.content.decode()
    assert response.request["PATH_INFO"] == SIGN_IN
    client.post(CODE, {"code": code})
    assert signed_in_as(client) is None


def test_an_expired_code_says_so_and_keeps_where_the_person_was_going(
    client: Client, cast: Cast, settings
) -> None:
    code = ask_for_code(client, cast.rektor.email, next="/ekby/")
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    response = client.post(CODE, {"code": code, "next": "/ekby/"}, follow=True)
    assert response.redirect_chain == [("/logga-in/?next=%2Fekby%2F", 302)]
    assert "Koden gäller inte längre." in response.content.decode()
    assert signed_in_as(client) is None


def test_a_used_code_is_not_used_again(cast: Cast) -> None:
    client = Client()
    code = ask_for_code(client, cast.rektor.email)
    client.post(CODE, {"code": code})
    client.post("/logga-ut/")
    client.post(CODE, {"code": code})
    assert signed_in_as(client) is None


def test_a_code_works_only_in_the_browser_that_asked_for_it(cast: Cast) -> None:
    code = ask_for_code(Client(), cast.rektor.email)
    other = Client()
    other.post(CODE, {"code": code})
    assert signed_in_as(other) is None


def test_a_new_code_replaces_the_old(client: Client, cast: Cast) -> None:
    old = ask_for_code(client, cast.rektor.email)
    client.post(CODE, {"action": "resend"})
    new = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]
    client.post(CODE, {"code": old})
    assert signed_in_as(client) is None
    client.post(CODE, {"code": new})
    assert signed_in_as(client) == str(cast.rektor.pk)


def test_codes_to_one_address_are_limited(client: Client, cast: Cast) -> None:
    for _attempt in range(3):
        Client().post(SIGN_IN, {"email": cast.rektor.email})
    response = Client().post(SIGN_IN, {"email": cast.rektor.email.upper()})
    assert "För många försök." in response.content.decode()
    assert len(mail.outbox) == 3


def test_a_whole_school_signs_in_at_once_from_one_address(cast: Cast) -> None:
    for number in range(60):
        response = Client().post(SIGN_IN, {"email": f"larare{number}@ekby.example"})
        assert response.status_code == 302


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/ekby/", "/ekby/"),
        ("http://testserver/ekby/", "http://testserver/ekby/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/ekby/\0", "/ekby/%00"),
    ],
)
def test_signing_in_leads_back_to_where_the_person_was_going_within_the_portal(
    client: Client, cast: Cast, wanted: str, reached: str
) -> None:
    code = ask_for_code(client, cast.rektor.email, next=wanted)
    response = client.post(CODE, {"code": code, "next": wanted})
    assert response.url == reached


def test_the_way_back_is_kept_from_page_to_page(client: Client, cast: Cast) -> None:
    to_sign_in = client.get("/ekby/?sida=2").url
    assert parse_qs(urlsplit(to_sign_in).query) == {"next": ["/ekby/?sida=2"]}
    assert 'name="next" value="/ekby/?sida=2"' in client.get(to_sign_in).content.decode()
    to_code = client.post(SIGN_IN, {"email": cast.rektor.email, "next": "/ekby/?sida=2"}).url
    assert 'name="next" value="/ekby/?sida=2"' in client.get(to_code).content.decode()


def test_signing_in_gives_a_new_session(client: Client, cast: Cast) -> None:
    code = ask_for_code(client, cast.rektor.email)
    before = client.session.session_key
    client.post(CODE, {"code": code})
    assert client.session.session_key != before


def test_signing_out_takes_a_post(client: Client, cast: Cast) -> None:
    client.force_login(cast.rektor)
    assert "Vill du logga ut?" in client.get("/logga-ut/").content.decode()
    assert signed_in_as(client)
    response = client.post("/logga-ut/", follow=True)
    assert signed_in_as(client) is None
    assert "Du är utloggad." in response.content.decode()


def test_another_address_can_be_given_after_asking_for_a_code(client: Client, cast: Cast) -> None:
    ask_for_code(client, cast.rektor.email)
    assert client.get(SIGN_IN).url == CODE
    client.post("/logga-ut/", {"next": SIGN_IN})
    assert client.get(SIGN_IN).status_code == 200


def test_a_signed_in_person_is_led_past_the_sign_in_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.rektor)
    assert client.get(SIGN_IN).url == "/"
    assert client.get(CODE).url == "/"


@pytest.mark.parametrize(
    "email", ["", "x", "a@b", "å" * 400 + "@ekby.example", "a\0@ekby.example", "😀@ekby.example"]
)
def test_a_bad_address_is_told_at_the_field(client: Client, db: None, email: str) -> None:
    response = client.post(SIGN_IN, {"email": email})
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert mail.outbox == []


@pytest.mark.parametrize("code", ["", "\0", "😀😀😀", "1" * 5000])
def test_a_bad_code_is_told_at_the_field(client: Client, cast: Cast, code: str) -> None:
    ask_for_code(client, cast.rektor.email)
    response = client.post(CODE, {"code": code})
    assert response.status_code == 200
    assert response.context["form"].errors["code"]


def test_a_mail_server_that_is_down_is_told_and_leaves_nobody_waiting(
    cast: Cast, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.sign_in_mail.PAUSES", (0, 0))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for email in (cast.rektor.email, "okand@ekby.example"):
        response = Client().post(SIGN_IN, {"email": email}, follow=True)
        assert response.request["PATH_INFO"] == CODE
        assert "Portalen har svårt att skicka mejl just nu." in response.content.decode()
    assert "Portalen har svårt" in Client().get(SIGN_IN).content.decode()


def test_the_mail_page_tells_whom_to_ask_for_an_account(client: Client, db: None) -> None:
    assert "Be den som administrerar" in client.get("/logga-in/konto/").content.decode()
    assert client.post("/logga-in/konto/", {"email": "a@b.example"}).status_code in (200, 405)
    assert not User.objects.exists()


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client: Client, cast: Cast) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/ekby/svar/1/"}
    response = client.post("/ekby/", headers=headers)
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/logga-in/?next=/ekby/svar/1/"
    assert "Location" not in response.headers


def test_a_form_sent_while_signed_out_leads_back_to_its_page(client: Client, cast: Cast) -> None:
    at = "http://testserver/ekby/svar/1/"
    response = client.post("/ekby/resultat/", headers={"Referer": at})
    assert response.url == "/logga-in/?next=/ekby/svar/1/"
    response = client.post("/ekby/resultat/", headers={"Referer": "https://evil.example/x"})
    assert response.url == "/logga-in/?next=/"


@pytest.fixture
def demo(cast: Cast) -> Cast:
    Organisation.objects.filter(pk=cast.organisation.pk).update(is_demo=True)
    return cast


def test_the_demo_offers_one_person_of_each_role(client: Client, demo: Cast) -> None:
    page = client.get(SIGN_IN).content.decode()
    told = re.findall(r'<b>(\w+)</b><span class="person-role">([^<]+)<', page)
    assert told == [
        ("Agnes", "Administratör, Ekby kommun"),
        ("Sigrid", "Huvudman, Ekby kommun"),
        ("Rut", "Rektor, Björkskolan"),
        ("Tage", "Undervisning, Björkskolan"),
    ]


@pytest.mark.parametrize("role", ["admin", "huvudman", "rektor", "undervisning"])
def test_the_demo_signs_in_with_one_press(client: Client, demo: Cast, role: str) -> None:
    response = client.post("/demo/logga-in/", {"role": role})
    assert response.url == "/"
    user = User.objects.get(pk=signed_in_as(client))
    assert user.memberships.get().role == role


def test_the_demo_takes_the_first_unit_where_bjorkskolan_is_missing(
    client: Client, demo: Cast
) -> None:
    demo.bjork.memberships.all().delete()
    client.post("/demo/logga-in/", {"role": "rektor"})
    assert signed_in_as(client) == str(demo.lill_rektor.pk)


def test_the_demo_signs_in_nobody_outside_the_demo_organisation(client: Client, cast: Cast) -> None:
    assert client.post("/demo/logga-in/", {"role": "admin"}).status_code == 404
    assert "Demoorganisationen är inte inläst." in client.get(SIGN_IN).content.decode()


@pytest.mark.parametrize("data", [{}, {"role": ""}, {"role": "\0"}, {"role": "kung"}])
def test_an_unknown_role_is_not_found(client: Client, demo: Cast, data: dict[str, str]) -> None:
    assert client.post("/demo/logga-in/", data).status_code == 404


def test_the_demo_takes_a_post(client: Client, demo: Cast) -> None:
    assert client.get("/demo/logga-in/").status_code == 405


@pytest.fixture
def not_a_demo(settings):
    """The URL conf as it is read outside demo mode."""
    import importlib

    import portal.urls

    settings.DEMO = False
    importlib.reload(portal.urls)
    clear_url_caches()
    yield
    settings.DEMO = True
    importlib.reload(portal.urls)
    clear_url_caches()
    set_urlconf(None)


@pytest.mark.usefixtures("not_a_demo")
def test_outside_the_demo_there_is_no_such_door(client: Client, demo: Cast) -> None:
    for method in (client.get, client.post):
        assert method("/demo/logga-in/", {"role": "admin"}).status_code == 404
    page = client.get(SIGN_IN)
    assert page.status_code == 200
    assert "demo" not in page.content.decode().split("<main")[1]


def test_every_name_that_allauth_reverses_exists() -> None:
    for name in ("login", "logout", "signup", "request_login_code", "confirm_login_code"):
        assert reverse(f"account_{name}")
