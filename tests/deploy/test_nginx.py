"""deploy/nginx.conf in a real nginx with TLS, before the portal as the units start it."""

import http.client
import re
import socket
import ssl
import time
import warnings
from collections.abc import Iterator
from contextlib import closing

import pytest
import requests

from tests.deploy.proxies import Proxy, nginx
from tests.deploy.served import HOST, Served, wait_for
from tests.deploy.visitors import Visitor, code_of, statuses_of_guesses, upload


@pytest.fixture(scope="module")
def proxy(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with nginx(tmp_path_factory.mktemp("nginx"), served.port) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def stage(served: Served) -> dict:
    """A round that is open, and teachers who are asked."""
    return served.stage("lay")


def test_a_page_comes_by_https_alone(visitor: Visitor, proxy: Proxy) -> None:
    page = visitor.see("/logga-in/")
    assert page.status_code == 200
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
    assert page.headers["Server"] == "nginx"
    assert page.headers["Content-Encoding"] == "gzip"
    assert page.headers["Set-Cookie"].startswith("__Host-csrftoken=")
    assert "secure" in page.headers["Set-Cookie"].lower()
    plain = requests.get(
        f"http://{HOST}:{proxy.http}/mal/?niva=1", allow_redirects=False, timeout=60
    )
    assert (plain.status_code, plain.headers["Location"]) == (301, f"https://{HOST}/mal/?niva=1")
    assert visitor.see("/mal/?niva=1").status_code == 200


def test_what_certbot_puts_is_found_in_plain_http(proxy: Proxy) -> None:
    proof = proxy.folder / "www/.well-known/acme-challenge/token"
    proof.parent.mkdir(parents=True)
    proof.write_text("proof")
    address = f"http://{HOST}:{proxy.http}/.well-known/acme-challenge/token"
    assert requests.get(address, timeout=60).text == "proof"


def test_a_code_by_mail_lets_somebody_in_who_answers(
    visitor: Visitor, served: Served, stage: dict
) -> None:
    assert visitor.sign_in(served, "pedagog0@ekby.example").status_code == 302
    [session] = [each for each in visitor.cookies if each.name == "__Host-sessionid"]
    assert session.secure
    assert session._rest["SameSite"] == "Lax"  # type: ignore[attr-defined]
    answer = {"kind": "rating", "statement": stage["statements"][0], "step": 3, "seen": 0}
    mine = f"/ekby/svar/{stage['savers'][0][0]}/"
    saved = visitor.submit(
        f"{mine}spara/", data=answer | {"token": "3f0c1f4e-6e43-4d0b-9f3c-0a4c0c2b7a11"}
    )
    assert (saved.status_code, saved.json()["version"]) == (200, 1)
    paper = visitor.see(f"{mine}mina-svar.pdf")
    assert (paper.status_code, paper.headers["Content-Type"]) == (200, "application/pdf")
    assert paper.content.startswith(b"%PDF-")
    assert paper.content.rstrip().endswith(b"%%EOF")


def test_an_invented_address_gets_nobody_further(proxy: Proxy) -> None:
    with Visitor(proxy, "127.0.0.1") as here, Visitor(proxy, "127.0.0.2") as elsewhere:
        assert statuses_of_guesses(here, 62)[-1] == 429
        assert statuses_of_guesses(elsewhere, 1) == [422]


def test_the_request_has_the_id_that_the_proxy_gives_it(visitor: Visitor) -> None:
    answer = visitor.see("/logga-in/", headers={"X-Request-ID": "invented-by-me"})
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])


def test_what_is_static_is_kept_and_packed(visitor: Visitor) -> None:
    [style, *_more] = re.findall(r'href="(/static/css/[^"]+\.css)"', visitor.see("/logga-in/").text)
    answer = visitor.see(style)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] in ("br", "gzip")


def test_a_connection_is_kept_for_more_than_one_request(proxy: Proxy) -> None:
    context = ssl.create_default_context(cafile=str(proxy.authority))
    with closing(http.client.HTTPSConnection(HOST, proxy.https, context=context)) as connection:
        connection.request("GET", "/halsa")
        connection.getresponse().read()
        kept = connection.sock
        connection.request("GET", "/halsa")
        assert connection.getresponse().read() == b"lever\n"
        assert connection.sock is kept


