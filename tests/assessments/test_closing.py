"""Closing: what is counted, what is copied, what is forgotten."""

import pytest

from assessments.disclosure import Status, figures
from assessments.distribution import Distribution
from assessments.models import Rating, Response, Round
from factors.models import Statement
from portal.terms import Level
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def overall(level: Level) -> Statement:
    return Statement.objects.get(factor__slug="ansvar", row=0, level=level)


def test_a_small_unit_shares_the_figures_of_the_smallest_block(
    closed_round: Round, cast: Cast
) -> None:
    statement = overall(Level.UNDERVISNING)
    shown = figures(closed_round, [statement])
    at_bjork = shown.unit(cast.bjork.pk, Level.UNDERVISNING, statement)
    at_lill = shown.unit(cast.lill.pk, Level.UNDERVISNING, statement)
    assert at_bjork.distribution == at_lill.distribution == Distribution(1, 3, 3, 1)
    assert (at_bjork.answered, at_bjork.asked) == (8, 8)
    assert at_bjork.pooled_with == ("Lillskolan",)
    assert at_lill.pooled_with == ("Björkskolan",)


def test_a_unit_without_answers_is_told_apart(closed_round: Round, cast: Cast) -> None:
    statement = overall(Level.REKTOR)
    figure = figures(closed_round, [statement]).unit(cast.tall.pk, Level.REKTOR, statement)
    assert (figure.status, figure.answered, figure.asked) == (Status.NONE, 0, 1)


def test_the_anonymous_answers_are_gone_and_the_role_answers_stay(closed_round: Round) -> None:
    assert not Response.objects.filter(assessment__level=Level.UNDERVISNING).exists()
    assert not Rating.objects.filter(statement__level=Level.UNDERVISNING).exists()
    assert Rating.objects.filter(statement__level=Level.REKTOR).count() == 12
    assert Response.objects.filter(participation=None).count() == 0
