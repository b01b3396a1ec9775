"""The answering pages are accessible on wide and narrow screens, light and dark."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from assessments.closing import close_round
from assessments.models import Participation, Reflection, Round
from factors.models import Prompt, Statement
from portal.models import User
from portal.terms import Level
from tests.assessments.conftest import Answer, answer, open_round  # noqa: F401
from tests.browser.accessibility import problems
from tests.browser.conftest import SignIn
from tests.browser.test_answering import SAVE, choose, comment, expect_saved, question, status
from tests.conftest import Cast

LONG = "arbetslagsgemensamma kompetensförsörjningsstrategier och ansvarsfördelningsdialoger. " * 4


@pytest.fixture
def participation(cast: Cast, open_round: Round, answer: Answer) -> Participation:  # noqa: F811
    participation = answer(cast.teachers[0], 3, None)
    factor = Statement.objects.filter(level=Level.UNDERVISNING, row=1).first().factor
    factor.statements.filter(row=1).update(text=LONG)
    Statement.objects.create(
        factor=factor, row=2, level=Level.UNDERVISNING, text="halv", complete=False
    )
    Reflection.objects.create(
        participation=participation,
        factor=factor,
        prompt=Prompt.objects.get(position=1),
        text="Min tanke",
        shared=True,
        token=uuid4(),
    )
    return participation


@pytest.fixture
def page(signed_in_page: SignIn, participation: Participation, cast: Cast) -> Page:
    return signed_in_page(cast.teachers[0])


@pytest.mark.parametrize("where", ["", "faktor/1/", "granska/", "ta-tillbaka/", "glom/"])
def test_each_page(page: Page, participation: Participation, where: str) -> None:
    page.goto(f"/ekby/svar/{participation.pk}/{where}")
    page.evaluate("document.querySelectorAll('details').forEach((it) => it.open = true)")
    assert problems(page) == []


@pytest.mark.parametrize("who", ["few", "rektor", "skolchef"])
def test_the_promise_to_each(
    signed_in_page: SignIn, participation: Participation, cast: Cast, who: str
) -> None:
    user: User = cast.few[0] if who == "few" else getattr(cast, who)
    page = signed_in_page(user)
    page.goto(f"/ekby/svar/{Participation.objects.get(user=user).pk}/")
    page.evaluate("document.querySelectorAll('details').forEach((it) => it.open = true)")
    assert problems(page) == []


def test_saved_waiting_and_in_conflict(page: Page, participation: Participation) -> None:
    page.goto(f"/ekby/svar/{participation.pk}/faktor/1/")
    other = page.context.new_page()
    other.goto(page.url)
    choose(other, "Stämmer helt")
    expect_saved(status(other))
    choose(page, "Stämmer inte")
    expect(question(page).locator(".conflict")).to_be_visible()
    page.route(SAVE, lambda route: route.abort())
    comment(page, 2).fill("Utan nät.")
    expect(page.locator("[data-banner=waiting]")).to_be_visible()
    assert problems(page) == []


def test_the_help(page: Page, participation: Participation) -> None:
    page.goto(f"/ekby/svar/{participation.pk}/faktor/1/")
    page.keyboard.press("?")
    assert problems(page) == []


def test_closed_with_a_text_that_came_too_late(
    page: Page,
    participation: Participation,
    open_round: Round,  # noqa: F811
) -> None:
    page.goto(f"/ekby/svar/{participation.pk}/faktor/1/")
    close_round(open_round)
    comment(page).fill(LONG)
    expect(page.locator("[data-banner=closed]")).to_be_visible()
    assert problems(page) == []
    page.goto(f"/ekby/svar/{participation.pk}/")
    assert problems(page) == []
