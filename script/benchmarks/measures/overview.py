"""The huvudman's overview of four hundred units, and how much of it is template work."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.template import Template
from django.template.base import Node

from assessments.closing import close_round
from benchmarks.answers import answer, settle
from benchmarks.edition import add_edition
from benchmarks.figures import Figure, spread
from benchmarks.visits import Visit, Visitor
from benchmarks.world import add_organisation, opened_round
from portal.models import User
from portal.terms import Role

QUERIES = 6
UNITS = 400
FACTORS = 2


def measure(quick: bool) -> list[Figure]:
    units, times = (20, 2) if quick else (UNITS, 15)
    visitor, address = closed_round(units)
    visitor.page(address)
    with counted(Node, "render_annotated") as nodes:
        visitor.page(address)
    pages = [timed(visitor, address) for _ in range(times)]
    cells = {"cells": units * FACTORS, "template_nodes": len(nodes)}
    return [
        Figure("queries_of_the_overview", visitor.queries(address), QUERIES),
        *times_of(pages, cells),
    ]


def closed_round(units: int) -> tuple[Visitor, str]:
    """As seen by the organisation's administrator, where everybody has answered everything."""
    round = opened_round(add_organisation(units, people=6 * units), add_edition(30, 30))
    answer(round)
    close_round(round)
    settle()
    admin = User.objects.get(memberships__role=Role.ADMIN)
    return Visitor(admin), f"/matby/omgangar/{round.pk}/resultat/"


def timed(visitor: Visitor, address: str) -> tuple[Visit, float]:
    """A page, with the milliseconds in its template and those that it includes."""
    with counted(Template, "render") as spent:
        page = visitor.page(address)
    return page, max(spent)


def times_of(pages: list[tuple[Visit, float]], details: dict[str, Any]) -> list[Figure]:
    walls = [page.wall for page, _ in pages]
    templates = [template for _, template in pages]
    share = [template / wall for template, wall in zip(templates, walls, strict=True)]
    cpu = spread([page.cpu for page, _ in pages])
    spreads = {"cpu_ms": cpu, "wall_ms": spread(walls), "template_ms": spread(templates)}
    return [
        Figure("cpu_ms_of_the_overview", cpu["median"], details=spreads | details),
        Figure("template_share_of_the_overview", spread(share)["median"]),
    ]


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
