"""The report's part on sub-goals: as they had been chosen and read when it was made."""

import datetime
import re
from html import unescape

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, QualityReport, Round
from assessments.report.storage import report_html
from factors.models import Edition, Factor, FigureLink, FigureReading, SubGoalLink
from portal.models import Unit
from tests.conftest import Cast
from tests.factors.figures import (
    BJORK,
    FEW,
    LILL,
    MERIT,
    add_codes,
    add_figures,
    add_link,
    answer,
    figure,
)
from tests.factors.sub_goals import add_concern, add_goal

HEADING = "Delmål som ni arbetar med"
MEASURE = "Genomsnittligt meritvärde i årskurs 9"
A_DAY = datetime.timedelta(days=1)


def html_of(round: Round, unit: Unit | None = None, days: int = 0) -> str:
    """Of a report made today, or so many days ago."""
    made_at = timezone.now() - days * A_DAY
    return report_html(QualityReport(round=round, unit=unit, made_at=made_at))


def part_of(round: Round, unit: Unit | None = None) -> str:
    chapter = html_of(round, unit).partition('id="delmal"')[2].partition('id="underlag"')[0]
    return plain(f"<p{chapter}")


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def factor(edition: Edition) -> Factor:
    return edition.factors.get(slug="ansvar")


@pytest.fixture
def linked(cast: Cast, edition: Edition, factor: Factor) -> FigureLink:
    add_codes(cast)
    add_figures(
        cast,
        answer(BJORK, **{MERIT: [figure("231,5"), figure("..", "2023/24", FEW)]}),
        answer(LILL, **{MERIT: [figure("..", kind=FEW)]}),
    )
    link = add_link(cast, edition)
    add_concern(cast, factor, link.sub_goal)
    add_concern(cast, factor, link.sub_goal, row=1)
    return link


def test_where_nothing_is_linked_the_report_is_the_same_to_the_letter(
    closed_round: Round, cast: Cast, edition: Edition
) -> None:
    before = [html_of(closed_round, unit) for unit in (None, cast.bjork)]
    add_goal(edition, 1)
    add_codes(cast)
    add_figures(cast, answer(BJORK, **{MERIT: [figure("231,5")]}))
    add_link(cast, edition)
    assert [html_of(closed_round, unit) for unit in (None, cast.bjork)] == before
    assert HEADING not in before[0]


def test_the_huvudmans_tells_sub_goals_with_figures_of_all_and_statistics_in_short(
    closed_round: Round, cast: Cast, linked: FigureLink
) -> None:
    page = part_of(closed_round)
    assert "har Ekby kommun själv valt: det är ingen nationell koppling." in page
    assert "Skattningarna gäller alla enheter i omgången" in page
    assert "Delmål 1. Delmål nummer 1. Ansvar, hela faktorn 3,0 1 svar 3,0 2 svar" in page
    assert "Ansvar, rad 1 4,0 1 svar 3,0 2 svar 2,6 8 svar" in page
    assert f"{MEASURE} delmål 1 2024/25: 231,5 på 1 enhet. För få elever: 1 enhet." in page
    assert "statistik.json, läst" in page
    assert "Det är inga nationella indikatorer." in page


def test_a_units_tells_its_own_in_words_where_there_is_no_number(
    closed_round: Round, cast: Cast, linked: FigureLink
) -> None:
    assert "2023/24: För få elever 2024/25: 231,5" in part_of(closed_round, cast.bjork)
    other = part_of(closed_round, cast.lill)
    assert "2024/25: För få elever" in other
    assert "231,5" not in other
    assert HEADING not in html_of(closed_round, cast.tall)


def test_the_contents_lead_there(closed_round: Round, linked: FigureLink) -> None:
    html = html_of(closed_round)
    assert f'<a href="#delmal">{HEADING}</a>' in html
    assert html.count('id="delmal"') == 1


def test_what_is_chosen_or_read_after_the_report_was_made_is_no_part_of_it(
    closed_round: Round, cast: Cast, linked: FigureLink
) -> None:
    assert HEADING not in html_of(closed_round, days=2)
    SubGoalLink.objects.update(linked_on=timezone.localdate() - 3 * A_DAY)
    early = html_of(closed_round, days=2)
    assert HEADING in early
    assert MEASURE not in early
    FigureLink.objects.update(linked_on=timezone.localdate() - 3 * A_DAY)
    assert "231,5" not in html_of(closed_round, days=2)
    FigureReading.objects.update(made_at=timezone.now() - 3 * A_DAY)
    assert "231,5" in html_of(closed_round, days=2)


@pytest.mark.parametrize("units", [1, 3])
def test_it_takes_the_same_queries_however_many_units_and_links(
    closed_round: Round,
    cast: Cast,
    edition: Edition,
    factor: Factor,
    linked: FigureLink,
    units: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Unit.objects.filter(pk=cast.tall.pk).update(school_forms=["GR"])
    for row in range(2, units + 1):
        add_concern(cast, factor, add_goal(edition, row), row=1)
    kept = [cast.bjork, cast.lill, cast.tall][:units]
    left = Assessment.objects.filter(round=closed_round, unit__isnull=False)
    left.exclude(unit__in=kept).delete()
    round = Round.objects.select_related("organisation").get(pk=closed_round.pk)
    with django_assert_num_queries(25):
        html_of(round)
