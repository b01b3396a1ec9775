"""One closing by the portal's own code, beside the bare sum of the same round's ratings."""

import time
from typing import Any

from assessments.closing import close_round
from assessments.models import Rating, Round, Tally
from benchmarks.figures import Figure, ratio, spread
from benchmarks.measures.closing import BARE_TABLE, bare_sum, timed
from benchmarks.statements import Statement, sent

SLOW = 6
SHORT = 60


def closing(round: Round, name: str, limit: float | None = None) -> Figure:
    rated = Rating.objects.filter(response__assessment__round=round).count()
    bare = [timed(lambda: bare_sum(round), BARE_TABLE)[0] for _ in range(3)]
    with sent(explained="assessments_rating") as statements:
        begun = time.perf_counter()
        close_round(round)
        closed = time.perf_counter() - begun
    details = {
        "closing_s": spread([closed]),
        "bare_s": spread(bare),
        "slowest": slowest(statements, closed * 1000),
        "ratings": rated,
        "tallies": Tally.objects.filter(block__round=round).count(),
    }
    return Figure(name, ratio([closed], bare), limit, False, details)


def slowest(statements: list[Statement], whole: float) -> list[dict[str, Any]]:
    """What took the time; at the commit the constraints are checked."""
    others = whole - sum(each.ms for each in statements)
    found = [{"ms": each.ms, "sql": short(each.sql), "reads": each.found} for each in statements]
    found.append({"ms": round_to(others), "sql": "COMMIT, and our own code", "reads": []})
    return sorted(found, key=lambda each: -each["ms"])[:SLOW]


def round_to(ms: float) -> float:
    return round(ms, 1)


def short(sql: str) -> str:
    return " ".join(sql.split())[:SHORT]
