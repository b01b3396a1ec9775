"""One municipality inside a nation: whether it costs more when the whole has grown."""

import time
from typing import Any
from uuid import uuid4

from django.db import connection

from assessments.models import Participation, Rating, Round, Tally
from benchmarks.answers import answer_everything
from benchmarks.closings import closing
from benchmarks.edition import add_sixty
from benchmarks.figures import Figure, spread
from benchmarks.measures.closing import MOST_RATIO
from benchmarks.measures.municipality import PAGES, costs, figures_of, reader
from benchmarks.memory import memory
from benchmarks.nation import QUICK, SIZES, add_nation
from benchmarks.pages import address, addresses, cost
from benchmarks.partitions import partitions, vacuum
from benchmarks.statements import sent
from benchmarks.visits import Visitor
from factors.models import Statement as Asked
from portal.models import Organisation, Unit, User
from portal.terms import Level

MOST_MS = 300


def measure(quick: bool) -> list[Figure]:
    times, begun = 1 if quick else 15, time.perf_counter()
    edition = add_sixty(quick)
    add_nation(QUICK if quick else SIZES, edition)
    laid = time.perf_counter()
    answer_everything(1 if quick else 20)
    rated = time.perf_counter()
    spent = {"organisations_s": round_to(laid - begun), "ratings_s": round_to(rated - laid)}
    closed, going_on = Round.objects.filter(organisation__slug="matby").order_by("pk")
    return [
        Figure("ratings_in_the_nation", Rating.objects.count(), details=spent | sizes()),
        *figures_of(costs(closed, times)),
        *overview_of_all(closed, times),
        save(going_on, times),
        memory(reader(closed), addresses(closed, *PAGES), times),
        *partitions(going_on),
        *closings(going_on),
        vacuum(),
    ]


def round_to(number: float) -> float:
    return round(number, 2)


def sizes() -> dict[str, Any]:
    """The tables that grow: rows, and megabytes with their indexes."""
    rows = {
        model._meta.db_table: model._default_manager.count()
        for model in (Organisation, Unit, User, Participation, Rating, Tally)
    }
    held = {}
    with connection.cursor() as cursor:
        for table in rows:
            cursor.execute(
                "SELECT pg_table_size(%s) / 1000000, pg_indexes_size(%s) / 1000000", [table, table]
            )
            held[table] = dict(zip(("rows_mb", "indexes_mb"), cursor.fetchone(), strict=True))
    return {"rows": rows, "megabytes": held}


def overview_of_all(round: Round, times: int) -> list[Figure]:
    path = address("nation", round)
    if path is None:
        return []
    steward = User.objects.create_user("forvaltare@matby.example", "Förvaltare")
    User.objects.filter(pk=steward.pk).update(is_steward=True)
    found = cost(Visitor(steward), path, times)
    details = found.told() | {"statements": found.explained()}
    return [
        Figure("ms_of_the_nation_page", found.ms, MOST_MS, details=details),
        Figure("queries_of_the_nation_page", found.queries),
    ]


def save(round: Round, times: int) -> Figure:
    """One person changes an answer again and again."""
    asked = Participation.objects.filter(assessment__round=round)
    mine = asked.filter(assessment__level=Level.UNDERVISNING).order_by("pk").last()
    assert mine  # noqa: S101 (somebody teaches)
    visitor, path = Visitor(mine.user), f"/{round.organisation.slug}/svar/{mine.pk}/spara/"
    statement = Asked.objects.filter(level=Level.UNDERVISNING, factor__rounds=round)[0].pk
    visits = []
    for seen in range(1, 3 + times):
        answer = {"kind": "rating", "statement": statement, "step": 1 + seen % 4, "seen": seen}
        with sent(explained="assessments_rating") as statements:
            visits.append(visitor.visit(path, answer | {"token": uuid4()}))
    if {visit.status for visit in visits} != {200}:
        raise RuntimeError(f"a save was answered {visits[0].status}: {visits[0].body.decode()}")
    written = next(each for each in statements if each.found)
    walls = [visit.wall for visit in visits[2:]]
    details = {"wall_ms": spread(walls, 1), "sql_ms": written.ms, "reads": written.found}
    return Figure("ms_of_a_save", spread(walls)["median"], details=details)


def closings(round: Round) -> list[Figure]:
    """The municipality, and then the smallest organisation there is."""
    schools = Round.objects.open().filter(organisation__slug__startswith="skola")
    return [
        closing(round, "closing_to_one_bare_sum", MOST_RATIO),
        closing(schools.order_by("pk")[0], "closing_of_one_school_to_one_bare_sum"),
    ]
