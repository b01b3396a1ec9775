"""What a person meets when something is wrong: in what was sent, or with the database."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.test import Client
from django.urls import path

from portal.sessions import A_MINUTE, SEEN
from portal.urls import handler400, handler500, urlpatterns
from tests.conftest import Cast

__all__ = ["handler400", "handler500"]

ROOT = Path(__file__).resolve().parents[2]
NUL = "\0"


@login_not_required
def crash(request: object) -> None:
    raise RuntimeError("planted")


urlpatterns = [path("krasch/", crash), *urlpatterns]


@pytest.fixture
def visitor(client: Client) -> Client:
    """A browser that is shown the error page, rather than a test that is shown the error."""
    client.raise_request_exception = False
    return client


# Asks a server of its own, whose database is what DATABASE_URL says, as somebody signed in.
ASK = """
import json, sys
from django.conf import settings
settings.DATABASES["default"].setdefault("OPTIONS", {}).pop("pool", None)
if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
    settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.2
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False, headers={"host": "localhost"})
told = []
for method, address in json.loads(sys.argv[1]):
    client.cookies["sessionid"] = "a" * 32
    response = getattr(client, method)(address, {"email": "rut@ekby.example", "role": "admin"})
    told.append([response.status_code, response.headers.get("Retry-After"),
                 "Vi når inte databasen just nu." in response.content.decode()])
print(json.dumps(told))
"""
PAGES = [
    ("get", "/"),
    ("get", "/ekby/"),
    ("post", "/ekby/svar/1/spara/"),
    ("post", "/logga-in/"),
    ("post", "/demo/logga-in/"),
    ("post", "/logga-ut/"),
    ("get", "/faktorer/"),
    ("get", "/finns/inte"),
]


def ask(database: str) -> list[list[object]]:
    environment = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "STYRKEDJAN_DEMO": "1",
    }
    result = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(PAGES)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    "database",
    [
        "postgresql://nobody:x@127.0.0.1:9/styrkedjan",
        "sqlite:////no/such/folder/styrkedjan.sqlite3",
        "sqlite:////proc/version",
    ],
)
def test_a_database_that_is_down_is_503_with_a_time_to_try_again(database: str) -> None:
    assert ask(database) == [[503, "5", True]] * len(PAGES)


def test_a_database_that_stays_locked_is_503(tmp_path: Path) -> None:
    file = tmp_path / "locked.sqlite3"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    assert ask(f"sqlite:///{file}") == [[503, "5", True]] * len(PAGES)
    other.close()


def test_a_session_that_cannot_be_written_is_503_and_no_fault_of_what_was_sent(
    visitor: Client, cast: Cast
) -> None:
    visitor.force_login(cast.rektor)
    session = visitor.session
    session[SEEN] -= A_MINUTE
    session.save()

    def refuse(execute: Any, sql: str, *arguments: Any) -> Any:
        if sql.startswith('UPDATE "django_session"'):
            raise OperationalError("no space left on device")
        return execute(sql, *arguments)

    with connection.execute_wrapper(refuse):
        assert visitor.get("/ekby/").status_code == 503
    assert visitor.get("/ekby/").status_code == 200


def test_a_page_that_fails_is_told_in_swedish(visitor: Client, db: None, settings) -> None:
    settings.ROOT_URLCONF = __name__
    response = visitor.get("/krasch/")
    assert response.status_code == 500
    assert "Något gick fel hos oss" in response.content.decode()
    assert "planted" not in response.content.decode()


@pytest.mark.parametrize("address", ["/finns/inte", "/ekby%00/", "/ekby/%00/", "/%ff/", "/a/b/c/"])
def test_an_unknown_address_is_told_in_swedish(visitor: Client, cast: Cast, address: str) -> None:
    visitor.force_login(cast.rektor)
    response = visitor.get(address)
    assert response.status_code == 404
    assert "Sidan finns inte" in response.content.decode()
    assert "Logga ut" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/ekby/", "/logga-in/", "/faktorer/", "/mal/"])
@pytest.mark.parametrize("query", ["?a=%00", "?next=%00", "?" + "a" * 20_000, "?%ff=%ff"])
def test_a_strange_query_harms_no_page(
    visitor: Client, cast: Cast, address: str, query: str
) -> None:
    visitor.force_login(cast.rektor)
    assert visitor.get(address + query).status_code in (200, 302)


def test_an_organisation_with_an_endless_name_is_not_found(visitor: Client, cast: Cast) -> None:
    visitor.force_login(cast.rektor)
    assert visitor.get(f"/{'a' * 50_000}/").status_code == 404


@pytest.mark.parametrize("key", ["\\000" * 32, "a" * 5000, "å" * 32, "x"])
def test_a_forged_session_key_is_no_session(visitor: Client, db: None, key: str) -> None:
    visitor.cookies["sessionid"] = key
    assert visitor.get("/ekby/").status_code in (302, 400)


def test_a_value_that_the_database_cannot_hold_is_bad_input(visitor: Client, db: None) -> None:
    visitor.cookies["sessionid"] = NUL * 32
    response = visitor.get("/ekby/")
    if connection.vendor == "postgresql":
        assert response.status_code == 400
        assert "Ingenting har sparats." in response.content.decode()
    else:
        assert response.status_code == 302


def test_a_form_that_is_too_big_is_told_in_swedish(visitor: Client, cast: Cast) -> None:
    visitor.force_login(cast.rektor)
    body = "text=" + "a" * (configured.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    form = "application/x-www-form-urlencoded"
    response = visitor.post("/logga-in/", body, content_type=form)
    assert response.status_code in (302, 400)
    visitor.logout()
    response = visitor.post("/logga-in/", body, content_type=form)
    assert response.status_code == 400
    assert "Ingenting har sparats." in response.content.decode()


def test_a_form_with_too_many_fields_is_told_in_swedish(visitor: Client, db: None) -> None:
    body = "&".join(f"a{number}=1" for number in range(1500))
    form = "application/x-www-form-urlencoded"
    response = visitor.post("/logga-in/", body, content_type=form)
    assert response.status_code == 400
    assert "Ingenting har sparats." in response.content.decode()


def test_a_broken_upload_is_told_in_swedish(visitor: Client, db: None) -> None:
    response = visitor.post("/logga-in/", b"--", content_type="multipart/form-data")
    assert response.status_code == 400
    assert "Ingenting har sparats." in response.content.decode()


def test_an_unknown_host_is_told_in_swedish(visitor: Client, db: None) -> None:
    response = visitor.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "Gå tillbaka, ladda om sidan" in response.content.decode()


def test_a_form_without_its_token_is_told_what_to_do(cast: Cast) -> None:
    visitor = Client(enforce_csrf_checks=True)
    visitor.force_login(cast.rektor)
    response = visitor.post("/logga-ut/")
    assert response.status_code == 403
    assert "Sidan var för gammal för att skickas" in response.content.decode()
    assert "_auth_user_id" in visitor.session


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
@pytest.mark.parametrize("address", ["/logga-ut/", "/demo/logga-in/"])
def test_a_wrong_method_is_refused(visitor: Client, cast: Cast, method: str, address: str) -> None:
    visitor.force_login(cast.rektor)
    assert getattr(visitor, method)(address).status_code == 405
