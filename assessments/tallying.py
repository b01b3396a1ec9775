"""The sums that outlive the answers, written as sets, and the forgetting of the answers.

A large organisation has a million ratings: they are counted and deleted in the database.
"""

from django.db import connection
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value

from assessments.models import (
    Assessment,
    Comment,
    Participation,
    Rating,
    Reflection,
    Remark,
    Response,
    Round,
    Tally,
)
from portal.sorting import sort_key
from portal.terms import Level

# Blocks without tallies are those being written. An anonymous statement that fewer distinct
# persons than the floor rated with a step gets no row at all. (`+ 0 <> 0`: is not null. No
# assessment had a block a moment ago, and a planner that believes so expects no voices.)
WRITE_TALLIES = """
WITH voice AS MATERIALIZED (
    SELECT participation.{voice} AS response_id, participation.user_id,
           own.{block} AS block_id, {floor} AS floor
    FROM assessments_assessment own
    JOIN assessments_participation participation ON participation.assessment_id = own.id
    WHERE own.round_id = %(round)s AND own.{block} + 0 <> 0
    AND NOT EXISTS (SELECT 1 FROM assessments_tally tally WHERE tally.block_id = own.{block})
    AND {blocks} (
        SELECT 1 FROM assessments_assessment other
        WHERE other.{block} = own.{block} AND other.id <> own.id
    )
)
INSERT INTO assessments_tally (block_id, statement_id, n1, n2, n3, n4, unsure)
SELECT voice.block_id, rating.statement_id,
       COUNT(*) FILTER (WHERE rating.step = 1),
       COUNT(*) FILTER (WHERE rating.step = 2),
       COUNT(*) FILTER (WHERE rating.step = 3),
       COUNT(*) FILTER (WHERE rating.step = 4),
       COUNT(*) FILTER (WHERE rating.step IS NULL)
FROM voice
JOIN assessments_rating rating ON rating.response_id = voice.response_id
GROUP BY voice.block_id, rating.statement_id
HAVING {persons} >= MAX(voice.floor)
ORDER BY voice.block_id, rating.statement_id
"""
# In one assessment each voice is a person of its own; to tell persons apart takes longer.
IN_ONE_UNIT = {"blocks": "NOT EXISTS", "persons": "COUNT(rating.step)"}
IN_A_POOL = {
    "blocks": "EXISTS",
    "persons": "COUNT(DISTINCT CASE WHEN rating.step IS NOT NULL THEN voice.user_id END)",
}
OWN = {
    "voice": "response_id",
    "block": "block_id",
    "floor": "CASE WHEN own.level = 'undervisning' THEN %(floor)s ELSE 0 END",
}
# Anonymous at every level.
MIRROR = {"voice": "mirror_id", "block": "mirror_block_id", "floor": "%(floor)s"}

# Block, text, factor, statement, prompt.
Text = tuple[int, str, int, int | None, int | None]


def write_tallies(round: Round) -> None:
    _write(round, OWN)


def write_mirror_tallies(round: Round) -> None:
    _write(round, MIRROR)


def _write(round: Round, voices: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for where in (IN_ONE_UNIT, IN_A_POOL):
            written = WRITE_TALLIES.format(**where, **voices)
            cursor.execute(written, {"round": round.pk, "floor": round.floor})


def write_comments(assessments: list[Assessment]) -> None:
    """Copy the texts of assessments that are blocks of their own, in alphabetical order.

    The order is of the text alone, so that no two texts of one person stand together.
    """
    texts = [*_remarks(assessments), *_shared_reflections(assessments)]
    Comment.objects.bulk_create(
        Comment(
            block_id=block, factor_id=factor, statement_id=statement, prompt_id=prompt, text=text
        )
        for block, text, factor, statement, prompt in sorted(texts, key=_alphabetically)
        if text.strip()
    )


def forget_voices(assessments: list[Assessment]) -> None:
    """Delete the anonymous answers of what is counted. That a person was asked stays.

    The assessments by number, so that the database can tell a school's answers, which it looks
    up, from most of those that there are, which a scan finds quicker.
    """
    counted = [each.pk for each in assessments if Level(each.level).anonymous]
    Participation.objects.filter(assessment__in=counted).update(response=None)
    _delete(Response.objects.filter(assessment__in=counted, mirror_of=None))


def forget_mirrors(round: Round) -> None:
    """Delete what mirrors at all levels, once it is counted."""
    asked = Participation.objects.filter(assessment__round=round)
    _delete(Response.objects.filter(mirror_of__in=asked))
    asked.update(mirror=None)


def _delete(voices: QuerySet[Response]) -> None:
    """As sets, since Django's own way would first fetch every answer."""
    ratings = Rating.objects.filter(response__in=voices)
    for answers in (ratings, Remark.objects.filter(response__in=voices), voices):
        answers._raw_delete(answers.db)


def _remarks(assessments: list[Assessment]) -> QuerySet[Remark, Text]:
    counted = Tally.objects.filter(
        block=OuterRef("response__assessment__block"), statement=OuterRef("statement")
    )
    return Remark.objects.filter(
        Exists(counted) | ~Q(response__assessment__level=Level.UNDERVISNING),
        response__assessment__in=assessments,
    ).values_list(
        "response__assessment__block",
        "text",
        "statement__factor",
        "statement",
        Value(None, IntegerField()),
    )


def _shared_reflections(assessments: list[Assessment]) -> QuerySet[Reflection, Text]:
    counted = Tally.objects.filter(
        block=OuterRef("participation__assessment__block"), statement__factor=OuterRef("factor")
    )
    return Reflection.objects.filter(
        Exists(counted) | ~Q(participation__assessment__level=Level.UNDERVISNING),
        participation__assessment__in=assessments,
        shared=True,
    ).values_list(
        "participation__assessment__block",
        "text",
        "factor",
        Value(None, IntegerField()),
        "prompt",
    )


def _alphabetically(row: Text) -> tuple[int, str, str, int, int, int]:
    block, text, factor, statement, prompt = row
    return (block, sort_key(text), text, factor, statement or 0, prompt or 0)