def handshake(
    proxy: Proxy, name: str, ciphers: str = "DEFAULT", **versions: ssl.TLSVersion
) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=str(proxy.authority))
    # The client must be willing, or it would be the one to refuse.
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    context.set_alpn_protocols(["h2", "http/1.1"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for each, version in versions.items():
            setattr(context, each, version)
    plain = socket.create_connection(("127.0.0.1", proxy.https), timeout=60)
    with plain:
        return context.wrap_socket(plain, server_hostname=name)


def test_old_versions_of_tls_are_refused(proxy: Proxy) -> None:
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        with pytest.raises(ssl.SSLError, match=r"(?i)alert protocol version"):
            handshake(proxy, HOST, minimum_version=version, maximum_version=version)
    with handshake(proxy, HOST) as new:
        assert (new.version(), new.selected_alpn_protocol()) == ("TLSv1.3", "h2")


def test_ciphers_that_are_no_longer_recommended_are_refused(proxy: Proxy) -> None:
    older = {"maximum_version": ssl.TLSVersion.TLSv1_2}
    with handshake(proxy, HOST, "ECDHE-ECDSA-AES128-GCM-SHA256", **older) as good:
        assert good.version() == "TLSv1.2"
    with pytest.raises(ssl.SSLError, match=r"(?i)handshake.failure"):
        handshake(proxy, HOST, "ECDHE-ECDSA-AES128-SHA", **older)


def test_another_name_than_ours_gets_nothing(proxy: Proxy, visitor: Visitor) -> None:
    with pytest.raises(ssl.SSLError, match=r"(?i)unrecognized.name"):
        handshake(proxy, "annan.example")
    for address in (f"http://127.0.0.1:{proxy.http}/", proxy.at("/logga-in/")):
        with pytest.raises(requests.ConnectionError):
            visitor.get(address, headers={"Host": "annan.example"})


def test_a_request_with_two_lengths_is_refused(proxy: Proxy) -> None:
    lengths = "Content-Length: 5\r\nTransfer-Encoding: chunked"
    request = f"POST /logga-in/ HTTP/1.1\r\nHost: {HOST}\r\n{lengths}\r\n\r\n0\r\n\r\n"
    context = ssl.create_default_context(cafile=str(proxy.authority))
    with (
        socket.create_connection(("127.0.0.1", proxy.https), timeout=60) as plain,
        context.wrap_socket(plain, server_hostname=HOST) as connection,
    ):
        connection.sendall(request.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 400")


def administrator(visitor: Visitor, served: Served) -> None:
    """Comes in as the pages on setting up tell: invited by mail, and with an app for codes."""
    who = ("--admin", "anna@annanby.example", "--admin-name", "Anna")
    named = ("--name", "Annanby kommun", "--kind", "municipality", "--number", "2120001234")
    served.manage("add_organisation", "annanby", *named, *who)
    served.tick()
    [invitation] = re.findall(rf"https://{HOST}(/inbjudan/\S+)", served.mail_to(who[1]))
    visitor.see(visitor.see(invitation).headers["Location"])
    assert visitor.submit("/inbjudan/").status_code == 302
    page = visitor.see("/logga-in/andra-steget/app/").text
    [secret] = re.findall(r"secret=([A-Z2-7]+)", page)
    sent = visitor.submit(
        "/logga-in/andra-steget/app/", data={"code": code_of(secret, time.time())}
    )
    assert sent.status_code == 302


def test_a_file_is_read_up_to_ten_megabytes(visitor: Visitor, served: Served) -> None:
    administrator(visitor, served)

    def read(size: int) -> str:
        files = {"file": ("enheter.csv", b"x" * size, "text/csv")}
        sent = visitor.submit("/annanby/inlasning/", files=files, data={"kind": "units"})
        assert sent.status_code == 422
        return sent.text

    too_large = "Filen är för stor: den får vara högst 10 MB"
    assert too_large not in read(10_000_000)
    assert too_large in read(10_050_000)
    refused = upload(visitor.proxy, "/annanby/inlasning/", 12_000_000)
    assert refused.endswith("2 413")
    assert "En fil får vara högst 10 MB" in refused


def test_the_monitoring_is_told_that_all_is_well(visitor: Visitor) -> None:
    wait_for(lambda: visitor.see("/halsa/redo").status_code == 200)


def test_who_comes_while_the_portal_is_down_is_told(
    tmp_path_factory: pytest.TempPathFactory, served: Served
) -> None:
    with nginx(tmp_path_factory.mktemp("alone"), 9) as proxy, Visitor(proxy) as visitor:
        answer = visitor.see("/inbjudan/hemlig-kod/")
        assert answer.status_code == 502
        assert "Portalen är tillfälligt stängd" in answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store"
        assert visitor.see("/closed.html").status_code == 404
        assert "hemlig-kod" not in proxy.logs()
