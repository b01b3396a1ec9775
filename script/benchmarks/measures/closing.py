"""Closing a large organisation beside one bare sum of the same ratings, again and again."""

import os
import time
from collections.abc import Callable

from django.db import connection

from assessments.closing import close_round
from assessments.models import Round, Tally
from benchmarks.answers import answer
from benchmarks.edition import add_sixty
from benchmarks.figures import Figure, ratio, spread
from benchmarks.server import cpu_of
from benchmarks.world import add_organisation, opened_round

MOST_RATIO = 4.0
BARE_TABLE = """
CREATE TABLE bare (place_id bigint, statement_id bigint,
    n1 integer, n2 integer, n3 integer, n4 integer, unsure integer)
"""
# The same with what protects the tallies: one row for a pair, of what exists.
KEYED_TABLE = """
CREATE TABLE bare (
    place_id bigint NOT NULL REFERENCES assessments_assessment (id) DEFERRABLE INITIALLY DEFERRED,
    statement_id bigint NOT NULL REFERENCES factors_statement (id) DEFERRABLE INITIALLY DEFERRED,
    n1 integer, n2 integer, n3 integer, n4 integer, unsure integer,
    PRIMARY KEY (place_id, statement_id))
"""
BARE = """
INSERT INTO bare
SELECT response.assessment_id, rating.statement_id,
       COUNT(*) FILTER (WHERE rating.step = 1),
       COUNT(*) FILTER (WHERE rating.step = 2),
       COUNT(*) FILTER (WHERE rating.step = 3),
       COUNT(*) FILTER (WHERE rating.step = 4),
       COUNT(*) FILTER (WHERE rating.step IS NULL)
FROM assessments_rating rating
JOIN assessments_response response ON response.id = rating.response_id
{of}
GROUP BY response.assessment_id, rating.statement_id
"""
OF_A_ROUND = """
JOIN assessments_assessment assessment
    ON assessment.id = response.assessment_id AND assessment.round_id = {round}
"""

Times = tuple[float, float]


def measure(quick: bool) -> list[Figure]:
    units, people, times = (10, 150, 1) if quick else (400, 15_000, 3)
    organisation, edition = add_organisation(units, people), add_sixty(quick)
    bare, keyed, closed, rated = [], [], [], 0
    for _ in range(times):
        round = opened_round(organisation, edition)
        rated = answer(round)
        bare += [timed(bare_sum, BARE_TABLE), timed(bare_sum, BARE_TABLE)]
        keyed.append(timed(bare_sum, KEYED_TABLE))
        closed.append(timed(lambda: close_round(round), BARE_TABLE))  # noqa: B023
    sizes = {"ratings": rated, "tallies": Tally.objects.count() // times}
    return figures_of(bare, keyed, closed, sizes)


def bare_sum(round: Round | None = None) -> None:
    """Into an empty table, with nothing refused for being too few; of all ratings, or a round's."""
    with connection.cursor() as cursor:
        cursor.execute(BARE.format(of=OF_A_ROUND.format(round=round.pk) if round else ""))


def timed(act: Callable[[], None], table: str) -> Times:
    """Seconds by the clock, and of the database's CPU (with our own where it is in here)."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare")
        cursor.execute(table)
    pid = backend()
    cpu, wall = cpu_of(pid), time.perf_counter()
    act()
    return time.perf_counter() - wall, (cpu_of(pid) - cpu) / 1000


def backend() -> int:
    if connection.vendor == "sqlite":
        return os.getpid()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def figures_of(
    bare: list[Times], keyed: list[Times], closed: list[Times], sizes: dict[str, int]
) -> list[Figure]:
    (bare_wall, bare_cpu), (keyed_wall, _), (wall, cpu) = (
        zip(*times, strict=True) for times in (bare, keyed, closed)
    )
    walls = {"closing_s": spread(wall), "bare_s": spread(bare_wall), "keyed_s": spread(keyed_wall)}
    cpus = {"closing_s": spread(cpu), "bare_s": spread(bare_cpu)}
    return [
        Figure("closing_to_one_bare_sum", ratio(wall, bare_wall), MOST_RATIO, False, walls | sizes),
        Figure("closing_to_the_sum_into_a_keyed_table", ratio(wall, keyed_wall), details=walls),
        Figure("database_cpu_of_closing_to_the_bare_sum", ratio(cpu, bare_cpu), details=cpus),
    ]
