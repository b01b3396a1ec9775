"""A ledger beside the database of what has been removed from it, so that a copy that is put back
can have it removed again. Numbers and times only: nothing that was removed stands in it.
"""

import datetime
import json
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime


class Kind(models.TextChoices):
    ROUND = "round"
    UNIT = "unit"
    PERSON = "person"
    TEXTS = "texts"
    NAMES = "names"


class Entry(NamedTuple):
    """`key` is the round's, the person's or the comment's; `detail` what the kind needs besides."""

    at: datetime.datetime
    kind: Kind
    key: int
    detail: str = ""


def ledger() -> Path:
    return Path(settings.VAR_DIR) / "removals.jsonl"


def remember(kind: Kind, key: int, detail: str = "") -> None:
    """When what is under way stands, and not if it is taken back."""
    entry = Entry(timezone.now(), kind, key, detail)
    transaction.on_commit(partial(write, entry))


def write(entry: Entry) -> None:
    """One line at a time, whoever else writes."""
    line = json.dumps({"at": entry.at.isoformat(), **dict(zip(FIELDS, entry[1:], strict=True))})
    descriptor = os.open(ledger(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"{line}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


FIELDS = Entry._fields[1:]


def since(moment: datetime.datetime, file: Path) -> Iterator[Entry]:
    """In the order that it happened. A last line that a crash cut short is passed by."""
    for line in file.read_text().splitlines():
        try:
            found = json.loads(line)
            at = parse_datetime(found["at"])
            entry = Entry(at, Kind(found["kind"]), int(found["key"]), str(found["detail"]))  # type: ignore[arg-type]
        except (ValueError, KeyError, TypeError):
            continue
        if entry.at >= moment:
            yield entry
