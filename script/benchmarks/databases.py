"""An empty database for each measure: a SQLite file, or one in a PostgreSQL server of our own.

The tables are made once, and each measure gets a copy of them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg

from tests.crash.processes import Cluster

# Gives the address of an empty database; what was in the one before is gone.
Empty = Callable[[], str]


@contextmanager
def sqlite(folder: Path) -> Iterator[Empty]:
    made, used = folder / "made.sqlite3", folder / "used.sqlite3"
    make_tables(f"sqlite:///{made}", folder)

    def empty() -> str:
        for each in folder.glob(f"{used.name}*"):
            each.unlink()
        shutil.copy(made, used)
        return f"sqlite:///{used}"

    yield empty


@contextmanager
def postgresql(folder: Path) -> Iterator[Empty]:
    """Beside the folder, which only its owner may enter."""
    cluster = Cluster(folder.with_name(f"{folder.name}-{os.getpid()}"))
    cluster.start()
    try:
        make_tables(cluster.url, folder)

        def empty() -> str:
            with psycopg.connect(f"{cluster.url}?dbname=template1", autocommit=True) as server:
                server.execute("DROP DATABASE IF EXISTS used WITH (FORCE)")
                server.execute("CREATE DATABASE used TEMPLATE postgres")
                server.execute("CHECKPOINT")
            return cluster.url.replace("/postgres", "/used")

        yield empty
    finally:
        cluster.stop()
        shutil.rmtree(cluster.folder)


def make_tables(url: str, folder: Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        env=os.environ
        | {"DATABASE_URL": url, "STYRKEDJAN_VAR": str(folder), "STYRKEDJAN_DEMO": "1"},
        check=True,
    )


DATABASES: dict[str, Callable[[Path], AbstractContextManager[Empty]]] = {
    "sqlite": sqlite,
    "postgresql": postgresql,
}
