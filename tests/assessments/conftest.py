"""Rounds of the small cast: opened, answered, closed.

Everyone in the cast but the administrators is asked, at all three levels, about both factors.
"""

import datetime
from collections.abc import Callable, Iterable
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments.closing import close_round
from assessments.models import (
    Assessment,
    Dialogue,
    DialogueTable,
    Participation,
    Rating,
    Response,
    Round,
    RoundFactor,
)
from factors.models import Edition, Prompt, Statement
from portal.models import Organisation, Unit, User
from portal.terms import Level
from tests.conftest import Cast

Answer = Callable[..., Participation]
Clock = Callable[..., None]
Everybody = list[Participation]
Step = int | str | None


def add_round(organisation: Organisation, edition: Edition, title: str = "Hösten") -> Round:
    """An open round about all factors of the edition, without any assessment yet."""
    opened = timezone.now()
    day = timezone.localdate(opened)
    round = Round.objects.create(
        organisation=organisation,
        title=title,
        opens_on=day,
        closes_on=day + datetime.timedelta(days=14),
        opened_at=opened,
    )
    RoundFactor.objects.bulk_create(
        RoundFactor(round=round, factor=factor, position=factor.position)
        for factor in edition.factors.all()
    )
    return round


def add_assessment(
    round: Round, level: Level, unit: Unit | None, people: Iterable[User]
) -> Assessment:
    """An assessment where the people are asked, each with a response to answer in."""
    [assessment] = add_assessments(round, (level, unit, people))
    return assessment


def add_assessments(
    round: Round, *places: tuple[Level, Unit | None, Iterable[User]]
) -> list[Assessment]:
    assessments = Assessment.objects.bulk_create(
        Assessment(round=round, level=level, unit=unit) for level, unit, _people in places
    )
    asked = [
        (assessment, user)
        for assessment, (_level, _unit, people) in zip(assessments, places, strict=True)
        for user in people
    ]
    responses = Response.objects.bulk_create(Response(assessment=each) for each, _user in asked)
    Participation.objects.bulk_create(
        Participation(assessment=assessment, user=user, response=response)
        for (assessment, user), response in zip(asked, responses, strict=True)
    )
    return assessments


@pytest.fixture
def open_round(cast: Cast, edition: Edition) -> Round:
    """Everybody is asked and nobody has answered."""
    round = add_round(cast.organisation, edition)
    add_assessments(
        round,
        (Level.HUVUDMAN, None, [cast.skolchef]),
        (Level.REKTOR, cast.bjork, [cast.rektor]),
        (Level.UNDERVISNING, cast.bjork, cast.teachers),
        (Level.REKTOR, cast.lill, [cast.lill_rektor]),
        (Level.UNDERVISNING, cast.lill, cast.few),
        (Level.REKTOR, cast.tall, [cast.tall_rektor]),
        (Level.UNDERVISNING, cast.tall, []),
    )
    return round


@pytest.fixture
def answer(open_round: Round) -> Answer:
    """`answer(user, 4, 3, None, "-")`: a step for each statement that the person is asked, in
    order of factor and row; None cannot judge, "-" and what is not given are left unanswered."""

    def answer(user: User, *steps: Step) -> Participation:
        participation = Participation.objects.get(user=user, assessment__round=open_round)
        rate(participation, *steps)
        return participation

    return answer


def rate(participation: Participation, *steps: Step) -> None:
    rate_all({participation: steps})


def rate_all(sheets: dict[Participation, tuple[Step, ...]]) -> None:
    """Steps for each who is asked in a round."""
    levels = {asked.assessment.level: asked.assessment for asked in sheets}
    statements = {level: statements_of(assessment) for level, assessment in levels.items()}
    Rating.objects.bulk_create(
        Rating(response_id=asked.response_id, statement=statement, step=step, token=uuid4())
        for asked, steps in sheets.items()
        for statement, step in zip(statements[asked.assessment.level], steps, strict=False)
        if step != "-"
    )


def statements_of(assessment: Assessment) -> list[Statement]:
    """What the level is asked, in the order of the pages' factors and the table's rows."""
    asked = Statement.objects.ratable().filter(
        factor__rounds=assessment.round_id, level=assessment.level
    )
    return list(asked.order_by("factor__position", "factor", "row"))


