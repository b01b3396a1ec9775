"""An empty database for each measure: a SQLite file, or a PostgreSQL server of its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.crash.processes import Cluster


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    file = folder / "benchmark.sqlite3"
    yield f"sqlite:///{file}"
    for each in folder.glob(f"{file.name}*"):
        each.unlink()


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Beside the folder, which only its owner may enter."""
    cluster = Cluster(folder.with_name(f"{folder.name}-{os.getpid()}"))
    cluster.start()
    try:
        yield cluster.url
    finally:
        cluster.stop()
        shutil.rmtree(cluster.folder)


DATABASES: dict[str, Callable[[Path], AbstractContextManager[str]]] = {
    "sqlite": sqlite,
    "postgresql": postgresql,
}
