import os
import uuid
from collections.abc import Iterator

import psycopg
import pytest

from tests.deploy.served import Served, serving


@pytest.fixture(scope="package")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{tmp_path_factory.mktemp('database')}/styrkedjan.sqlite3"
        return
    name = f"deploy_{uuid.uuid4().hex}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        yield given.rpartition("/")[0] + f"/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]


@pytest.fixture(scope="package")
def served(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(database, tmp_path_factory.mktemp("var")) as served:
        yield served
