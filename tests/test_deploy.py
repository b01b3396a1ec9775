"""What deploy/ says that systemd starts, started as plain processes with production's settings."""

import http.client
import os
import re
import shlex
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.crash.processes import free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent
HOST = "styrkedjan.ekby.example"
# What the proxy in front adds: it ends TLS, and says so.
PROXIED = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{tmp_path}/styrkedjan.sqlite3"
        return
    name = f"deploy_{uuid.uuid4().hex}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        yield given.rpartition("/")[0] + f"/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]


def commands(unit: str, port: int) -> list[list[str]]:
    """Those of a unit, in the place where this is."""
    text = (ROOT / "deploy" / f"styrkedjan-{unit}.service").read_text()
    found = re.findall(r"^Exec(?:StartPre|Start)=(.*)$", text, re.M)
    assert found
    here = {
        "/opt/styrkedjan/.venv/bin/python": sys.executable,
        "127.0.0.1:8000": f"127.0.0.1:{port}",
    }
    return [[here.get(word, word) for word in shlex.split(each)] for each in found]


def asked(port: int, path: str, verb: str = "GET", body: str = "", **headers: str) -> tuple:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(verb, path, body or None, PROXIED | headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode("utf-8", "replace")


def test_the_units_run_as_they_stand(tmp_path: Path, database: str) -> None:
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database,
        "STYRKEDJAN_SECRET_KEY": "k" * 30 + "0123456789abcdefghijklmnopqrst",
        "STYRKEDJAN_ALLOWED_HOSTS": HOST,
        "STYRKEDJAN_ADDRESS": f"https://{HOST}",
        "STYRKEDJAN_VAR": str(tmp_path),
        "STYRKEDJAN_BEHIND_PROXY": "1",
        "STYRKEDJAN_LOG": "json",
    }
    *before, serve = commands("web", port)
    for command in (*before, *commands("tick", port)):
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    [work] = commands("worker", port)
    started = [subprocess.Popen(each, cwd=ROOT, env=environment) for each in (serve, work)]
    try:
        wait_until(lambda: is_ready(port))
        status, headers, page = asked(port, "/logga-in/")
        assert status == 200
        assert "max-age=31536000" in headers["Strict-Transport-Security"]
        [style, *_more] = re.findall(r'href="(/static/css/[^"]+\.css)"', page)
        assert asked(port, style)[0] == 200
        cookie = headers["Set-Cookie"]
        assert cookie.startswith("__Host-csrftoken=")
        assert "Secure" in cookie
        assert "frame-ancestors" in asked(port, style)[1]["Content-Security-Policy"]
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        status, headers, _page = asked(
            port,
            "/logga-in/",
            "POST",
            f"csrfmiddlewaretoken={token}&email=ingen%40ekby.example",
            **{
                "Cookie": cookie.partition(";")[0],
                "Referer": f"https://{HOST}/logga-in/",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        assert (status, headers["Location"]) == (302, "/logga-in/kod/")
        assert asked(port, "/logga-in/", Host="annan.example")[0] == 400
        assert asked(port, "/mal/", **{"X-Forwarded-Proto": "http"})[0] == 301
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(60)


def is_ready(port: int) -> bool:
    """Which it is when the worker has answered what the timer asked."""
    time.sleep(0.5)
    try:
        return bool(asked(port, "/halsa/redo", **{"X-Forwarded-Proto": "http"})[0] == 200)
    except OSError:
        return False
