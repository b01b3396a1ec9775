"""What systemd starts, asked as a proxy would."""

import socket
import subprocess

import pytest
import requests

from tests.deploy.served import HOST, ROOT, Served, command, wait_for

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


def test_a_large_form_that_is_refused_is_answered_all_the_same(served: Served) -> None:
    """Also to a proxy that sends the whole before it reads the answer."""
    size = 10_000_000
    head = f"POST /mal/ HTTP/1.1\r\nContent-Length: {size}\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as connection:
        told = "".join(f"{name}: {value}\r\n" for name, value in PROXIED.items())
        connection.sendall(f"{head}{told}\r\n".encode())
        connection.sendall(b"x" * size)
        assert connection.recv(12) == b"HTTP/1.1 403"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("unit", "setting", "status", "line"),
    [
        ("web@", {"STYRKEDJAN_BACKUP_PASSPHRASE": "kort"}, 3, "STYRKEDJAN_BACKUP_PASSPHRASE är"),
        ("worker@", {"STYRKEDJAN_BACKUP_PASSPHRASE": "kort"}, 3, "STYRKEDJAN_BACKUP_PASSPHRASE är"),
        ("worker@", {"DATABASE_URL": "postgresql://a:b@127.0.0.1:9/c"}, 1, "Databasen svarar inte"),
    ],
)
def test_what_can_not_start_says_so_in_one_line(
    served: Served, unit: str, setting: dict[str, str], status: int, line: str
) -> None:
    """By its code systemd tells what may be well in a while from what will not."""
    ran = subprocess.run(
        command(unit),
        cwd=ROOT,
        env=served.environment | setting | {"STYRKEDJAN_LOG": "text"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == status, ran.stderr
    [told] = [each for each in ran.stderr.splitlines() if not each.startswith("Starting worker")]
    assert line in told
