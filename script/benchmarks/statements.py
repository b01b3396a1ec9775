"""The SQL that something sends: kept, sent again without Django, and how its rows are found."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN (FORMAT JSON) "}


@dataclass(slots=True)
class Statement:
    sql: str
    params: Any
    ms: float = 0.0
    found: list[str] = field(default_factory=list)

    def rows(self, before: str = "") -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(before + self.sql, self.params)
            return cursor.fetchall()

    def told(self) -> dict[str, Any]:
        begun = time.perf_counter()
        rows = len(self.rows())
        spent = round((time.perf_counter() - begun) * 1000, 2)
        return {"ms": spent, "rows": rows, "reads": self.reads()}

    def reads(self) -> list[str]:
        """How the database finds the rows of each table."""
        rows = self.rows(EXPLAIN[connection.vendor])
        if connection.vendor == "sqlite":
            return [row[3] for row in rows]
        plan = rows[0][0] if isinstance(rows[0][0], list) else json.loads(rows[0][0])
        return list(scans(plan[0]["Plan"]))


def scans(node: dict[str, Any]) -> Iterator[str]:
    if "Relation Name" in node or "Index Name" in node:
        named = [node.get("Relation Name", ""), node.get("Index Name", "")]
        yield " ".join(filter(None, [node["Node Type"], *named]))
    for below in node.get("Plans", ()):
        yield from scans(below)


@contextmanager
def sent(explained: str = "") -> Iterator[list[Statement]]:
    """Every statement that is sent meanwhile, with what it took.

    How rows are found is asked before those that name `explained`.
    """
    statements: list[Statement] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("EXPLAIN"):
            return execute(sql, params, many, context)
        statement = Statement(sql, params)
        if explained and explained in sql:
            statement.found = statement.reads()
        begun = time.perf_counter()
        done = execute(sql, params, many, context)
        statement.ms = round((time.perf_counter() - begun) * 1000, 1)
        statements.append(statement)
        return done

    with connection.execute_wrapper(keep):
        yield statements


def bare(statements: list[Statement]) -> float:
    """Milliseconds for the same statements and all their rows, and nothing else."""
    begun = time.perf_counter()
    for statement in statements:
        statement.rows()
    return (time.perf_counter() - begun) * 1000
