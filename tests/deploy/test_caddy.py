"""deploy/Caddyfile in a real Caddy with TLS, before the portal as the units start it."""

import http.client
import ssl
from collections.abc import Iterator
from contextlib import closing

import pytest
import requests

from tests.deploy.proxies import Proxy, caddy
from tests.deploy.served import HOST, Served
from tests.deploy.visitors import Visitor, statuses_of_guesses, upload

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def proxy(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with caddy(tmp_path_factory.mktemp("caddy"), served.port) as proxy:
        yield proxy


def test_a_page_comes_by_https_alone(visitor: Visitor, proxy: Proxy) -> None:
    page = visitor.see("/logga-in/", headers={"X-Request-ID": "invented-by-me"})
    assert page.status_code == 200
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
    assert "Server" not in page.headers
    assert page.headers["Content-Encoding"] == "gzip"
    assert page.headers["X-Request-ID"] != "invented-by-me"
    plain = requests.get(f"http://{HOST}:{proxy.http}/mal/", allow_redirects=False, timeout=60)
    assert plain.status_code in (301, 308)
    assert plain.headers["Location"] == f"https://{HOST}/mal/"


def test_a_form_is_sent(visitor: Visitor) -> None:
    visitor.see("/logga-in/")
    sent = visitor.submit("/logga-in/", data={"email": "ingen@ekby.example"})
    assert (sent.status_code, sent.headers["Location"]) == (302, "/logga-in/kod/")


def test_an_invented_address_gets_nobody_further(proxy: Proxy) -> None:
    with Visitor(proxy, "127.0.0.3") as here, Visitor(proxy, "127.0.0.4") as elsewhere:
        assert statuses_of_guesses(here, 62)[-1] == 429
        assert statuses_of_guesses(elsewhere, 1) == [422]


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(proxy: Proxy) -> None:
    assert upload(proxy, "/logga-in/", 10_000_000).endswith("2 403")
    context = ssl.create_default_context(cafile=str(proxy.authority))
    with closing(http.client.HTTPSConnection(HOST, proxy.https, context=context)) as connection:
        connection.putrequest("POST", "/logga-in/")
        connection.putheader("Content-Length", "12000000")
        connection.endheaders()
        refused = connection.getresponse()
        assert refused.status == 413
        assert "En fil får vara högst 10 MB" in refused.read().decode()


def test_another_name_than_ours_gets_nothing(visitor: Visitor, proxy: Proxy) -> None:
    asked = visitor.see("/logga-in/", headers={"Host": "annan.example"})
    assert "Styrkedjan" not in asked.text


def test_who_comes_while_the_portal_is_down_is_told(
    tmp_path_factory: pytest.TempPathFactory, served: Served
) -> None:
    with caddy(tmp_path_factory.mktemp("alone"), 9) as proxy, Visitor(proxy) as visitor:
        answer = visitor.see("/inbjudan/hemlig-kod/")
        assert answer.status_code == 502
        assert "Portalen är tillfälligt stängd" in answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store"
        assert "hemlig-kod" not in proxy.logs()
