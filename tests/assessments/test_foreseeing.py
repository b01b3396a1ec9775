"""What the page that asks before closing says will happen."""

import pytest

from assessments.closing import close_unit
from assessments.foreseeing import Foresight, what_will_happen
from assessments.models import Round
from factors.models import Edition
from portal.terms import Level
from tests.assessments.conftest import Answer, add_assessment, add_round
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def test_large_units_stand_alone_and_small_ones_are_pooled(open_round: Round, cast: Cast) -> None:
    assert what_will_happen(open_round) == Foresight(
        people=12, alone=(cast.bjork,), pooled=(cast.lill,), left_out=False
    )


def test_answers_make_no_difference(open_round: Round, cast: Cast, answer: Answer) -> None:
    before = what_will_happen(open_round)
    answer(cast.few[0], 4)
    answer(cast.teachers[0], 4)
    assert what_will_happen(open_round) == before


def test_four_persons_in_all_will_be_left_out(cast: Cast, edition: Edition) -> None:
    round = add_round(cast.organisation, edition)
    add_assessment(round, Level.UNDERVISNING, cast.bjork, cast.teachers[:3])
    add_assessment(round, Level.UNDERVISNING, cast.lill, cast.teachers[2:4])
    assert what_will_happen(round) == Foresight(
        people=4, alone=(), pooled=(cast.bjork, cast.lill), left_out=True
    )


def test_a_round_of_role_answers_leaves_nobody_out(cast: Cast, edition: Edition) -> None:
    round = add_round(cast.organisation, edition)
    add_assessment(round, Level.REKTOR, cast.bjork, [cast.rektor])
    assert what_will_happen(round) == Foresight(people=1, alone=(), pooled=(), left_out=False)


def test_one_unit_is_told_of_itself_alone(open_round: Round, cast: Cast) -> None:
    assert what_will_happen(open_round, cast.bjork).alone == (cast.bjork,)
    assert what_will_happen(open_round, cast.lill).pooled == (cast.lill,)
    assert what_will_happen(open_round, cast.tall) == Foresight(1, (), (), left_out=False)


def test_a_unit_that_waits_is_pooled_and_one_that_is_shown_is_done(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    answer(cast.teachers[0], 4)
    close_unit(open_round, cast.bjork)
    assert what_will_happen(open_round).pooled == (cast.bjork, cast.lill)
    assert what_will_happen(open_round, cast.bjork) == Foresight(0, (), (), left_out=False)


def test_it_takes_two_queries(open_round: Round, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        what_will_happen(open_round)
