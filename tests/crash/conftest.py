import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.processes import Cluster, Portal


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
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    """On the database that the suite runs on: a SQLite file, or a PostgreSQL of its own."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        database = request.getfixturevalue("cluster").url
    else:
        database = f"sqlite:///{tmp_path / 'styrkedjan.sqlite3'}"
    portal = Portal(database, tmp_path)
    yield portal
    if portal.process:
        portal.kill()
