"""Everybody's answers in a round, made inside the database."""

from django.db import connection

from assessments.models import Round
from benchmarks.copies import unchecked

# Stored in the order that they would be saved in: two hundred people at a time, each at the
# pace of the others.
RATE = """
INSERT INTO assessments_rating (response_id, statement_id, step, version, token)
SELECT response.id, statement.id,
       CASE WHEN (response.id + statement.id) %% 20 = 0 THEN NULL
            ELSE 1 + (response.id * 31 + statement.id * 17 + response.id / 7) %% 4 END,
       1, {token}
FROM assessments_response response
JOIN assessments_assessment assessment ON assessment.id = response.assessment_id
JOIN assessments_roundfactor asked ON asked.round_id = assessment.round_id
JOIN factors_statement statement ON statement.factor_id = asked.factor_id
    AND statement.level = assessment.level
WHERE {which}
ORDER BY response.id / 200, statement.id, response.id
"""
ROUND = "assessment.round_id = %s"
# A part of all who have something to answer, wherever they work.
WAVE = "assessment.closed_at IS NULL AND response.id %% %s = %s"
REMARK = """
INSERT INTO assessments_remark (response_id, statement_id, text, version, token)
SELECT rating.response_id, rating.statement_id,
       'Det ser vi på mötena i arbetslaget, i exempel nummer ' || rating.id || '.', 1, rating.token
FROM assessments_rating rating
JOIN assessments_response response ON response.id = rating.response_id
JOIN assessments_assessment assessment ON assessment.id = response.assessment_id
WHERE assessment.round_id = %s AND rating.id %% %s = 0
"""
TOKENS = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}


def answer(round: Round, remark_each: int = 300) -> int:
    """Everybody rates everything, with a remark on one rating of `remark_each`; how many."""
    with connection.cursor() as cursor:
        cursor.execute(rate(ROUND), [round.pk])
        rated = cursor.rowcount
        cursor.execute(REMARK, [round.pk, remark_each])
    settle()
    return rated


def answer_everything(waves: int = 20) -> int:
    """Everybody rates everything in all open rounds, a part of them after the other; how many.

    The ratings of one organisation therefore lie among those of all the others.
    """
    rated = 0
    with connection.cursor() as cursor, unchecked():
        for wave in range(waves):
            cursor.execute(rate(WAVE), [waves, wave])
            rated += cursor.rowcount
    settle()
    return rated


def rate(which: str) -> str:
    return RATE.format(token=TOKENS[connection.vendor], which=which)


def settle() -> None:
    """What the database does by itself sooner or later, done now."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
