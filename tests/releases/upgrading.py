"""`python -m tests.releases.upgrading PACKED` does with the small database of a release what
script/upgrade does, on the empty one that DATABASE_URL names, and prints what came of it.
"""

import json
import lzma
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import django

LINK = re.compile(r'href="(/[^"#]*)"')
PASSED_BY = re.compile(r"^/(static|logga|sprak)|\.(pdf|xlsx|csv|json|zip|ics)$|/(pdf|fil|filer)/")


def load(packed: Path) -> None:
    from django.db import connection

    text = lzma.decompress(packed.read_bytes()).decode()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Rows come before what they point at, and constraints ask for Django's functions.
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.connection.executescript(text)
        connection.close()
        return
    from portal.backups.databases import address_of

    address, environment = address_of(connection.settings_dict)
    strictly = ["--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
    subprocess.run(
        ["psql", *strictly, *address], env=environment, input=text, text=True, check=True
    )


def refused_pages() -> list[str]:
    """From the first page of one person of each role, every page that it leads to."""
    from django.test import Client

    from portal.demo import editors, people, stewards

    found = []
    everybody = [each.user for each in people()] + [*editors()[:1], *stewards()]
    for person in everybody:
        client = Client(SERVER_NAME="localhost")
        client.force_login(person)
        first = client.get("/", follow=True)
        paths = {each for each in LINK.findall(first.text) if not PASSED_BY.search(each)}
        assert len(paths) > 1, person
        answers = {path: client.get(path, follow=True).status_code for path in sorted(paths)}
        found += [f"{person} {path}: {status}" for path, status in answers.items() if status != 200]
    return found


def upgrade(packed: Path) -> dict[str, Any]:
    from django.core.management import call_command

    from portal.releases import needing_a_stop, pending
    from tests.releases.truths import close_all, sums, truths

    load(packed)
    left = pending()
    told: dict[str, Any] = {"stops": needing_a_stop(left), "changes": len(left)}
    call_command("migrate", verbosity=0)
    told["open"] = truths()
    told["refused"] = refused_pages()
    close_all()
    return told | {"closed": sums()}


if __name__ == "__main__":
    django.setup()
    json.dump(upgrade(Path(sys.argv[1])), sys.stdout)
