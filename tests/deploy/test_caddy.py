"""deploy/Caddyfile in a real Caddy with TLS, before the portal as the units start it."""

import re
from collections.abc import Iterator

import pytest
import requests

from tests.deploy.proxies import Proxy, caddy
from tests.deploy.served import HOST, Served
from tests.deploy.visitors import Visitor, upload


@pytest.fixture(scope="module")
def proxy(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with caddy(tmp_path_factory.mktemp("caddy"), served.port) as proxy:
        yield proxy


@pytest.fixture
def visitor(proxy: Proxy) -> Iterator[Visitor]:
    with Visitor(proxy) as visitor:
        yield visitor


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
        told = [
            here.see("/inbjudan/fel/", headers={"X-Forwarded-For": f"192.0.2.{number}"})
            for number in range(201)
        ]
        assert told[-1].status_code == 429
        assert elsewhere.see("/inbjudan/fel/").status_code != 429


def test_a_file_that_is_too_large_is_refused(proxy: Proxy) -> None:
    assert upload(proxy, "/logga-in/", 10_000_000).endswith("2 403")
    refused = upload(proxy, "/logga-in/", 12_000_000)
    assert refused.endswith("2 413")
    assert "En fil får vara högst 10 MB" in refused


def test_another_name_than_ours_gets_nothing(visitor: Visitor, proxy: Proxy) -> None:
    asked = visitor.see("/logga-in/", headers={"Host": "annan.example"})
    assert not re.search("Styrkedjan", asked.text)


def test_who_comes_while_the_portal_is_down_is_told(
    tmp_path_factory: pytest.TempPathFactory, served: Served
) -> None:
    with caddy(tmp_path_factory.mktemp("alone"), 9) as proxy, Visitor(proxy) as visitor:
        answer = visitor.see("/inbjudan/hemlig-kod/")
        assert answer.status_code == 502
        assert "Portalen är tillfälligt stängd" in answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store"
        assert "hemlig-kod" not in proxy.logs()
