import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from portal.models import Identity, IdentityProvider, Membership, User
from tests.conftest import Cast

SIGN_IN = "/logga-in/"
AWAY = "/logga-in/via/ekby/"


def back_from(address: str, subject: str) -> str:
    """What the provider answers the browser when the person has said who they are."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
    return answer.headers["Location"].removeprefix("http://testserver")


def sign_in(client: Client, subject: str, **query: str) -> Any:
    away = client.get(AWAY, query).url
    return client.get(back_from(away, subject))


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_an_address_in_the_domain_leads_to_the_provider_and_back_in(
    client: Client, cast: Cast, oidc: IdentityProvider
) -> None:
    page = client.post(SIGN_IN, {"email": cast.rektor.email, "next": "/ekby/"})
    assert f'href="{AWAY}?next=/ekby/"' in page.content.decode()
    assert mail.outbox == []
    assert sign_in(client, "rut", next="/ekby/").url == "/ekby/"
    assert signed_in_as(client) == str(cast.rektor.pk)


def test_the_way_there_tells_nothing_of_who_is_here(
    client: Client, cast: Cast, oidc: IdentityProvider
) -> None:
    known = client.post(SIGN_IN, {"email": cast.rektor.email}).content.decode()
    unknown = client.post(SIGN_IN, {"email": "okand@ekby.example"}).content.decode()
    assert (
        unknown.replace("okand@", "rut@").split("<main")[1].split("csrf")[0]
        == (known.split("<main")[1].split("csrf")[0])
    )


def test_a_code_can_be_had_instead(client: Client, cast: Cast, oidc: IdentityProvider) -> None:
    response = client.post(SIGN_IN, {"email": cast.rektor.email, "code": "yes"})
    assert response.url == "/logga-in/kod/"
    assert mail.outbox[0].to == [cast.rektor.email]


def test_other_domains_get_a_code(client: Client, cast: Cast, oidc: IdentityProvider) -> None:
    assert client.post(SIGN_IN, {"email": cast.outsider.email}).url == "/logga-in/kod/"


@pytest.mark.parametrize("email", ["a\0@ekby.example\0", "@", "ekby.example", "a@" + "x" * 9000])
def test_garbage_leads_nowhere(client: Client, oidc: IdentityProvider, email: str) -> None:
    page = client.post(SIGN_IN, {"email": email}).content.decode()
    assert "ser inte ut som en e-postadress" in page or "Logga in hos din arbetsgivare" in page


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("stranger", "din adress där finns inte i Styrkedjan"),
        ("foreign", "skickade ingen e-postadress som vi kan använda"),
        ("unverified", "skickade ingen e-postadress som vi kan använda"),
        ("unsaid", "skickade ingen e-postadress som vi kan använda"),
        ("nameless", "skickade ingen e-postadress som vi kan använda"),
    ],
)
def test_who_is_not_found_is_told_whom_to_ask(
    client: Client, cast: Cast, oidc: IdentityProvider, subject: str, told: str
) -> None:
    people = User.objects.count()
    response = sign_in(client, subject)
    assert response.status_code == 403
    assert "Vi hittar dig inte" in response.content.decode()
    assert told in response.content.decode()
    assert signed_in_as(client) is None
    assert User.objects.count() == people


def test_who_works_here_no_longer_is_not_found(
    client: Client, cast: Cast, oidc: IdentityProvider
) -> None:
    cast.rektor.memberships.update(ended_on="2026-01-01")
    assert sign_in(client, "rut").status_code == 403
    assert signed_in_as(client) is None


def test_it_gives_no_rights_and_keeps_nothing_of_what_is_told(
    client: Client, cast: Cast, oidc: IdentityProvider
) -> None:
    rights = Membership.objects.count()
    sign_in(client, "rut")
    assert Membership.objects.count() == rights
    for model in (SocialAccount, SocialApp, SocialToken):
        assert not model.objects.exists()
    assert Identity.objects.get().subject == "rut"
    assert "RUT@" not in str(dict(client.session))


def test_entra_is_believed_by_its_user_name_and_not_by_its_email(
    client: Client, cast: Cast, oidc: IdentityProvider
) -> None:
    """The `email` of Entra ID is what anybody wrote there: here the administrator's."""
    oidc.address_claim = "preferred_username"
    oidc.save()
    sign_in(client, "entra")
    assert signed_in_as(client) == str(cast.rektor.pk)


