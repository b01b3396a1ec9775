import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

DATABASE_URL = os.environ.get("DATABASE_URL", "")


@pytest.fixture
def empty_database(tmp_path: Path, django_db_setup: None) -> Iterator[str]:
    """Its address: a SQLite file, or a database of its own beside the tests'."""
    if not DATABASE_URL.startswith("postgres"):
        yield f"sqlite:///{tmp_path}/styrkedjan.sqlite3"
        return
    name = f"release_{uuid.uuid4().hex}"
    with psycopg.connect(DATABASE_URL, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        yield DATABASE_URL.rpartition("/")[0] + f"/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]
