"""Closing: what is counted, what is copied, what is forgotten."""

from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client

from assessments.closing import AlreadyClosed, NotOpened, close_round, close_unit
from assessments.disclosure import Figure, Status, figures
from assessments.distribution import Distribution
from assessments.models import (
    Assessment,
    Block,
    Participation,
    Rating,
    Remark,
    Response,
    Round,
    Tally,
)
from assessments.terms import Outcome
from factors.models import Edition
from portal.models import Unit, User
from portal.terms import Level
from tests.assessments.conftest import (
    Answer,
    Everybody,
    add_assessment,
    add_round,
    overall,
    rate,
    statements_of,
)
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

QUERIES = 17


def taught_at(round: Round, unit: Unit) -> Figure:
    statement = overall()
    return figures(round, [statement]).unit(unit.pk, Level.UNDERVISNING, statement)


def test_a_small_unit_shares_the_figures_of_the_smallest_block(
    closed_round: Round, cast: Cast
) -> None:
    at_bjork, at_lill = (taught_at(closed_round, unit) for unit in (cast.bjork, cast.lill))
    assert at_bjork.distribution == at_lill.distribution == Distribution(1, 3, 3, 1)
    assert (at_bjork.answered, at_bjork.asked) == (8, 8)
    assert at_bjork.pooled_with == ("Lillskolan",)
    assert at_lill.pooled_with == ("Björkskolan",)


def test_the_anonymous_answers_are_gone_and_the_role_answers_stay(closed_round: Round) -> None:
    assert not Response.objects.filter(assessment__level=Level.UNDERVISNING).exists()
    assert not Rating.objects.filter(statement__level=Level.UNDERVISNING).exists()
    assert not Remark.objects.filter(statement__level=Level.UNDERVISNING).exists()
    assert Rating.objects.filter(statement__level=Level.REKTOR).count() == 12
    assert Participation.objects.filter(response=None).count() == 8


def test_a_round_closes_everything_in_it(closed_round: Round) -> None:
    closed_round.refresh_from_db()
    assert closed_round.closed_at
    closed_at = set(closed_round.assessments.values_list("closed_at", flat=True))
    assert closed_at == {closed_round.closed_at}
    assert not closed_round.assessments.filter(outcome=Outcome.PENDING).exists()


def test_a_role_answer_is_a_block_of_its_own(closed_round: Round, cast: Cast) -> None:
    statement = overall(Level.REKTOR)
    figure = figures(closed_round, [statement]).unit(cast.lill.pk, Level.REKTOR, statement)
    assert figure == Figure(Status.SHOWN, Distribution(n2=1), answered=1, asked=1)


def test_closing_twice_is_refused_and_changes_nothing(closed_round: Round) -> None:
    before = list(Tally.objects.order_by("pk").values())
    with pytest.raises(AlreadyClosed):
        close_round(closed_round)
    with pytest.raises(AlreadyClosed):
        close_round(Round.objects.get())
    assert list(Tally.objects.order_by("pk").values()) == before


def test_a_draft_is_not_closed(open_round: Round) -> None:
    Round.objects.update(opened_at=None)
    with pytest.raises(NotOpened):
        close_round(open_round)
    assert not Assessment.objects.filter(closed_at__isnull=False).exists()


def test_a_unit_with_five_answers_is_shown_when_it_closes_early(
    open_round: Round, cast: Cast, everybody: Everybody
) -> None:
    close_unit(open_round, cast.bjork)
    assert taught_at(open_round, cast.bjork).distribution == Distribution(n3=6)
    assert not Rating.objects.exists()
    with pytest.raises(AlreadyClosed):
        close_unit(open_round, cast.bjork)


def test_what_was_published_early_never_changes(
    open_round: Round, cast: Cast, answer: Answer, everybody: Everybody
) -> None:
    close_unit(open_round, cast.bjork)
    answer(cast.few[0], 1)
    before = taught_at(open_round, cast.bjork)
    close_round(open_round)
    assert taught_at(open_round, cast.bjork) == before
    assert taught_at(open_round, cast.lill) == Figure(Status.FEW)
    assert not Rating.objects.filter(statement__level=Level.UNDERVISNING).exists()


def test_a_small_unit_that_closes_early_waits_for_company(
    open_round: Round, cast: Cast, answer: Answer, everybody: Everybody
) -> None:
    answer(cast.few[0], 1)
    answer(cast.lill_rektor, 2)
    close_unit(open_round, cast.lill)
    assert taught_at(open_round, cast.lill).status is Status.WAITING
    assert Rating.objects.filter(response__assessment__unit=cast.lill).count() == 2
    close_round(open_round)
    assert taught_at(open_round, cast.lill).distribution == Distribution(n1=1, n3=6)


def test_closing_late_keeps_the_day_when_a_unit_closed_early(
    open_round: Round, cast: Cast, everybody: Everybody
) -> None:
    close_unit(open_round, cast.bjork)
    early = Assessment.objects.filter(unit=cast.bjork).values_list("closed_at", flat=True)[0]
    close_round(open_round)
    closed_at = Assessment.objects.filter(unit=cast.bjork).values_list("closed_at", flat=True)
    assert set(closed_at) == {early}