def test_an_address_that_is_handed_to_another_lets_them_not_in(
    client: Client, cast: Cast, oidc: IdentityProvider
) -> None:
    sign_in(client, "rut")
    Identity.objects.update(subject="the one before")
    again = Client()
    assert "hör till ett annat konto" in sign_in(again, "rut").content.decode()
    assert signed_in_as(again) is None


def test_somebody_who_changes_their_own_address_takes_nobodys_account(
    client: Client, cast: Cast, oidc: IdentityProvider
) -> None:
    Identity.objects.create(provider=oidc, user=cast.teachers[0], subject="rut")
    assert sign_in(client, "rut").status_code == 403
    assert signed_in_as(client) is None


def test_the_portal_follows_when_an_address_is_changed_at_both_places(
    client: Client, cast: Cast, oidc: IdentityProvider
) -> None:
    Identity.objects.create(provider=oidc, user=cast.teachers[0], subject="rut")
    cast.rektor.delete()
    User.objects.filter(pk=cast.teachers[0].pk).update(email="rut@ekby.example")
    sign_in(client, "rut")
    assert signed_in_as(client) == str(cast.teachers[0].pk)


def test_a_token_of_another_issuer_is_refused(
    client: Client, cast: Cast, oidc: IdentityProvider
) -> None:
    well_known = f"{oidc.issuer}/.well-known/openid-configuration"
    IdentityProvider.objects.update(issuer=well_known)  # where it is, but not its name
    assert sign_in(client, "rut").status_code == 403
    assert signed_in_as(client) is None


def test_an_answer_is_used_once_and_only_in_the_browser_that_asked(
    client: Client, cast: Cast, oidc: IdentityProvider
) -> None:
    back = back_from(client.get(AWAY).url, "rut")
    assert Client().get(back).status_code == 503
    client.get(back)
    client.post("/logga-ut/")
    assert client.get(back).status_code == 503
    assert signed_in_as(client) is None


def test_the_second_factor_is_asked_for_after_it(
    client: Client, cast: Cast, oidc: IdentityProvider
) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(cast.rektor, "JBSWY3DPEHPK3PXP")
    assert sign_in(client, "rut").url == "/logga-in/andra-steget/kod/"
    assert signed_in_as(client) is None


def test_nobody_connects_an_account_of_their_own(
    client: Client, cast: Cast, oidc: IdentityProvider
) -> None:
    client.force_login(cast.admin)
    sign_in(client, "rut", process="connect")
    assert signed_in_as(client) == str(cast.rektor.pk)
    assert not SocialAccount.objects.exists()


def test_the_link_asks_for_nothing_but_what_the_portal_asks_for(
    client: Client, oidc: IdentityProvider
) -> None:
    query = {"auth_params": "redirect_uri=https://evil.example/", "scope": "files"}
    asked = parse_qs(urlsplit(client.get(AWAY, query).url).query)
    assert asked["redirect_uri"] == [f"http://testserver{AWAY}tillbaka/"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["code_challenge_method"] == ["S256"]


def test_a_cancelled_sign_in_leads_back(client: Client, oidc: IdentityProvider) -> None:
    state = parse_qs(urlsplit(client.get(AWAY).url).query)["state"][0]
    query = {"error": "access_denied", "state": state}
    page = client.get(f"{AWAY}tillbaka/", query, follow=True).content.decode()
    assert "Inloggningen avbröts." in page


def test_a_provider_that_is_down_is_told(client: Client, oidc: IdentityProvider) -> None:
    IdentityProvider.objects.update(issuer="http://localhost:9")
    response = client.get(AWAY)
    assert response.status_code == 503
    assert "Inloggningen gick inte" in response.content.decode()


@pytest.fixture
def moved(issuer: str) -> Iterator[str]:
    """An address that sends whoever asks on to the provider."""

    class Onward(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", issuer + self.path)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("localhost", 0), Onward)
    threading.Thread(target=server.serve_forever, args=(0.005,)).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_provider_that_sends_the_portal_elsewhere_is_not_followed(
    client: Client, oidc: IdentityProvider, moved: str
) -> None:
    with pytest.raises(CommandError, match="redirects"):
        call_command(
            *("add_identity_provider", "ekby", "oidc", "--name", "Ekbys konto"),
            *("--issuer", moved, "--client-id", "styrkedjan", "--domain", "ekby.example"),
        )
    IdentityProvider.objects.update(issuer=moved)
    assert client.get(AWAY).status_code == 503
