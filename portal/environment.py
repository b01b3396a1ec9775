"""Reading settings from the environment; one clear line and no start where one is wrong."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import dj_database_url
from django.core.management.utils import get_random_secret_key

# A database that has gone without a word, with its machine or the network, is given up within a
# minute; without this a thread waits a quarter of an hour for it.
IMPATIENT: dict[str, Any] = {
    "connect_timeout": 5,
    "tcp_user_timeout": 30_000,  # milliseconds
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
# The code by which a worker tells gunicorn to stop, rather than to try with another worker.
CANNOT_START = 3


def refuse(reason: str) -> NoReturn:
    print(reason, file=sys.stderr)  # noqa: T201 (nothing is set up to log yet)
    sys.exit(CANNOT_START)


def text(name: str, default: str) -> str:
    return os.environ.get(name, default)


def flag(name: str) -> bool:
    return text(name, "").lower() in {"1", "true", "yes", "ja"}


def listed(name: str) -> list[str]:
    return [part.strip() for part in text(name, "").split(",") if part.strip()]


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal():
        refuse(f"{name} ska vara ett heltal, men är {value!r}.")
    return int(value)


def choice(name: str, *choices: str) -> str:
    """One of them, and the first where nothing is said."""
    value = text(name, choices[0])
    if value not in choices:
        refuse(f"{name} ska vara {' eller '.join(choices)}, men är {value!r}.")
    return value


def token(name: str, least: int) -> str:
    """Long enough not to be guessed, or nothing. What it is stands in no message."""
    value = text(name, "")
    if value and len(value) < least:
        refuse(f"{name} är för kort. Ta minst {least} tecken, på måfå.")
    return value


def secret(name: str) -> str:
    value = required(name)
    if len(value) < 50 or len(set(value)) < 5:
        refuse(
            f"{name} är för kort eller enkel. Gör en med: python3 -c "
            "'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return value


def hosts(name: str) -> list[str]:
    required(name)
    names = listed(name)
    if any("*" in each or "/" in each for each in names):
        refuse(f"{name} ska vara värdnamn utan * och /, som styrkedjan.ekby.se.")
    return names


def folder(name: str, default: Path) -> Path:
    """One that can be written in; made if it is not there."""
    path = Path(text(name, str(default))).absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
        writable = os.access(path, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        refuse(f"{name}: det går inte att skriva i {path}. Ge portalens användare rätt till den.")
    return path


def database(name: str, default: str, max_age: int) -> dict[str, Any]:
    """What is in the address may be a password, so no message tells it."""
    try:
        found: dict[str, Any] = dict(
            dj_database_url.config(name, default=default, conn_max_age=max_age)
        )
    except (ValueError, KeyError):
        found = {}
    kind = str(found.get("ENGINE", "")).rpartition(".")[2]
    if kind not in ("postgresql", "sqlite3") or not found.get("NAME"):
        refuse(
            f"{name} går inte att läsa. Skriv postgresql://användare:lösenord@dator/namn, med "
            "udda tecken i lösenordet som %-koder, eller sqlite:////mapp/fil."
        )
    if kind == "postgresql":
        found["OPTIONS"] = IMPATIENT | found.get("OPTIONS", {})
    return {**found, "CONN_HEALTH_CHECKS": True}


def required(name: str) -> str:
    value = text(name, "").strip()
    if not value:
        refuse(f"{name} saknas. Sätt den, eller prova portalen med STYRKEDJAN_DEMO=1.")
    return value


def web_address(name: str) -> str:
    """Where people reach the portal, without a slash at the end."""
    value = required(name).rstrip("/")
    if not value.startswith("https://"):
        refuse(f"{name} ska börja med https://, men är {value!r}.")
    return value


def error_service(name: str) -> str:
    """Where errors are told: an address with a key and a project, over TLS or on this machine."""
    value = text(name, "")
    found = urlsplit(value)
    near = found.hostname in ("localhost", "127.0.0.1")
    whole = found.scheme == "https" or (near and found.scheme == "http")
    if value and not (whole and found.username and found.path.strip("/")):
        refuse(f"{name} ska vara en adress som https://NYCKEL@fel.ekby.se/1.")
    if value and not find_spec("sentry_sdk"):
        command = ".venv/bin/python -m uv sync --inexact --extra sentry"
        refuse(f"{name} behöver ett bibliotek till. Kör: {command}")
    return value


def secret_kept_in(file: Path) -> str:
    """A secret of this copy's own, made the first time; for demo and development only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(get_random_secret_key())
    except FileExistsError:
        pass
    return file.read_text()
