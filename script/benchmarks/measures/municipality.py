"""A municipality with five rounds behind it and one going on: its pages, closing and memory."""

import datetime
from typing import Any

from assessments.models import Round
from benchmarks.answers import answer, settle
from benchmarks.closings import closing
from benchmarks.copies import OF_A_ROUND, Pattern
from benchmarks.edition import add_sixty
from benchmarks.figures import Figure
from benchmarks.measures.closing import MOST_RATIO
from benchmarks.memory import memory
from benchmarks.pages import Cost, addresses, cost
from benchmarks.visits import Visitor
from benchmarks.world import add_organisation, opened_round
from portal.models import User
from portal.terms import Role

PAGES = ("start", "overview", "chain", "unit", "unit_chain", "trend")
MOST_MS = {"overview": 60, "chain": 25, "unit": 15}
MOST_SQL_MS = {"overview": 20}
MOST_QUERIES = {"unit": 5}
ROUNDS = (1, 2, 5)
HALF_A_YEAR = datetime.timedelta(days=182)
# Units and people: by name, so that both sizes stand side by side.
SIZES = {"litby": (100, 3_750), "matby": (400, 15_000)}
QUICK = {"litby": (2, 12), "matby": (5, 40)}

Costs = dict[str, Cost]


def measure(quick: bool) -> list[Figure]:
    """The larger of the two is measured last, when all the rest is in the database too."""
    edition, times = add_sixty(quick), 1 if quick else 15
    growth: dict[str, Costs] = {}
    for slug, (units, people) in (QUICK if quick else SIZES).items():
        organisation = add_organisation(units, people, slug)
        pattern = Pattern(OF_A_ROUND)
        round = opened_round(organisation, edition)
        answer(round)
        closed = closing(round, "closing_to_one_bare_sum", MOST_RATIO)
        for rounds in ROUNDS:
            pattern.repeat(rounds - 1 - pattern.copies)
            spread_over_the_years(round)
            if rounds == max(ROUNDS):
                answer(opened_round(organisation, edition))
            growth[f"{units} units, {rounds} closed"] = largest = costs(round, times)
    return [
        *figures_of(largest),
        grown(growth),
        closed,
        memory(reader(round), addresses(round, *PAGES), 1 if quick else 10),
    ]


def spread_over_the_years(newest: Round) -> None:
    """The copies of the newest round become those before it, half a year apart."""
    copies = Round.objects.filter(organisation=newest.organisation, pk__gt=newest.pk)
    for ago, copy in enumerate(copies.order_by("pk"), 1):
        copy.title = f"Mätningen för {ago} halvår sedan"
        for name in ("opens_on", "closes_on", "opened_at", "closed_at"):
            setattr(copy, name, getattr(newest, name) - ago * HALF_A_YEAR)
        copy.save()


def reader(round: Round) -> Visitor:
    admins = User.objects.filter(memberships__role=Role.ADMIN)
    return Visitor(admins.get(memberships__organisation=round.organisation))


def costs(round: Round, times: int) -> Costs:
    settle()
    visitor = reader(round)
    paths = addresses(round, *PAGES)
    return {name: cost(visitor, path, times) for name, path in paths.items()}


def figures_of(costs: Costs) -> list[Figure]:
    figures = []
    for name, found in costs.items():
        details = found.told() | {"statements": found.explained()}
        figures += [
            Figure(f"ms_of_the_{name}_page", found.ms, MOST_MS.get(name), details=details),
            Figure(f"bare_sql_ms_of_the_{name}_page", found.sql_ms, MOST_SQL_MS.get(name)),
            Figure(f"queries_of_the_{name}_page", found.queries, MOST_QUERIES.get(name)),
        ]
    return figures


def grown(growth: dict[str, Costs]) -> Figure:
    """How many pages ask more of the database when there are more units, people or rounds.

    From two rounds on: with one, there is nothing to compare it with.
    """
    compared = [costs for size, costs in growth.items() if not size.endswith(" 1 closed")]
    queries = {name: {costs[name].queries for costs in compared} for name in compared[0]}
    details: dict[str, Any] = {
        size: {name: found.told() for name, found in costs.items()}
        for size, costs in growth.items()
    }
    growing = sum(len(counts) > 1 for counts in queries.values())
    return Figure("pages_whose_queries_grow", growing, 0, details=details)
