"""The pages of results of four hundred units: the overview, a factor as a chain, one unit."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection
from django.template import Template
from django.template.base import Node

from assessments.closing import close_round
from benchmarks.answers import answer, settle
from benchmarks.edition import add_sixty
from benchmarks.figures import Figure, spread
from benchmarks.visits import Visit, Visitor
from benchmarks.world import add_organisation, opened_round
from factors.models import Edition
from portal.models import User
from portal.terms import Role

UNITS = 400
FACTORS = 2
SQL_MS = 20
# Page, address after the round's, queries (three of them tell who reads), milliseconds.
PAGES = (
    ("overview", "resultat/", 14, 60),
    ("chain", "resultat/1/", 9, 25),
    ("unit", "enheter/enhet-001/", 11, 15),
)


def measure(quick: bool) -> list[Figure]:
    units, times = (20, 2) if quick else (UNITS, 15)
    visitor, address = closed_round(units, add_sixty(quick))
    figures = []
    for page, place, queries, limit in PAGES:
        figures += list(costs(visitor, page, f"{address}{place}", queries, limit, times))
    return figures


def costs(
    visitor: Visitor, page: str, address: str, queries: int, limit: float, times: int
) -> Iterator[Figure]:
    visitor.page(address)
    with counted(Node, "render_annotated") as nodes:
        visitor.page(address)
    pages = [timed(visitor, address) for _ in range(times)]
    told = {"template_nodes": len(nodes), "bytes": len(pages[0].visit.body)}
    walls, sql = spread([each.visit.wall for each in pages]), spread([each.sql for each in pages])
    details = {
        "wall_ms": walls,
        "cpu_ms": spread([each.visit.cpu for each in pages]),
        "template_ms": spread([each.template for each in pages]),
    }
    yield Figure(f"queries_of_the_{page}", visitor.queries(address), queries)
    yield Figure(f"ms_of_the_{page}", walls["median"], limit, details=details | told)
    yield Figure(f"sql_ms_of_the_{page}", sql["median"], SQL_MS, details={"sql_ms": sql})


def closed_round(units: int, edition: Edition) -> tuple[Visitor, str]:
    """As seen by the organisation's administrator, where everybody has answered everything."""
    round = opened_round(add_organisation(units, people=6 * units), edition)
    answer(round)
    close_round(round)
    settle()
    admin = User.objects.get(memberships__role=Role.ADMIN)
    return Visitor(admin), f"/matby/omgangar/{round.pk}/"


class Timed(NamedTuple):
    """A page, with the milliseconds of its queries, and of its template and their reading."""

    visit: Visit
    sql: float
    template: float


def timed(visitor: Visitor, address: str) -> Timed:
    spent: list[float] = []
    with counted(Template, "render") as templates, connection.execute_wrapper(clock(spent)):
        visit = visitor.page(address)
    return Timed(visit, sum(spent), max(templates))


def clock(spent: list[float]) -> Callable[..., Any]:
    def asked(execute: Callable[..., Any], *asked: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(*asked)
        finally:
            spent.append((time.perf_counter() - begun) * 1000)

    return asked


@contextmanager
def counted(kind: type, name: str) -> Iterator[list[float]]:
    """The milliseconds of each call of a method."""
    spent: list[float] = []
    method = getattr(kind, name)

    def timed(*arguments: Any, **named: Any) -> Any:
        begun = time.perf_counter()
        try:
            return method(*arguments, **named)
        finally:
            spent.append((time.perf_counter() - begun) * 1000)

    setattr(kind, name, timed)
    try:
        yield spent
    finally:
        setattr(kind, name, method)
