"""The mirror in a real browser: it saves itself like other answers, on accessible pages."""

import pytest
from playwright.sync_api import expect

from assessments.closing import close_round
from assessments.models import Participation, Rating, Round
from tests.assessments.conftest import mirror, mirror_round, open_round, rate  # noqa: F401
from tests.browser.accessibility import problems
from tests.browser.conftest import SignIn
from tests.browser.test_answering import address, choose, expect_saved, status
from tests.conftest import Cast


@pytest.fixture
def round(mirror_round: Round) -> Round:  # noqa: F811
    return mirror_round


def test_a_mirrored_row_saves_itself_and_counts(
    signed_in_page: SignIn, cast: Cast, round: Round
) -> None:
    page = signed_in_page(cast.teachers[0])
    page.goto(address(cast.teachers[0]))
    choose(page, "2 Stämmer delvis", number=3)
    expect_saved(status(page, 3))
    expect(page.locator("[data-part-count]")).to_have_text("1 av 4 besvarade")
    assert Rating.objects.get().response.mirror_of.user == cast.teachers[0]
    page.reload()
    expect(page.locator("#pastaende-3 input:checked")).to_have_value("2")


@pytest.mark.parametrize("where", ["", "faktor/1/", "granska/"])
def test_each_page_of_a_rektor(
    signed_in_page: SignIn, cast: Cast, round: Round, where: str
) -> None:
    page = signed_in_page(cast.rektor)
    page.goto(f"/ekby/svar/{Participation.objects.get(user=cast.rektor).pk}/{where}")
    page.evaluate("document.querySelectorAll('details').forEach((it) => it.open = true)")
    assert problems(page) == []


def test_the_factor_page_with_both_sides(signed_in_page: SignIn, cast: Cast, round: Round) -> None:
    for teacher in cast.teachers:
        participation = Participation.objects.get(user=teacher)
        rate(participation, 3, 3, 3, 3)
        mirror(participation, 2, 3, 2, 3)
    close_round(round)
    page = signed_in_page(cast.skolchef)
    page.goto(f"/ekby/omgangar/{round.pk}/enheter/bjorkskolan/1/")
    expect(page.locator(".mirrored").first).to_be_visible()
    assert problems(page) == []
