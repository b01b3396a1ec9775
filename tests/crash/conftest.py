import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.crash.processes import Cluster, Portal

DATABASE_URL = os.environ.get("DATABASE_URL", "")


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Beside the temporary folders of pytest, which only their owner may enter."""
    folder = Path("/tmp") / f"styrkedjan-{os.getpid()}-{tmp_path_factory.getbasetemp().name}"  # noqa: S108
    cluster = Cluster(folder)
    cluster.start()
    yield cluster
    cluster.stop()
    shutil.rmtree(folder)


@pytest.fixture
def portal(request: pytest.FixtureRequest, tmp_path: Path, db: None) -> Iterator[Portal]:
    """On the database that the suite runs on: a SQLite file, or a PostgreSQL of its own.

    It begins as a copy of the tests' own, since to migrate another takes ten seconds.
    """
    mine = connection.settings_dict["NAME"]
    if DATABASE_URL.startswith("postgres"):
        cluster = request.getfixturevalue("cluster")
        cluster.copy(urlsplit(DATABASE_URL)._replace(path=f"/{mine}").geturl())
        database = cluster.url
    else:
        file = tmp_path / "styrkedjan.sqlite3"
        with closing(sqlite3.connect(mine)) as migrated, closing(sqlite3.connect(file)) as copy:
            migrated.backup(copy)
        database = f"sqlite:///{file}"
    portal = Portal(database, tmp_path)
    yield portal
    if portal.process:
        portal.kill()
