"""What the one door lets out: figures with a reason where there are none, and comments."""

from collections.abc import Callable
from typing import Any

import pytest

from assessments.closing import close_round, close_unit
from assessments.comments import comments
from assessments.disclosure import Figure, Status, figures, figures_each, unit_figures
from assessments.distribution import Distribution
from assessments.models import Assessment, Participation, Round
from factors.models import Edition
from portal.models import Unit
from portal.terms import Level
from tests.assessments.conftest import Answer, add_assessment, add_round, overall, rate
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def test_reasons_for_no_figure_are_told_apart(
    open_round: Round, cast: Cast, answer: Answer, edition: Edition
) -> None:
    statement = overall()
    for teacher in cast.teachers:
        answer(teacher, 4)
    answer(cast.few[0], 4)
    close_unit(open_round, cast.lill)
    asked = figures(open_round, [statement])
    assert asked.unit(cast.bjork.pk, Level.UNDERVISNING, statement) == Figure(Status.OPEN)
    assert asked.unit(cast.lill.pk, Level.UNDERVISNING, statement) == Figure(Status.WAITING)
    assert asked.unit(cast.bjork.pk, Level.UNDERVISNING, None) == Figure(Status.NO_STATEMENT)
    assert asked.unit(0, Level.UNDERVISNING, statement) == Figure(Status.NOT_ASKED)
    assert asked.organisation(Level.UNDERVISNING, statement) == Figure(Status.OPEN)
    assert len({status.label for status in Status}) == len(Status)


def test_a_level_that_the_round_leaves_out_is_not_asked(cast: Cast, edition: Edition) -> None:
    round = add_round(cast.organisation, edition)
    add_assessment(round, Level.REKTOR, cast.bjork, [cast.rektor])
    shown = figures(round, [overall()])
    for level in (Level.UNDERVISNING, Level.HUVUDMAN):
        assert shown.organisation(level, overall()) == Figure(Status.NOT_ASKED)
        assert shown.unit(cast.bjork.pk, level, overall()) == Figure(Status.NOT_ASKED)


