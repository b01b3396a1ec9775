"""Beside a row that has changed stands what was worked with meanwhile, and nothing of why."""

import re

import pytest

from assessments.models import Action, Round
from assessments.terms import ActionStatus
from factors.models import Edition
from portal.days import today
from tests.assessments.cycle.conftest import DAY, add_action
from tests.assessments.test_results import read
from tests.assessments.test_trend import HERE, Held, address, held, results_of
from tests.conftest import Cast

__all__ = ["held"]
WORDS = "Under tiden har ni arbetat med:"


@pytest.fixture
def later(held: Held) -> Round:
    """All that Björkskolan is asked has changed by a step since the round before it."""
    held("Våren", 2)
    return held("Hösten", 3)


def worked_on(action: Action, edition: Edition, *rows: int) -> Action:
    for row in rows:
        action.rows.create(factor=edition.factors.get(slug="ansvar"), row=row)
    return action


def rows_with(text: str, title: str) -> int:
    return len(re.findall(rf"{WORDS} [^.]*{title}", text))


def test_an_action_stands_beside_its_row_and_the_factors_as_a_whole_beside_all(
    later: Round, cast: Cast, edition: Edition
) -> None:
    worked_on(add_action(cast.organisation, cast.bjork, "Bara rad ett"), edition, 1)
    worked_on(add_action(cast.organisation, cast.bjork, "Hela faktorn"), edition, 0)
    add_action(cast.organisation, cast.bjork, "Utan rad")
    for user in (cast.teachers[0], cast.rektor, cast.skolchef):
        text = read(user, results_of(later, HERE))
        # The factor as a whole, and its row; the other factor has changed as much.
        assert rows_with(text, "Bara rad ett") == 2
        assert rows_with(text, "Hela faktorn") == 2
        assert "Utan rad" not in text
    text = read(cast.rektor, address(later, HERE))
    assert rows_with(text, "Bara rad ett") == 4  # what changed most, and row by row
    assert rows_with(text, "Hela faktorn") == 5  # rektor's second row too


@pytest.mark.parametrize(
    "changed",
    [
        {"status": ActionStatus.PLANNED},
        {"status": ActionStatus.DROPPED},
        {"begins_on": today() - 90 * DAY, "ends_on": today() - 60 * DAY},
        {"begins_on": today() + 60 * DAY, "ends_on": today() + 90 * DAY},
    ],
)
def test_what_was_not_worked_with_between_the_rounds_is_not_told(
    later: Round, cast: Cast, edition: Edition, changed: dict[str, object]
) -> None:
    worked_on(add_action(cast.organisation, cast.bjork, **changed), edition, 0, 1)
    assert WORDS not in read(cast.rektor, results_of(later, HERE))


def test_only_the_places_own_actions_are_told(later: Round, cast: Cast, edition: Edition) -> None:
    worked_on(add_action(cast.organisation, cast.bjork, "Björks"), edition, 0)
    worked_on(add_action(cast.organisation, cast.lill, "Lills"), edition, 0)
    worked_on(add_action(cast.organisation, None, "Huvudmannens"), edition, 0)
    unit, all_of_it = (read(cast.admin, results_of(later, *place)) for place in ([HERE], []))
    for text, own, others in (
        (unit, "Björks", ("Lills", "Huvudmannens")),
        (all_of_it, "Huvudmannens", ("Björks", "Lills")),
    ):
        assert rows_with(text, own)
        assert not any(rows_with(text, other) for other in others)


def test_a_row_that_is_as_before_has_no_actions_beside_it(
    held: Held, cast: Cast, edition: Edition
) -> None:
    held("Våren", 3)
    worked_on(add_action(cast.organisation, cast.bjork), edition, 0, 1)
    assert WORDS not in read(cast.rektor, address(held("Hösten", 3), HERE))
