"""Every release's data lives on in this one, and its migrations are as they were."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations import AddField, AddIndex, CreateModel, Migration, RemoveField
from django.db.migrations.loader import MigrationLoader
from django.db.models import Index, IntegerField, TextField

from portal.releases import STOP, needing_a_stop, only_adds
from tests.releases.migrations import APPS, digests

HERE = Path(__file__).parent
RELEASES = sorted(
    (each for each in HERE.iterdir() if each.name[0].isdigit()),
    key=lambda folder: [int(part) for part in folder.name.split(".")],
)


def told(release: Path, name: str) -> dict[str, Any]:
    return dict(json.loads((release / f"{name}.json").read_text()))


@pytest.mark.parametrize("release", RELEASES, ids=lambda folder: str(folder.name))
def test_what_was_true_of_a_release_is_true_when_it_has_been_upgraded(
    release: Path, empty_database: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.releases.upgrading"),
            str(release / f"{connection.vendor}.sql.xz"),
        ],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": empty_database,
            "STYRKEDJAN_VAR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["refused"] == []
    assert {part: found[part] for part in ("open", "closed")} == told(release, "truths")


@pytest.mark.one_database
def test_a_migration_that_a_release_had_is_never_changed() -> None:
    now = digests(MigrationLoader(None).disk_migrations)
    for release in RELEASES:
        had = told(release, "migrations")
        assert {name: now.get(name) for name in had} == had


@pytest.mark.one_database
def test_a_migration_since_the_latest_release_only_adds_or_is_named_as_needing_a_stop() -> None:
    """One of others is named by one of ours that depends on it."""
    disk = MigrationLoader(None).disk_migrations
    had = told(RELEASES[-1], "migrations")
    new = {name: each for name, each in disk.items() if ".".join(name) not in had}
    named = {name for name in new if STOP in name[1] and name[0] in APPS}
    named |= {before for name in named for before in new[name].dependencies}
    assert {name for name, each in new.items() if not only_adds(each)} <= named


def migration(name: str, *operations: Any) -> Migration:
    made = Migration(name, "portal")
    made.operations = list(operations)
    return made


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("operations", "stops"),
    [
        ([AddField("unit", "colour", TextField(null=True))], False),
        ([AddField("unit", "size", IntegerField(db_default=0))], False),
        ([AddField("unit", "size", IntegerField(default=0))], True),
        ([RemoveField("unit", "area")], True),
        ([AddIndex("unit", Index(fields=["area"], name="by_area"))], False),
        ([CreateModel("Colour", []), AddField("colour", "name", TextField())], False),
    ],
)
def test_what_an_older_release_does_not_work_beside_needs_a_stop(
    operations: list[Any], stops: bool
) -> None:
    assert needing_a_stop([migration("0009_named", *operations)]) == ["portal.0009_named"] * stops
    assert needing_a_stop([migration(f"0009{STOP}named", *operations)]) != []
