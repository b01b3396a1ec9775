"""The small database of a release, made once and kept: `script/release` runs this on both.

`python -m tests.releases.making FOLDER` fills the database that DATABASE_URL names, which is
empty, and writes to the folder what it holds, what is true of it, and which migrations made it.
"""

import json
import lzma
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import django

# What a server of another version than the one that wrote it does not take.
FOREIGN = re.compile(r"^(\\(un)?restrict .*|SET transaction_timeout = 0;)\n", re.M)


def fill() -> None:
    """The demo, and what only passes by in it."""
    from django.core.management import call_command

    from assessments.models import Round
    from assessments.report.ordering import order_one
    from portal.audit import record
    from portal.verbs import Verb

    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    round = Round.objects.closed().filter(organisation__slug="exempelkommun").latest("closed_at")
    order_one(round, None)
    record(None, Verb.ROUND_CLOSED, round, round.organisation)


def dumped() -> str:
    """As statements, which take a third of the room of the file."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return "\n".join(connection.connection.iterdump())
    from portal.backups.databases import address_of

    address, environment = address_of(connection.settings_dict)
    told = subprocess.run(
        ["pg_dump", "--no-owner", "--no-privileges", *address],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return FOREIGN.sub("", told.stdout)


def write(folder: Path) -> None:
    from django.db import connection

    from portal.health import known_migrations
    from tests.releases.migrations import digests
    from tests.releases.truths import close_all, sums, truths

    fill()
    text = dumped().encode()
    packed = lzma.compress(text, preset=9 | lzma.PRESET_EXTREME)
    (folder / f"{connection.vendor}.sql.xz").write_bytes(packed)
    told: dict[str, Any] = {"open": truths()}
    close_all()
    told["closed"] = sums()
    keep(folder / "truths.json", told)
    keep(folder / "migrations.json", digests(known_migrations()))


def keep(file: Path, told: dict[str, Any]) -> None:
    """The other database has told the same."""
    text = json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if file.exists() and file.read_text() != text:
        sys.exit(f"{file} är inte densamma på båda databaserna.")
    file.write_text(text)


if __name__ == "__main__":
    django.setup()
    write(Path(sys.argv[1]))
