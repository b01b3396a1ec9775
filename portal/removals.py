"""A ledger beside the database of what has been removed from it, so that a copy that is put back
can have it removed again. Numbers and times only: nothing that was removed stands in it.
"""

import datetime
import errno
import json
import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

# Bytes: a line is short, but many may write theirs before this one does.
ROOM = 1_000_000


class Kind(models.TextChoices):
    ROUND = "round"
    UNIT = "unit"
    PERSON = "person"
    TEXTS = "texts"
    NAMES = "names"
    ORGANISATION = "organisation"


class Entry(NamedTuple):
    """`key` is the number of what it was, a name's of its round; `detail` what the kind needs."""

    at: datetime.datetime
    kind: Kind
    key: int
    detail: str = ""


def ledger() -> Path:
    return Path(settings.VAR_DIR) / "removals.jsonl"


def remember(kind: Kind, key: int, detail: str = "") -> None:
    """When what is under way stands, and not if it is taken back."""
    require_room()
    entry = Entry(timezone.now(), kind, key, detail)
    transaction.on_commit(partial(write, entry))


def require_room() -> None:
    """OSError, before anything is removed, where the disk might not hold the line of it."""
    if shutil.disk_usage(settings.VAR_DIR).free < ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def write(entry: Entry) -> None:
    """One line at a time, whoever else writes; begun anew, after one that a crash cut short."""
    line = json.dumps({"at": entry.at.isoformat(), **dict(zip(FIELDS, entry[1:], strict=True))})
    with open(ledger(), "ab", opener=partial(os.open, mode=0o600)) as file:
        file.write(f"\n{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())


FIELDS = Entry._fields[1:]


def since(moment: datetime.datetime, file: Path) -> Iterator[Entry | None]:
    """In the order that it happened; None for a line that can't be read, as a crash leaves it."""
    for line in filter(None, file.read_text(errors="replace").splitlines()):
        entry = _read(line)
        if entry is None or entry.at >= moment:
            yield entry


def _read(line: str) -> Entry | None:
    try:
        found = json.loads(line)
        at = datetime.datetime.fromisoformat(found["at"])
        return Entry(at, Kind(found["kind"]), int(found["key"]), str(found["detail"]))
    except (ValueError, KeyError, TypeError):
        return None
