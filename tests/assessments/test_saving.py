import datetime
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments.models import Assessment, Participation, Rating, Response, Round, RoundFactor
from assessments.saving import (
    Attempt,
    Closed,
    Outcome,
    Place,
    Saved,
    Stale,
    save_rating,
    save_reflection,
    save_remark,
)
from factors.models import Edition, Factor, Prompt, Statement
from portal.days import today
from portal.terms import Level
from tests.conftest import Cast, add_factor


@pytest.fixture
def place(cast: Cast, edition: Edition) -> Place:
    """Tea of Björkskolan, asked about the first factor in a round that is open today."""
    round = Round.objects.create(
        organisation=cast.organisation,
        title="Höst",
        opens_on=today(),
        closes_on=today(),
        opened_at=timezone.now(),
    )
    RoundFactor.objects.create(round=round, factor=edition.factors.get(slug="ansvar"), position=1)
    assessment = Assessment.objects.create(round=round, level=Level.UNDERVISNING, unit=cast.bjork)
    participation = Participation.objects.create(
        assessment=assessment,
        user=cast.teachers[0],
        response=Response.objects.create(assessment=assessment),
    )
    return Place(cast.teachers[0], cast.organisation.slug, participation.pk)


@pytest.fixture
def statement(edition: Edition) -> int:
    return Statement.objects.get(factor__slug="ansvar", row=1, level=Level.UNDERVISNING).pk


def rate(place: Place, statement: int, step: int | None, seen: int = 0) -> Outcome:
    return save_rating(place, statement, step, Attempt(seen, uuid4()))


def test_each_save_gives_the_next_version(place: Place, statement: int) -> None:
    assert rate(place, statement, 3) == Saved(1)
    assert rate(place, statement, None, seen=1) == Saved(2)
    assert Rating.objects.get().step is None


def test_a_save_takes_one_query(place: Place, statement: int, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        rate(place, statement, 3)
    with django_assert_num_queries(1):
        rate(place, statement, 2, seen=1)


def test_a_stale_version_changes_nothing_and_tells_what_stands(
    place: Place, statement: int
) -> None:
    rate(place, statement, 3)
    rate(place, statement, 4, seen=1)
    outcome = rate(place, statement, 1, seen=1)
    assert isinstance(outcome, Stale)
    assert (outcome.version, outcome.answer.step) == (2, 4)
    assert Rating.objects.get().step == 4


def test_a_first_save_from_a_second_screen_does_not_overwrite(place: Place, statement: int) -> None:
    rate(place, statement, 3)
    assert isinstance(rate(place, statement, 1), Stale)
    assert Rating.objects.get().step == 3


def test_a_save_over_a_withdrawn_answer_is_stale(place: Place, statement: int) -> None:
    rate(place, statement, 3)
    Rating.objects.all().delete()
    assert rate(place, statement, 1, seen=1) == Stale(None)
    assert not Rating.objects.exists()


def test_a_repeated_token_changes_nothing_and_is_acknowledged_again(
    place: Place, statement: int
) -> None:
    attempt = Attempt(0, uuid4())
    assert save_rating(place, statement, 3, attempt) == Saved(1)
    assert save_rating(place, statement, 3, attempt) == Saved(1)
    assert Rating.objects.get().version == 1


@pytest.mark.parametrize("closed", ["assessment", "round", "deadline", "not_opened"])
def test_a_closed_assessment_takes_no_answers(place: Place, statement: int, closed: str) -> None:
    if closed == "assessment":
        Assessment.objects.update(closed_at=timezone.now())
    elif closed == "round":
        Round.objects.update(closed_at=timezone.now())
    elif closed == "deadline":
        yesterday = today() - datetime.timedelta(days=1)
        Round.objects.update(opens_on=yesterday, closes_on=yesterday)
    else:
        Round.objects.update(opened_at=None)
    expected = None if closed == "not_opened" else Closed()
    assert rate(place, statement, 3) == expected
    assert not Rating.objects.exists()


def test_nobody_saves_in_somebody_elses_place(cast: Cast, place: Place, statement: int) -> None:
    for user in (cast.teachers[1], cast.rektor, cast.admin, cast.outsider):
        assert rate(Place(user, place.organisation, place.participation), statement, 3) is None
    assert rate(Place(place.user, "annanby", place.participation), statement, 3) is None


def test_only_what_is_asked_of_the_level_is_saved(
    place: Place, edition: Edition, statement: int
) -> None:
    other_level = Statement.objects.get(factor__slug="ansvar", row=1, level=Level.REKTOR)
    other_factor = Statement.objects.get(factor__slug="larande", row=1, level=Level.UNDERVISNING)
    Statement.objects.filter(pk=statement).update(complete=False)
    for refused in (other_level.pk, other_factor.pk, statement, 10**9):
        assert rate(place, refused, 3) is None


def test_remarks_and_reflections_have_lanes_of_their_own(
    place: Place, edition: Edition, statement: int
) -> None:
    factor, prompt = Factor.objects.get(slug="ansvar"), Prompt.objects.first()
    assert rate(place, statement, 3) == Saved(1)
    assert save_remark(place, statement, "Vi har protokoll.", Attempt(0, uuid4())) == Saved(1)
    reflection = (place, factor.pk, prompt.pk, "Mycket.")
    assert save_reflection(*reflection, True, Attempt(0, uuid4())) == Saved(1)
    assert isinstance(save_reflection(*reflection, False, Attempt(0, uuid4())), Stale)
    assert save_reflection(*reflection, False, Attempt(1, uuid4())) == Saved(2)


def test_a_reflection_is_on_a_factor_of_the_round(place: Place, edition: Edition) -> None:
    prompt = Prompt.objects.first()
    outside = add_factor(edition, "utanfor", "Utanför", 3)
    assert save_reflection(place, outside.pk, prompt.pk, "?", False, Attempt(0, uuid4())) is None
