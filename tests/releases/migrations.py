"""The migrations of a release, which are never changed again."""

import hashlib
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

APPS = ("portal", "factors", "assessments")


def digests(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What each of ours is; of others' only that there is one."""
    return {f"{app}.{name}": digest(app, name) for app, name in sorted(names)}


def digest(app: str, name: str) -> str:
    if app not in APPS:
        return ""
    file = import_module(f"{app}.migrations.{name}").__file__
    return hashlib.sha256(Path(str(file)).read_bytes()).hexdigest()
