"""A unit beside all units together: never so that another unit's figure could be worked out."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.closing import close_round, close_unit
from assessments.disclosure import AllUnits, all_units, figures
from assessments.distribution import Distribution
from assessments.models import Round
from assessments.results.beside import leaves_others_alone
from factors.models import Edition
from portal.terms import Level
from tests.assessments.conftest import overall, rate
from tests.assessments.test_results import get, read
from tests.assessments.test_trend import answers_in, more_units, opened
from tests.conftest import Cast

HERE = "bjorkskolan"


@pytest.mark.parametrize(
    ("own", "everybody", "blocks", "may"),
    [
        (6, 16, 3, True),
        (6, 6, 1, False),
        (6, 12, 2, False),
        (1, 5, 5, False),
        (1, 6, 6, True),
        (0, 12, 2, False),
        (0, 12, 3, False),
    ],
)
def test_what_is_left_is_of_two_blocks_and_five_voices(own, everybody, blocks, may):
    voices = AllUnits(Distribution(n3=everybody), blocks)
    assert leaves_others_alone(Distribution(n3=own), voices, floor=5) is may


def test_the_sum_of_all_units_is_of_the_blocks_that_have_a_step(wide_round: Round, cast: Cast):
    level, statement = Level.UNDERVISNING, overall()
    assert all_units(wide_round, [statement]) == {}
    close_round(wide_round)
    found = all_units(wide_round, [statement])[statement.pk]
    every = figures(wide_round, [statement])
    assert found == AllUnits(every.organisation(level, statement).distribution, 7)


@pytest.fixture
def wide_round(cast: Cast, edition: Edition) -> Round:
    """Open. Björkskolan's six chose 2; the five teachers at each of six other schools 3."""
    round = opened(cast, edition, "Hösten", (cast.bjork, *more_units(cast, 6)))
    for participation in answers_in(round):
        step = 2 if participation.assessment.unit_id == cast.bjork.pk else 3
        rate(participation, step, step, step, step, step, step)
    return round


def of_unit(round: Round, unit: str = HERE) -> str:
    return reverse("assessments:unit_results", args=[round.organisation.slug, round.pk, unit])


def test_a_unit_stands_beside_all_units_at_its_own_levels(wide_round: Round, cast: Cast):
    close_round(wide_round)
    response = get(cast.rektor, of_unit(wide_round))
    found = response.context["beside"]
    assert [(one.asked.position, one.level) for one in found] == [
        (position, level) for position in (1, 2) for level in (Level.REKTOR, Level.UNDERVISNING)
    ]
    text = read(cast.teachers[0], of_unit(wide_round)).split("Jämfört med alla enheter")[1]
    assert "2,0 här och 2,8 hos alla enheter (n = 6 och 36)." in text
    assert "2,0 här och 2,9 hos alla enheter (n = 1 och 7)." in text
    assert "Skola 1" not in text


def test_with_one_other_unit_nothing_is_compared(cast: Cast, edition: Edition):
    round = opened(cast, edition, "Hösten", (cast.bjork, *more_units(cast, 1)))
    for participation in answers_in(round):
        rate(participation, 3, 3, 3, 3)
    close_round(round)
    response = get(cast.rektor, of_unit(round))
    assert response.context["beside"] == []
    assert "för få andra enheter" in response.content.decode()


def test_a_pool_is_one_other_block_however_many_its_units(cast: Cast, edition: Edition):
    small = more_units(cast, 3)
    for unit in small:
        unit.memberships.filter(role="undervisning").order_by("-pk")[0].delete()
        unit.memberships.filter(role="undervisning").order_by("-pk")[0].delete()
    round = opened(cast, edition, "Hösten", (cast.bjork, *small))
    for participation in answers_in(round):
        rate(participation, 3, 3, 3, 3)
    close_round(round)
    assert get(cast.rektor, of_unit(round)).context["beside"] == []


def test_while_the_round_is_open_there_is_no_sum_to_stand_beside(wide_round: Round, cast: Cast):
    close_unit(wide_round, cast.bjork)
    response = get(cast.rektor, of_unit(wide_round))
    assert response.context["beside"] == []


@pytest.mark.parametrize("others", [2, 6])
def test_queries_do_not_grow_with_the_units(
    cast: Cast, edition: Edition, client: Client, django_assert_num_queries, others: int
):
    round = opened(cast, edition, "Hösten", (cast.bjork, *more_units(cast, others)))
    for participation in answers_in(round):
        rate(participation, 3, 3, 3, 3)
    close_round(round)
    client.force_login(cast.rektor)
    with django_assert_num_queries(13):
        assert client.get(of_unit(round)).status_code == 200
