"""What systemd starts, asked as a proxy would."""

import pytest
import requests

from tests.deploy.served import HOST, Served, wait_for

PROXIED = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}


def status(served: Served, path: str, **headers: str) -> int:
    asked = requests.get(
        served.at(path), headers=PROXIED | headers, allow_redirects=False, timeout=60
    )
    return asked.status_code


def test_the_units_run_as_they_stand(served: Served) -> None:
    """It is ready when the worker has answered what the timer asked."""
    wait_for(lambda: status(served, "/halsa/redo", **{"X-Forwarded-Proto": "http"}) == 200)
    assert status(served, "/logga-in/") == 200


@pytest.mark.parametrize(
    ("header", "other", "expected"),
    [("Host", "annan.example", 400), ("X-Forwarded-Proto", "http", 301)],
)
def test_what_is_not_as_the_proxy_says_is_turned_away(
    served: Served, header: str, other: str, expected: int
) -> None:
    assert status(served, "/mal/", **{header: other}) == expected
