"""Saving one answer, as one SQL statement that authorises, refuses and writes.

The statement writes nothing unless the person takes part, the question is asked of their
level, the assessment is open today, and the version they last saw is the one that stands.
On PostgreSQL it holds a shared lock on the assessment for as long as it lasts, which
closing waits for; on SQLite every write waits for the one before. A save is therefore
wholly in before closing, or refused.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection

from assessments.lanes import RATING, REFLECTION, REMARK, Lane, is_asked, standing
from assessments.models import Participation
from assessments.models.answers import Answer
from portal.days import today
from portal.models import User


@dataclass(frozen=True)
class Saved:
    version: int


@dataclass(frozen=True)
class Stale:
    """Another save came first; `answer` is what stands, None if it was withdrawn."""

    answer: Answer | None

    @property
    def version(self) -> int:
        return self.answer.version if self.answer else 0


@dataclass(frozen=True)
class Closed:
    """The assessment takes no more answers."""


Outcome = Saved | Stale | Closed | None


@dataclass(frozen=True)
class Place:
    """Whose answer it is: the signed-in person's participation, within an organisation."""

    user: User
    organisation: str
    participation: int


@dataclass(frozen=True)
class Attempt:
    """One try to save: the version last seen (0: none) and a token of its own."""

    seen: int
    token: UUID


UPSERT = """
    INSERT INTO {table} AS answer ({keys}, {values}, version, token)
    SELECT {sources}, {parameters}, 1, %(token)s
    FROM assessments_participation participation
    JOIN assessments_assessment assessment ON assessment.id = participation.assessment_id
    JOIN assessments_round round ON round.id = assessment.round_id
    JOIN portal_organisation organisation ON organisation.id = round.organisation_id
    JOIN assessments_roundfactor asked ON asked.round_id = round.id
    {joins}
    WHERE participation.id = %(participation)s
        AND participation.user_id = %(user)s
        AND organisation.slug = %(organisation)s
        AND assessment.closed_at IS NULL
        AND round.opened_at IS NOT NULL
        AND round.closed_at IS NULL
        AND round.closes_on >= %(today)s
        AND (%(seen)s = 0 OR EXISTS (SELECT 1 FROM {table} standing WHERE {same}))
    {lock}
    ON CONFLICT ({keys}) DO UPDATE
    SET {updates}, version = answer.version + 1, token = excluded.token
    WHERE answer.version = %(seen)s
    RETURNING version
"""


def save_rating(place: Place, statement: int, step: int | None, attempt: Attempt) -> Outcome:
    return _save(RATING, place, {"statement_id": statement}, {"step": step}, attempt)


def save_remark(place: Place, statement: int, text: str, attempt: Attempt) -> Outcome:
    return _save(REMARK, place, {"statement_id": statement}, {"text": text}, attempt)


def save_reflection(
    place: Place, factor: int, prompt: int, text: str, shared: bool, attempt: Attempt
) -> Outcome:
    question = {"factor_id": factor, "prompt_id": prompt}
    return _save(REFLECTION, place, question, {"text": text, "shared": shared}, attempt)


def _save(
    lane: Lane, place: Place, question: dict[str, int], values: dict[str, Any], attempt: Attempt
) -> Outcome:
    parameters = {
        **question,
        **values,
        "participation": place.participation,
        "user": place.user.pk,
        "organisation": place.organisation,
        "today": connection.ops.adapt_datefield_value(today()),
        "seen": attempt.seen,
        "token": _stored(attempt.token),
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute(_upsert(lane, values), parameters)
            row = cursor.fetchone()
    except IntegrityError:  # the participation was taken out while its answer was on the way
        return None
    return Saved(row[0]) if row else _why_refused(lane, place, question, attempt)


def _upsert(lane: Lane, values: dict[str, Any]) -> str:
    return UPSERT.format(
        table=lane.model._meta.db_table,
        keys=", ".join(lane.keys),
        sources=", ".join(lane.keys.values()),
        same=" AND ".join(f"standing.{key} = {source}" for key, source in lane.keys.items()),
        values=", ".join(values),
        parameters=", ".join(f"%({name})s" for name in values),
        updates=", ".join(f"{name} = excluded.{name}" for name in values),
        joins=lane.joins,
        lock="FOR SHARE OF assessment" if connection.vendor == "postgresql" else "",
    )


def _stored(token: UUID) -> Any:
    return Answer._meta.get_field("token").get_db_prep_value(token, connection)


def _why_refused(lane: Lane, place: Place, question: dict[str, int], attempt: Attempt) -> Outcome:
    participation = _participation(place)
    if participation is None or not is_asked(lane, participation, question):
        return None
    answer = standing(lane, participation, question)
    if answer and answer.token == attempt.token:
        return Saved(answer.version)
    assessment = participation.assessment
    if assessment.closed_at or not assessment.round.accepts_answers_on(today()):
        return Closed()
    return Stale(answer)


def _participation(place: Place) -> Participation | None:
    mine = Participation.objects.visible_to(place.user).select_related("assessment__round")
    return mine.filter(
        pk=place.participation, assessment__round__organisation__slug=place.organisation
    ).first()
