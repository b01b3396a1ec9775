"""The whole database as a file and back, consistent while people work, on either database."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _

from portal.backups.refusing import Refused

PATIENCE = 60  # seconds for a lock
# All that a database has, also what a newer version has made that the copy knows nothing of.
EMPTY = """
DO $$ DECLARE each regclass; routine regprocedure;
BEGIN
    FOR each IN SELECT oid FROM pg_class WHERE relkind IN ('r', 'p')
        AND relnamespace = current_schema()::regnamespace AND relowner = current_user::regrole
    LOOP EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', each); END LOOP;
    FOR routine IN SELECT oid FROM pg_proc WHERE prokind = 'f'
        AND pronamespace = current_schema()::regnamespace AND proowner = current_user::regrole
    LOOP EXECUTE format('DROP FUNCTION %s CASCADE', routine); END LOOP;
END $$
"""


def file_name() -> str:
    return "database.pgdump" if is_postgresql() else "database.sqlite3"


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def dump(target: Path) -> None:
    """As it is at one moment. On SQLite without the pages where what is deleted may still stand."""
    if is_postgresql():
        run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
        return
    with closing(connection.copy()) as source, source.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])


def check(source: Path) -> None:
    """Whether it can be read, before anything is touched."""
    if is_postgresql():
        run("pg_restore", "--list", "--file=/dev/null", str(source), connects=False)
        return
    try:
        with closing(sqlite3.connect(source)) as copy:
            copy.execute("PRAGMA ignore_check_constraints = ON")  # some ask for Django's functions
            [found] = copy.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise Refused(_("Databasen i kopian är trasig: %(reason)s") % {"reason": found})


def load(source: Path) -> None:
    """All or nothing, in the place of what is there."""
    connection.close()
    if is_postgresql():
        statements = source.with_suffix(".sql")
        plain = ("--no-owner", "--no-privileges", f"--file={statements}")
        run("pg_restore", *plain, str(source), connects=False)
        whole = ("--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--quiet")
        run("psql", *whole, "--output=/dev/null", f"--command={EMPTY}", f"--file={statements}")
        return
    with (
        closing(sqlite3.connect(source)) as copy,
        closing(sqlite3.connect(database(), timeout=PATIENCE)) as target,
    ):
        copy.backup(target)


def database() -> str:
    return str(connection.settings_dict["NAME"])


def run(program: str, *arguments: str, connects: bool = True) -> None:
    """The password is handed over in the environment, where no list of processes shows it."""
    address, environment = address_of(connection.settings_dict) if connects else ([], {})
    try:
        done = subprocess.run(  # noqa: S603
            [program, *address, *arguments],
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        advice = _("%(program)s finns inte på datorn. Installera postgresql-client.")
        raise Refused(advice % {"program": program}) from None
    if done.returncode:
        raise Refused(f"{program}: {done.stderr.strip()}")


def address_of(settings: dict[str, Any]) -> tuple[list[str], dict[str, str]]:
    """What Django would start psql with, the database's name as an option."""
    [_psql, *address, name], environment = DatabaseClient.settings_to_cmd_args_env(settings, [])
    return [*address, "--dbname", name], environment or {}
