"""What the log tells, and what it never does."""

import json
import logging
import sys

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client
from psycopg import errors

from portal.logs import Json, RequestId, Text, WithRequest, current


def line(formatter: logging.Formatter, message: str, error: Exception | None = None) -> str:
    found = None
    if error:
        try:
            raise error
        except Exception:
            found = sys.exc_info()
    record = logging.LogRecord("portal", logging.ERROR, __file__, 1, message, None, found)
    WithRequest().filter(record)
    return formatter.format(record)


@pytest.mark.parametrize("given", ["abcd1234", "4bf92f3577b34da6a3ce929d0e0e4736"])
def test_the_proxys_request_id_is_kept(client: Client, given: str) -> None:
    assert client.get("/halsa", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "kort", "a" * 65, 'x"}\\n{"level', "åäöåäöåäö"])
def test_one_that_is_not_well_formed_is_made_anew(client: Client, given: str) -> None:
    answered = client.get("/halsa", headers={"X-Request-ID": given})["X-Request-ID"]
    assert len(answered) == 32
    assert answered.isalnum()


@pytest.mark.parametrize("formatter", [Text(), Json()])
def test_neither_answers_nor_codes_nor_queries_are_logged(formatter: logging.Formatter) -> None:
    told = line(
        formatter,
        "Not Found: /inbjudan/kod-x/ /samtal/KVSTKVST/lage/ /ekby/personer/?q=Karin",
        IntegrityError("Key (text)=(Karin sa) already exists"),
    )
    assert not [each for each in ("kod-x", "KVST", "Karin") if each in told]
    assert "IntegrityError" in told
    assert "test_logs.py" in told
    assert "Connection refused" in line(formatter, "x", OSError(111, "Connection refused"))


def test_a_line_of_json_is_one_line_with_the_requests_id() -> None:
    def view(request: object) -> dict[str, str]:
        return {"line": line(Json(), 'a "quote"\nand å', ValueError("x"))}

    class Asked:
        headers = {"X-Request-ID": "abcd1234"}

    told = RequestId(view)(Asked())["line"]  # type: ignore[arg-type, index]
    assert "\n" not in told
    found = json.loads(told)
    assert (found["request_id"], found["level"]) == ("abcd1234", "ERROR")
    assert found["message"] == 'a "quote"\nand å'
    assert current.get() == ""


def test_a_database_that_is_away_is_one_line_and_a_question_that_is_wrong_says_where() -> None:
    away = OperationalError("Connection refused")
    assert line(Text(), "Service Unavailable: /", away) == (
        "Service Unavailable: /\nOperationalError: Connection refused"
    )
    locked = OperationalError("deadlock detected")
    locked.__cause__ = errors.DeadlockDetected()
    assert "test_logs.py" in line(Text(), "x", locked)
