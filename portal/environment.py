"""Reading settings from the environment; one clear line and no start where one is wrong."""

import os
import sys
from pathlib import Path
from typing import NoReturn

from django.core.management.utils import get_random_secret_key

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


def secret_kept_in(file: Path) -> str:
    """A secret of this copy's own, made the first time; for demo and development only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(get_random_secret_key())
    except FileExistsError:
        pass
    return file.read_text()