@pytest.fixture
def mirror_round(open_round: Round) -> Round:
    """The open round, where teachers also rate rektor's rows, and rektorer the huvudman's."""
    open_round.mirror = True
    open_round.save()
    asked = list(
        Participation.objects.exclude(assessment__level=Level.HUVUDMAN).select_related("assessment")
    )
    mirrors = Response.objects.bulk_create(Response(assessment=each.assessment) for each in asked)
    for participation, response in zip(asked, mirrors, strict=True):
        participation.mirror = response
    Participation.objects.bulk_update(asked, ["mirror"])
    return open_round


def mirror(participation: Participation, *steps: Step) -> None:
    """A step for each row of the level above, as `rate` takes them."""
    rated = zip(mirrored_statements(participation.assessment), steps, strict=False)
    Rating.objects.bulk_create(
        Rating(response=participation.mirror, statement=statement, step=step, token=uuid4())
        for statement, step in rated
        if step != "-"
    )


def mirrored_statements(assessment: Assessment) -> list[Statement]:
    """The rows of the level above, in the order of the pages."""
    above = Statement.objects.filter(
        factor__rounds=assessment.round_id, level=Level(assessment.level).above, row__gt=0
    )
    return list(above.order_by("factor__position", "factor", "row"))


@pytest.fixture
def closed_round(cast: Cast, open_round: Round) -> Round:
    """All six at Björkskolan answered, both at Lillskolan, two rektors and the skolchef.

    Björkskolan and Lillskolan are one block of eight, since two are too few to be shown alone.
    """
    sheets: dict[User, tuple[Step, ...]] = {
        cast.skolchef: (3, 4, 3, 2, 3, None),
        cast.rektor: (4, 4, 3, 3, 3, 2),
        cast.lill_rektor: (2, 2, 1, 3, 2, 2),
        cast.teachers[0]: (1, 2, 3, 3),
        cast.teachers[1]: (2, 2, 3, 4),
        cast.teachers[2]: (2, 3, 2, 3),
        cast.teachers[3]: (3, 3, None, 2),
        cast.teachers[4]: (2, 4, 3, 3),
        cast.teachers[5]: (3, 1, 2, None),
        cast.few[0]: (4, 3, 3, 2),
        cast.few[1]: (3, 3, 4, 2),
    }
    asked = Participation.objects.filter(assessment__round=open_round, user__in=sheets)
    rate_all({each: sheets[each.user] for each in asked.select_related("assessment", "user")})
    close_round(open_round)
    return open_round


@pytest.fixture
def first_round(cast: Cast, edition: Edition) -> Round:
    """Closed before any other of the fixtures, if it is named before them: to compare with."""
    round = add_round(cast.organisation, edition, "Den första")
    assessment = add_assessment(round, Level.UNDERVISNING, cast.bjork, cast.teachers)
    asked = assessment.participations.select_related("assessment")
    rate_all(dict.fromkeys(asked, (3, 3, 3, 3)))
    close_round(round)
    return round


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """`clock(day, 7)`: it is that hour of the day in Stockholm, and stays so."""

    def clock(day: datetime.date, hour: int = 8) -> None:
        moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return clock


def hand_in_all(*people: User) -> None:
    """They hand in wherever they are asked."""
    responses = Response.objects.filter(participation__user__in=people)
    responses.update(handed_in_on=timezone.localdate())


@pytest.fixture
def everybody(cast: Cast, answer: Answer) -> Everybody:
    """All six teachers of Björkskolan, who rated the first two statements."""
    return [answer(teacher, 3, 4) for teacher in cast.teachers]


def overall(level: Level = Level.UNDERVISNING) -> Statement:
    """The question about the whole first factor, at a level."""
    return Statement.objects.get(factor__slug="ansvar", row=0, level=level)


@pytest.fixture
def dialogue(open_round: Round, cast: Cast, edition: Edition) -> Dialogue:
    """Planned at Björkskolan on the first factor, both rows and two tables, by its rektor."""
    for kind, text in (
        (Prompt.Kind.ROUND_TABLE, "Hur bidrar faktorn?"),
        (Prompt.Kind.CHECK_OUT, "Vad tänker du nu?"),
    ):
        Prompt.objects.create(edition=edition, kind=kind, position=1, text=text)
    dialogue = Dialogue.objects.create(
        round=open_round,
        factor=edition.factors.get(slug="ansvar"),
        unit=cast.bjork,
        level=Level.UNDERVISNING,
        facilitator=cast.rektor,
        reflection_minutes=5,
        table_minutes=20,
        joint_minutes=10,
        check_out_minutes=5,
    )
    dialogue.prompts.set(edition.prompts.all())
    for number in (1, 2):
        dialogue.rows.create(row=number)
        DialogueTable.objects.create(dialogue=dialogue, number=number)
    return dialogue
