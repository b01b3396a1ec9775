import sqlite3
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import closing
from os import environ

import psycopg
import pytest
from django.db import connection

from tests.deploy.proxies import Proxy
from tests.deploy.served import Served, serving
from tests.deploy.visitors import Visitor


@pytest.fixture(scope="package")
def database(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[str]:
    """A copy of the tests' own, since to migrate another takes ten seconds."""
    mine = connection.settings_dict["NAME"]
    server = environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        file = tmp_path_factory.mktemp("database") / "styrkedjan.sqlite3"
        with closing(sqlite3.connect(mine)) as migrated, closing(sqlite3.connect(file)) as copy:
            migrated.backup(copy)
        yield f"sqlite:///{file}"
        return
    name = f"deploy_{uuid.uuid4().hex}"
    address = server.rpartition("/")[0]
    with psycopg.connect(server, autocommit=True) as own:
        own.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        dumped = subprocess.run(["pg_dump", f"{address}/{mine}"], capture_output=True, check=True)
        subprocess.run(
            ["psql", "--quiet", "--output=/dev/null", f"{address}/{name}"],
            input=dumped.stdout,
            check=True,
        )
        yield f"{address}/{name}"
        own.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]


@pytest.fixture(scope="package")
def served(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(database, tmp_path_factory.mktemp("var")) as served:
        yield served


@pytest.fixture
def visitor(proxy: Proxy) -> Iterator[Visitor]:
    with Visitor(proxy) as visitor:
        yield visitor
