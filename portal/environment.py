"""Reading settings from the environment, with one clear sentence where one is missing."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def text(name: str, default: str) -> str:
    return os.environ.get(name, default)


def flag(name: str) -> bool:
    return text(name, "").lower() in {"1", "true", "yes", "ja"}


def listed(name: str) -> list[str]:
    return [part.strip() for part in text(name, "").split(",") if part.strip()]


def required(name: str) -> str:
    value = text(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} saknas. Sätt den, eller kör med STYRKEDJAN_DEMO=1 för att prova portalen."
        )
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
