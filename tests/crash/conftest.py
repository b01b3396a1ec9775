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
from tests.servers.server import Server, a_server

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
def database(request: pytest.FixtureRequest, tmp_path: Path, db: None) -> str:
    """The kind that the suite runs on: a SQLite file, or a PostgreSQL of its own.

    It begins as a copy of the tests' own, since to migrate another takes ten seconds.
    """
    mine = connection.settings_dict["NAME"]
    if DATABASE_URL.startswith("postgres"):
        cluster: Cluster = request.getfixturevalue("cluster")
        cluster.copy(urlsplit(DATABASE_URL)._replace(path=f"/{mine}").geturl())
        return cluster.url
    file = tmp_path / "styrkedjan.sqlite3"
    with closing(sqlite3.connect(mine)) as migrated, closing(sqlite3.connect(file)) as copy:
        migrated.backup(copy)
    return f"sqlite:///{file}"


@pytest.fixture
def portal(database: str, tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(database, tmp_path)
    yield portal
    if portal.process:
        portal.kill()


@pytest.fixture
def server(database: str) -> Iterator[Server]:
    """With release 1.0 in use."""
    with a_server(database) as server:
        server.release("1.0")
        assert server.run("1.0", "install").returncode == 0
        server.settle()
        assert server.run("1.0", "upgrade").returncode == 0, server.logs()
        yield server
