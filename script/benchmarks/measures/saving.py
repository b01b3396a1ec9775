"""Saving one answer beside a signed-in page that does nothing but one read, in turns."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from assessments.models import Participation
from benchmarks.edition import add_sixty
from benchmarks.figures import Figure, ratio, spread
from benchmarks.visits import Visitor
from benchmarks.world import add_organisation, opened_round
from factors.models import Statement
from portal.terms import Level

QUERIES = 4
CPU_RATIO = 2.0
WARM_UP = 2


def measure(quick: bool) -> list[Figure]:
    laps, warm = (1, 6) if quick else (10, 60)
    opened_round(add_organisation(units=1, people=60), add_sixty(quick))
    mine = Participation.objects.filter(assessment__level=Level.UNDERVISNING)[0]
    visitor, address = Visitor(mine.user), f"/matby/svar/{mine.pk}/spara/"
    answers = saves(WARM_UP + laps)
    queries = [visitor.queries(address, next(answers)) for _ in range(warm)]
    for _ in range(warm):
        pair(visitor, address, next(answers))
    pairs = [pair(visitor, address, sent) for sent in answers]
    saved, read = zip(*pairs, strict=True)
    details = {"save_ms": spread(saved), "one_read_ms": spread(read)}
    return [
        Figure("queries_of_a_save", max(queries), QUERIES),
        Figure("queries_of_the_one_read_page", visitor.queries("/matby/matt/")),
        Figure("cpu_of_a_save_to_the_one_read_page", ratio(saved, read), CPU_RATIO, False, details),
    ]


def saves(laps: int) -> Iterator[dict[str, Any]]:
    """Each statement for the first time, and then changed again and again."""
    statements = Statement.objects.filter(level=Level.UNDERVISNING).values_list("pk", flat=True)
    for seen in range(laps):
        for statement in statements:
            answer = {"kind": "rating", "statement": statement, "step": 1 + seen % 4, "seen": seen}
            yield answer | {"token": uuid4()}


def pair(visitor: Visitor, address: str, sent: dict[str, Any]) -> tuple[float, float]:
    read = visitor.page("/matby/matt/")
    saved = visitor.visit(address, sent)
    if saved.status != 200:
        raise RuntimeError(f"a save was answered {saved.status}: {saved.body.decode()}")
    return saved.cpu, read.cpu
