"""What a measure says of many units in a sentence: lowest, highest, and why others have none."""

import pytest

from factors.figures.beside_goals import goal_figures
from factors.figures.newest import newest
from factors.models import Edition
from portal.models import Unit
from portal.terms import SchoolForm
from tests.conftest import Cast, add_unit
from tests.factors.figures import BJORK, FEW, LILL, MERIT, add_codes, add_figures, add_link, answer
from tests.factors.figures import figure as given


@pytest.fixture
def linked(cast: Cast, edition: Edition) -> Edition:
    add_codes(cast)
    add_link(cast, edition)
    return edition


def said(cast: Cast, edition: Edition) -> str:
    units = cast.organisation.units.all()
    return newest(goal_figures(cast.organisation, edition, "GR", units)[0].measures[0])


def test_the_lowest_and_the_highest_by_value_and_not_by_text(cast: Cast, linked: Edition) -> None:
    add_figures(
        cast,
        answer(BJORK, **{MERIT: [given("1 040,5")]}),
        answer(LILL, **{MERIT: [given("99,5"), given("5", "2023/24")]}),
    )
    assert said(cast, linked) == "2024/25: 99,5 till 1 040,5 på 2 enheter."


def test_the_same_figure_stands_once(cast: Cast, linked: Edition) -> None:
    add_figures(cast, *(answer(code, **{MERIT: [given("7,0")]}) for code in (BJORK, LILL)))
    assert said(cast, linked) == "2024/25: 7,0 på 2 enheter."


def test_what_is_suppressed_or_not_read_is_told_in_words_and_never_0(
    cast: Cast, linked: Edition
) -> None:
    add_unit(cast.organisation, "Askskolan", "askskolan", SchoolForm.GR)
    add_figures(
        cast,
        answer(BJORK, **{MERIT: [given("..", kind=FEW)]}),
        answer(LILL, **{MERIT: [given("0,0", "2023/24")]}),
    )
    assert said(cast, linked) == "2024/25: För få elever: 1 enhet. Inte inläst: 2 enheter."


def test_zero_is_a_figure(cast: Cast, linked: Edition) -> None:
    add_figures(cast, answer(BJORK, **{MERIT: [given("0,0")]}))
    assert said(cast, linked) == "2024/25: 0,0 på 1 enhet. Inte inläst: 1 enhet."


def test_a_unit_with_programmes_counts_once(cast: Cast, linked: Edition) -> None:
    Unit.objects.filter(pk=cast.lill.pk).delete()
    programmes = [
        {"programCode": code, MERIT: [given(value)]} for code, value in (("NA", "2"), ("EK", "1"))
    ]
    add_figures(cast, answer(BJORK, programMetrics=programmes))
    assert said(cast, linked) == "2024/25: 1 till 2 på 1 enhet."


def test_nothing_read_is_said(cast: Cast, linked: Edition) -> None:
    assert said(cast, linked) == "Inget är inläst för de här enheterna än."