def test_the_organisation_is_the_sum_of_its_blocks(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    statement = overall(Level.REKTOR)
    answer(cast.rektor, 4)
    answer(cast.lill_rektor, 1)
    close_round(open_round)
    total = figures(open_round, [statement]).organisation(Level.REKTOR, statement)
    assert total == Figure(Status.SHOWN, Distribution(n1=1, n4=1), answered=2, asked=3)


def test_a_pool_is_counted_once_in_the_organisation(closed_round: Round) -> None:
    statement = overall()
    total = figures(closed_round, [statement]).organisation(Level.UNDERVISNING, statement)
    assert total == Figure(Status.SHOWN, Distribution(1, 3, 3, 1), answered=8, asked=8)


def test_the_huvudman_level_is_the_same_wherever_it_is_read(
    closed_round: Round, cast: Cast
) -> None:
    statement = overall(Level.HUVUDMAN)
    shown = figures(closed_round, [statement])
    figure = Figure(Status.SHOWN, Distribution(n3=1), answered=1, asked=1)
    assert shown.organisation(Level.HUVUDMAN, statement) == figure
    assert shown.unit(cast.bjork.pk, Level.HUVUDMAN, statement) == figure


def test_what_is_left_out_is_left_out_of_the_total(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    statement = overall()
    for teacher in cast.teachers:
        answer(teacher, 4)
    close_unit(open_round, cast.bjork)
    answer(cast.few[0], 1)
    close_round(open_round)
    shown = figures(open_round, [statement])
    assert shown.unit(cast.lill.pk, Level.UNDERVISNING, statement) == Figure(Status.FEW)
    total = shown.organisation(Level.UNDERVISNING, statement)
    assert (total.distribution, total.answered, total.asked) == (Distribution(n4=6), 6, 6)


def test_a_total_says_why_there_is_none(open_round: Round, cast: Cast, answer: Answer) -> None:
    answer(cast.few[0], 1)
    close_round(open_round)
    few, none = overall(), overall(Level.REKTOR)
    shown = figures(open_round, [few, none])
    assert shown.organisation(Level.UNDERVISNING, few).status is Status.FEW
    assert shown.organisation(Level.REKTOR, none) == Figure(Status.NONE, asked=3)


def test_rounds_read_together_tell_what_each_tells_by_itself(
    first_round: Round, closed_round: Round, cast: Cast, edition: Edition
) -> None:
    silent = add_round(cast.organisation, edition)
    add_assessment(silent, Level.REKTOR, cast.bjork, [cast.rektor])
    add_assessment(silent, Level.UNDERVISNING, cast.lill, cast.few)
    close_round(silent)
    asked = [overall(level) for level in Level]
    together = figures_each(dict.fromkeys((first_round, closed_round, silent), asked))
    for round, told in together.items():
        alone = figures(round, asked)
        for statement in asked:
            level = Level(statement.level)
            assert told.organisation(level, statement) == alone.organisation(level, statement)
            assert told.places(level) == alone.places(level)


def test_a_role_that_skipped_a_statement_gave_no_answer(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    answer(cast.rektor, "-", 3)
    close_round(open_round)
    statement = overall(Level.REKTOR)
    figure = figures(open_round, [statement]).unit(cast.bjork.pk, Level.REKTOR, statement)
    assert (figure.status, figure.answered) == (Status.NONE, 1)


def test_a_statement_that_was_not_asked_for_is_not_let_out(closed_round: Round, cast: Cast) -> None:
    figure = figures(closed_round, []).unit(cast.bjork.pk, Level.UNDERVISNING, overall())
    assert not figure.shown


@pytest.mark.parametrize("units", [1, 3])
def test_sums_take_two_queries_units_one_more_and_comments_one(
    cast: Cast, edition: Edition, django_assert_num_queries: Callable[[int], Any], units: int
) -> None:
    round = add_round(cast.organisation, edition)
    for unit in (cast.bjork, cast.lill, cast.tall)[:units]:
        add_assessment(round, Level.UNDERVISNING, unit, cast.teachers)
    for participation in Participation.objects.filter(assessment__round=round):
        rate(participation, 4)
    close_round(round)
    statement = overall()
    with django_assert_num_queries(2):
        shown = figures(round, [statement])
        assert shown.organisation(Level.UNDERVISNING, statement).distribution.n == 6 * units
    with django_assert_num_queries(1):
        assert shown.unit(cast.bjork.pk, Level.UNDERVISNING, statement).distribution.n == 6
    with django_assert_num_queries(1):
        assert not comments(round, cast.bjork, from_above=True)


def test_comments_of_the_huvudman_level_stay_there(closed_round: Round) -> None:
    block = Assessment.objects.get(level=Level.HUVUDMAN).block
    assert block
    statement = overall(Level.HUVUDMAN)
    block.comments.create(
        factor=statement.factor, statement=statement, text="Vi behöver mötas oftare."
    )
    assert comments(closed_round, None, from_above=True)
    assert not comments(closed_round, None, from_above=False)


def test_units_of_the_same_name_are_told_apart_in_a_pool(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    Unit.objects.filter(pk=cast.lill.pk).update(name="Björkskolan")
    for person in [*cast.teachers, *cast.few]:
        answer(person, 4)
    close_round(open_round)
    figure = figures(open_round, []).unit(cast.bjork.pk, Level.UNDERVISNING, overall())
    assert figure.pooled_with == ("Björkskolan",)


# some units only


def test_a_pool_that_is_half_inside_is_left_out(closed_round: Round, cast: Cast) -> None:
    statement = overall()
    shown = figures(closed_round, [statement]).within([cast.bjork.pk, cast.tall.pk])
    assert shown.unit(cast.bjork.pk, Level.UNDERVISNING, statement) == Figure(
        Status.PARTLY, pooled_with=("Lillskolan",)
    )
    assert shown.organisation(Level.UNDERVISNING, statement) == Figure(Status.PARTLY)


def test_a_pool_that_is_whole_inside_is_counted(closed_round: Round, cast: Cast) -> None:
    statement = overall()
    shown = figures(closed_round, [statement]).within([cast.bjork.pk, cast.lill.pk])
    total = shown.organisation(Level.UNDERVISNING, statement)
    assert total == Figure(Status.SHOWN, Distribution(1, 3, 3, 1), answered=8, asked=8)
    assert shown.unit(cast.lill.pk, Level.UNDERVISNING, statement).shown


def test_other_units_are_outside_and_the_huvudman_never_is(closed_round: Round, cast: Cast) -> None:
    rektor, huvudman = overall(Level.REKTOR), overall(Level.HUVUDMAN)
    shown = figures(closed_round, [rektor, huvudman]).within([cast.bjork.pk])
    assert shown.unit(cast.lill.pk, Level.REKTOR, rektor) == Figure(Status.NOT_ASKED)
    assert shown.organisation(Level.REKTOR, rektor).distribution == Distribution(n4=1)
    assert shown.organisation(Level.HUVUDMAN, huvudman).distribution == Distribution(n3=1)
    assert [place.name for place in shown.places(Level.REKTOR)] == ["Björkskolan"]


def test_no_units_have_no_figures(closed_round: Round) -> None:
    shown = figures(closed_round, [overall()]).within([])
    assert shown.organisation(Level.UNDERVISNING, overall()) == Figure(Status.NOT_ASKED)


def test_a_selection_within_a_selection_splits_no_pool(closed_round: Round, cast: Cast) -> None:
    statement = overall()
    both = figures(closed_round, [statement]).within([cast.bjork.pk, cast.lill.pk])
    assert not both.within([cast.lill.pk]).organisation(Level.UNDERVISNING, statement).shown


@pytest.mark.parametrize("level", [Level.REKTOR, Level.UNDERVISNING])
def test_units_together_are_what_the_database_adds(closed_round: Round, level: Level) -> None:
    statement = overall(level)
    shown = figures(closed_round, [statement])
    total = shown.organisation(level, statement)
    assert total.shown
    assert shown.together(shown.places(level), statement) == total


def test_units_together_leave_out_a_pool_that_is_half_among_them(closed_round: Round) -> None:
    statement = overall()
    shown = figures(closed_round, [statement])
    first, *others = shown.places(Level.UNDERVISNING)
    assert shown.together([first], statement) == Figure(Status.PARTLY)
    assert shown.together(others, statement).answered == 0


def test_only_the_statements_that_are_told_are_told_unit_by_unit(
    closed_round: Round, cast: Cast
) -> None:
    rektor = overall(Level.REKTOR)
    shown = figures(closed_round, [overall(), rektor]).unit_by_unit([rektor])
    assert shown.unit(cast.bjork.pk, Level.REKTOR, rektor).shown
    assert not shown.unit(cast.bjork.pk, Level.UNDERVISNING, overall()).shown
    assert shown.organisation(Level.UNDERVISNING, overall()).shown


def test_a_unit_is_read_with_the_huvudman_and_its_pool_alone(
    closed_round: Round, cast: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    statements = [overall(level) for level in Level]
    with django_assert_num_queries(2):
        near = unit_figures(closed_round, cast.bjork.slug, statements)
        shown = [near.unit(cast.bjork.pk, each.level, each) for each in statements]
    everywhere = figures(closed_round, statements)
    assert shown == [everywhere.unit(cast.bjork.pk, each.level, each) for each in statements]
    assert shown[2].pooled_with == ("Lillskolan",)
    assert not near.unit(cast.tall.pk, Level.REKTOR, statements[1]).shown
    assert near.places(Level.REKTOR) == [
        place for place in everywhere.places(Level.REKTOR) if place.unit == cast.bjork.pk
    ]
