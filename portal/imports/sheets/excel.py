"""Excel files, read by a process that is stopped when it takes too long."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from portal.imports.sheets.refusals import refusal
from portal.imports.sheets.table import Row, Table

ROOT = Path(__file__).resolve().parents[3]
SECONDS_LIMIT = 9
# No address of a database, no secret.
ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH")
ZIP = b"PK"
# Excel before 2007, and any Excel file with a password.
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")


def is_excel(data: bytes) -> bool:
    return data.startswith((ZIP, OLD))


def read_excel(kind: str, data: bytes) -> Table:
    if data.startswith(OLD):
        raise refusal(kind, "locked" if LOCKED in data else "old")
    try:
        done = subprocess.run(  # noqa: S603 (our own module, and one of two words)
            [sys.executable, "-m", "portal.imports.sheets.worker", kind],
            cwd=ROOT,
            env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            input=data,
            stdout=subprocess.PIPE,
            timeout=SECONDS_LIMIT,
        )
    except subprocess.TimeoutExpired:
        raise refusal(kind, "large") from None
    if done.returncode:
        logging.getLogger("portal.imports").warning("A sheet ended its reader: %s", done.returncode)
        raise refusal(kind, "large")
    return _table(kind, json.loads(done.stdout))


def _table(kind: str, answer: dict[str, dict]) -> Table:
    if "table" not in answer:
        raise refusal(kind, str(answer["refused"]))
    rows = [Row(**row) for row in answer["table"].pop("rows")]
    return Table(**answer["table"], rows=rows)
