"""The huvudman's overview of four hundred units, and how much of it is template work."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.template import Template

from assessments.closing import close_round
from benchmarks.answers import answer, settle
from benchmarks.edition import add_edition
from benchmarks.figures import Figure, spread
from benchmarks.visits import Visitor
from benchmarks.world import add_organisation, opened_round
from portal.models import User

QUERIES = 6
UNITS = 400
FACTORS = 2


def measure(quick: bool) -> list[Figure]:
    units, times = (20, 2) if quick else (UNITS, 15)
    organisation = add_organisation(units, people=6 * units)
    round = opened_round(organisation, add_edition(30, 30))
    answer(round)
    close_round(round)
    settle()
    visitor = Visitor(User.objects.get(email="p0@matby.example"))
    address = f"/matby/omgangar/{round.pk}/resultat/"
    visitor.page(address)
    pages, templates = [], []
    for _ in range(times):
        with template_time() as spent:
            pages.append(visitor.page(address))
        templates.append(sum(spent))
    cells = units * FACTORS
    walls = [page.wall for page in pages]
    details = {"wall_ms": spread(walls), "template_ms": spread(templates), "cells": cells}
    share = [template / wall for template, wall in zip(templates, walls, strict=True)]
    return [
        Figure("queries_of_the_overview", visitor.queries(address), QUERIES),
        Figure(
            "cpu_ms_of_the_overview", spread([p.cpu for p in pages])["median"], None, False, details
        ),
        Figure("template_share_of_the_overview", spread(share)["median"]),
    ]


@contextmanager
def template_time() -> Iterator[list[float]]:
    """Milliseconds in each page's template, the templates that it includes with it."""
    spent: list[float] = []
    render = Template.render

    def timed(template: Template, context: object) -> object:
        begun = time.perf_counter()
        try:
            return render(template, context)
        finally:
            spent.append((time.perf_counter() - begun) * 1000)

    Template.render = timed
    try:
        yield spent
    finally:
        Template.render = render
