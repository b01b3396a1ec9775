"""What partitions by organisation would give: the open ratings once more, in sixteen parts.

PostgreSQL only. The portal has no such table; this is what it would win by one.
"""

import time
from collections.abc import Callable

from assessments.models import Round
from benchmarks.copies import execute
from benchmarks.figures import Figure, spread
from benchmarks.measures.closing import BARE_TABLE, bare_sum

PARTS = 16
MAKE = """
CREATE TABLE parted (organisation_id bigint NOT NULL, response_id bigint NOT NULL,
    statement_id bigint NOT NULL, step smallint, version integer NOT NULL, token uuid NOT NULL)
PARTITION BY HASH (organisation_id)
"""
PART = """
CREATE TABLE parted_{part} PARTITION OF parted
FOR VALUES WITH (MODULUS {of}, REMAINDER {part})
"""
FILL = """
INSERT INTO parted
SELECT round.organisation_id, rating.response_id, rating.statement_id,
       rating.step, rating.version, rating.token
FROM assessments_rating rating
JOIN assessments_response response ON response.id = rating.response_id
JOIN assessments_assessment assessment ON assessment.id = response.assessment_id
JOIN assessments_round round ON round.id = assessment.round_id
ORDER BY rating.id
"""
KEY = "CREATE UNIQUE INDEX ON parted (organisation_id, response_id, statement_id)"
SUM = """
INSERT INTO bare
SELECT response.assessment_id, rating.statement_id,
       COUNT(*) FILTER (WHERE rating.step = 1),
       COUNT(*) FILTER (WHERE rating.step = 2),
       COUNT(*) FILTER (WHERE rating.step = 3),
       COUNT(*) FILTER (WHERE rating.step = 4),
       COUNT(*) FILTER (WHERE rating.step IS NULL)
FROM parted rating
JOIN assessments_response response ON response.id = rating.response_id
JOIN assessments_assessment assessment
    ON assessment.id = response.assessment_id AND assessment.round_id = {round}
WHERE rating.organisation_id = {organisation}
GROUP BY response.assessment_id, rating.statement_id
"""
DELETE = """
DELETE FROM parted USING assessments_response response, assessments_assessment assessment
WHERE parted.organisation_id = {organisation} AND response.id = parted.response_id
    AND assessment.id = response.assessment_id AND assessment.round_id = {round}
"""


def partitions(round: Round) -> list[Figure]:
    known = {"round": round.pk, "organisation": round.organisation_id}
    made = seconds(make)
    whole = [seconds(lambda: bare_sum(round), BARE_TABLE) for _ in range(3)]
    part = [seconds(lambda: execute(SUM.format(**known)), BARE_TABLE) for _ in range(3)]
    deleted = seconds(lambda: execute(DELETE.format(**known)))
    vacuumed = seconds(lambda: execute("VACUUM parted"))
    execute("DROP TABLE parted")
    sums = {"whole_s": spread(whole), "part_s": spread(part), "made_s": made, "parts": PARTS}
    return [
        Figure("seconds_to_sum_in_a_part", spread(part)["median"], details=sums),
        Figure("seconds_to_delete_in_a_part", deleted),
        Figure("seconds_to_vacuum_the_parts", vacuumed),
    ]


def vacuum() -> Figure:
    """What the database does about the deleted ratings sooner or later."""
    return Figure(
        "seconds_to_vacuum_the_ratings", seconds(lambda: execute("VACUUM assessments_rating"))
    )


def make() -> None:
    execute(MAKE)
    for part in range(PARTS):
        execute(PART.format(part=part, of=PARTS))
    execute(FILL)
    execute(KEY)
    execute("VACUUM ANALYZE parted")


def seconds(act: Callable[[], None], table: str = "") -> float:
    if table:
        execute("DROP TABLE IF EXISTS bare")
        execute(table)
    begun = time.perf_counter()
    act()
    return round(time.perf_counter() - begun, 2)
