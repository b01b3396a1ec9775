import re
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import pytest
import requests
from django.test import Client

from portal.models import Identity
from tests.conftest import Cast
from tests.portal.identity.conftest import METADATA, RUT, SamlProvider, connected

HOST = "portal.ekby.example"
AWAY = "/logga-in/via/ekby/"
ANSWER = f"{METADATA}svar/"


@pytest.fixture
def saml(cast: Cast, saml_provider: str, settings, tmp_path: Path) -> SamlProvider:
    settings.ALLOWED_HOSTS = [HOST]
    return connected(SamlProvider(saml_provider), tmp_path / "metadata.xml", HOST)


def browser() -> Client:
    return Client(headers={"host": HOST})


def answer_to(client: Client, **query: str) -> str:
    page = requests.get(client.get(AWAY, query).url, timeout=10).text
    return b64decode(re.findall('value="(.*?)"', page)[0]).decode()


def send(client: Client, answer: str) -> Any:
    posted = client.post(ANSWER, {"SAMLResponse": b64encode(answer.encode()).decode()})
    return client.get(posted.url)


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_person_goes_there_and_comes_back_signed_in(cast: Cast, saml: SamlProvider) -> None:
    client = browser()
    assert send(client, answer_to(client, next="/ekby/")).url == "/ekby/"
    assert signed_in_as(client) == str(cast.rektor.pk)


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        ({"mail": ["okand@ekby.example"]}, "din adress där finns inte i Styrkedjan"),
        ({"mail": ["ove@annanby.example"]}, "skickade ingen e-postadress"),
        ({"givenName": ["Rut"]}, "skickade ingen e-postadress"),
    ],
)
def test_who_is_not_found_is_told(
    saml: SamlProvider, attributes: dict[str, list[str]], told: str
) -> None:
    saml.is_told(attributes=attributes)
    client = browser()
    response = send(client, answer_to(client))
    assert response.status_code == 403
    assert told in response.content.decode()
    assert signed_in_as(client) is None


def test_the_federations_name_does_where_there_is_no_mail(cast: Cast, saml: SamlProvider) -> None:
    saml.is_told(attributes={"eduPersonPrincipalName": ["rut@ekby.example"]})
    client = browser()
    send(client, answer_to(client))
    assert signed_in_as(client) == str(cast.rektor.pk)


def test_a_name_that_lasts_is_remembered_and_another_is_refused(
    cast: Cast, saml: SamlProvider
) -> None:
    saml.is_told(attributes=RUT | {"subject-id": ["rut-1@ekby.example"]})
    client = browser()
    send(client, answer_to(client))
    assert Identity.objects.get().subject == "rut-1@ekby.example"
    saml.is_told(attributes=RUT | {"subject-id": ["rut-2@ekby.example"]})
    later = browser()
    assert send(later, answer_to(later)).status_code == 403


def test_an_unsigned_answer_is_refused(cast: Cast, saml: SamlProvider) -> None:
    saml.is_told(signed=False)
    refused(saml, lambda answer: answer)


def test_a_changed_answer_is_refused(cast: Cast, saml: SamlProvider) -> None:
    saml.is_told(attributes={"mail": ["tea@ekby.example"]})
    refused(saml, lambda answer: answer.replace("tea@ekby.example", "rut@ekby.example"))


@pytest.mark.parametrize(
    "garbage", ["", "inte XML", "<samlp:Response/>", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>']
)
def test_garbage_is_refused(saml: SamlProvider, garbage: str) -> None:
    refused(saml, lambda answer: garbage)


def refused(saml: SamlProvider, change: Any) -> None:
    client = browser()
    response = send(client, change(answer_to(client)))
    assert response.status_code == 503
    assert "Inloggningen gick inte" in response.content.decode()
    assert signed_in_as(client) is None


def test_an_answer_is_used_once(cast: Cast, saml: SamlProvider) -> None:
    client = browser()
    answer = answer_to(client)
    send(client, answer)
    client.post("/logga-ut/")
    assert send(client, answer).status_code == 503
    assert signed_in_as(client) is None


def test_an_answer_is_used_in_the_browser_that_asked(cast: Cast, saml: SamlProvider) -> None:
    other = browser()
    assert send(other, answer_to(browser())).status_code == 503
    assert signed_in_as(other) is None


def test_an_answer_for_another_site_is_refused(cast: Cast, saml: SamlProvider) -> None:
    refused(saml, lambda answer: answer.replace(HOST, "elsewhere.example"))


def test_nobody_is_signed_out_by_another_site(cast: Cast, saml: SamlProvider) -> None:
    client = browser()
    client.force_login(cast.rektor)
    page = client.get(f"{METADATA}logga-ut/", {"SAMLRequest": "x"}).content.decode()
    assert "Vill du logga ut?" in page
    assert signed_in_as(client)


def test_the_metadata_names_the_portal(saml: SamlProvider) -> None:
    metadata = browser().get(METADATA).content.decode()
    assert f'entityID="http://{HOST}{METADATA}"' in metadata
    assert f'Location="http://{HOST}{ANSWER}"' in metadata