def test_a_statement_that_four_rated_is_not_tallied(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    for teacher, step in zip(cast.teachers, (4, 4, 4, 4, None, None), strict=True):
        answer(teacher, step, 2)
    close_round(open_round)
    first, second = statements_of(Assessment.objects.get(unit=cast.bjork, level="undervisning"))[:2]
    shown = figures(open_round, [first, second])
    assert shown.unit(cast.bjork.pk, Level.UNDERVISNING, first).status is Status.FEW
    assert shown.unit(cast.bjork.pk, Level.UNDERVISNING, second).distribution.n == 6
    assert not Tally.objects.filter(statement=first).exists()


def test_five_who_can_not_judge_are_not_shown_as_five(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    for teacher in cast.teachers:
        answer(teacher, None)
    close_round(open_round)
    assert taught_at(open_round, cast.bjork) == Figure(Status.FEW)


def test_the_database_refuses_an_anonymous_block_of_four(open_round: Round) -> None:
    with pytest.raises(IntegrityError):
        Block.objects.create(round=open_round, level=Level.UNDERVISNING, asked=6, answered=4)


def test_somebody_at_two_units_of_a_pool_is_one_person(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    for teacher in cast.teachers[:3]:
        answer(teacher, 4)
    work_at_lill_too(cast.teachers[:2], open_round, cast.lill)
    close_round(open_round)
    assert taught_at(open_round, cast.bjork) == Figure(Status.FEW)
    assert not Block.objects.filter(level=Level.UNDERVISNING).exists()


def test_a_pool_counts_persons_and_not_voices(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    for teacher in cast.teachers[:4]:
        answer(teacher, 4)
    answer(cast.few[0], 1)
    work_at_lill_too(cast.teachers[:1], open_round, cast.lill)
    close_round(open_round)
    figure = taught_at(open_round, cast.lill)
    assert (figure.answered, figure.asked) == (5, 8)
    assert figure.distribution == Distribution(n1=1, n4=5)


def test_five_voices_of_four_persons_are_not_tallied(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    for teacher in cast.teachers[:4]:
        answer(teacher, 4, 4)
    answer(cast.few[0], "-", 3)
    work_at_lill_too(cast.teachers[:1], open_round, cast.lill)
    close_round(open_round)
    assert Block.objects.get(level=Level.UNDERVISNING).answered == 5
    assert taught_at(open_round, cast.lill).status is Status.FEW
    assert Tally.objects.get().statement == statements_of(open_round.assessments.last())[1]


def work_at_lill_too(people: list[User], round: Round, lill: Unit) -> None:
    assessment = round.assessments.get(unit=lill, level=Level.UNDERVISNING)
    for user in people:
        response = Response.objects.create(assessment=assessment)
        Participation.objects.create(assessment=assessment, user=user, response=response)
        Rating.objects.create(response=response, statement=overall(), step=4, token=uuid4())


def test_a_round_that_nobody_answered_closes(open_round: Round, cast: Cast) -> None:
    close_round(open_round)
    assert taught_at(open_round, cast.bjork) == Figure(Status.NONE, asked=6)
    assert set(Assessment.objects.values_list("outcome", flat=True)) == {Outcome.NONE}
    assert not Block.objects.exists()


def test_another_round_is_not_touched(closed_round: Round, cast: Cast, edition: Edition) -> None:
    before = list(Tally.objects.order_by("pk").values())
    second = add_round(cast.organisation, edition, "Våren")
    asked = add_assessment(second, Level.UNDERVISNING, cast.bjork, cast.teachers)
    for participation in asked.participations.all():
        rate(participation, 1)
    close_round(second)
    assert list(Tally.objects.exclude(block__round=second).order_by("pk").values()) == before
    assert taught_at(second, cast.bjork).distribution == Distribution(n1=6)


def test_closing_takes_as_many_queries_for_three_units_as_for_one(
    closed_round: Round, cast: Cast, edition: Edition, django_assert_num_queries
) -> None:
    for units in ([cast.bjork], [cast.bjork, cast.lill, cast.tall]):
        round = add_round(cast.organisation, edition, "Våren")
        for unit in units:
            asked = add_assessment(round, Level.UNDERVISNING, unit, cast.teachers)
            for participation in asked.participations.all():
                rate(participation, 1)
        with django_assert_num_queries(QUERIES):
            close_round(round)


def test_nothing_is_closed_where_the_ledger_of_removals_has_no_room(
    open_round: Round, cast: Cast, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy that is put back would bring the answers back, and nothing would take them away."""
    answer(cast.teachers[0], 3)
    before = Rating.objects.count()
    monkeypatch.setattr("portal.removals.ROOM", 2**62)
    admin = Client(raise_request_exception=False)
    admin.force_login(cast.admin)
    closed = admin.post(f"/ekby/omgangar/{open_round.pk}/stang/", {"confirmed": "on"})
    assert closed.status_code == 503
    open_round.refresh_from_db()
    assert open_round.closed_at is None
    assert Rating.objects.count() == before == 1
