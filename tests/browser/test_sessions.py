"""Being signed out: warned in time, nothing lost, and nothing left to read."""

import re
import time
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from assessments.models import Participation, Rating, Round
from factors.models import Edition
from portal.sessions import BEGAN, IDLE, LONGEST, SEEN, SessionStore
from tests.assessments.conftest import open_round  # noqa: F401
from tests.browser.conftest import SignIn, sign_in
from tests.conftest import Cast

NEW_ROUND = "/ekby/omgangar/ny/"
SIGN_IN = re.compile(r"/logga-in/\?next=")
DRAFT = "sessionStorage.getItem('styrkedjan.utkast')"


def let_pass(seconds: int, *kept: str) -> None:
    """As if the session had been left alone for so long, but for what is kept."""
    session = SessionStore(Session.objects.get().session_key)
    for moment in {BEGAN, SEEN} - {*kept}:
        session[moment] -= seconds
    session.save()


def idle(page: Page, seconds: int) -> None:
    """Time passes for the server and in the browser."""
    let_pass(seconds)
    page.clock.fast_forward(seconds * 1000)
    page.clock.run_for(4_000)


def warning(page: Page) -> Locator:
    return page.get_by_role("alertdialog")


@pytest.fixture
def page(cast: Cast, edition: Edition, signed_in_page: SignIn) -> Iterator[Page]:
    """The administrator's, where a new round is being written."""
    page = signed_in_page(cast.admin)
    page.clock.install()
    page.goto(NEW_ROUND)
    return page


def test_a_warning_comes_in_time_and_one_press_keeps_the_person_signed_in(page: Page) -> None:
    page.get_by_label("Titel").fill("Hösten")
    idle(page, IDLE - 100)
    expect(warning(page)).to_be_visible()
    expect(warning(page)).to_contain_text("Du loggas ut om 2 minuter")
    button = warning(page).get_by_role("button", name="Fortsätt")
    expect(button).to_be_focused()
    with page.expect_response("**/logga-in/fortsatt/"):
        button.click()
    expect(warning(page)).to_be_hidden()
    expect(page.get_by_label("Titel")).to_have_value("Hösten")
    assert time.time() - SessionStore(Session.objects.get().session_key)[SEEN] < 60


def test_esc_is_a_sign_of_life_too(page: Page) -> None:
    idle(page, IDLE - 100)
    expect(warning(page)).to_be_visible()
    with page.expect_response("**/logga-in/fortsatt/"):
        page.keyboard.press("Escape")
    expect(warning(page)).to_be_hidden()


def test_whoever_writes_is_not_disturbed(page: Page) -> None:
    let_pass(IDLE - 100)
    page.clock.fast_forward((IDLE - 180) * 1000)
    page.get_by_label("Titel").press_sequentially("Hö")
    with page.expect_response("**/logga-in/fortsatt/") as continued:
        page.clock.fast_forward(80_000)
        page.clock.run_for(4_000)
    assert continued.value.json()["seconds"] > IDLE - 100
    expect(warning(page)).to_be_hidden()
    expect(page.get_by_label("Titel")).to_be_focused()


def test_one_press_is_enough_for_all_tabs(page: Page) -> None:
    other = page.context.new_page()
    other.clock.install()
    other.goto("/ekby/")
    idle(page, IDLE - 100)
    other.clock.fast_forward((IDLE - 100) * 1000)
    other.clock.run_for(4_000)
    expect(warning(page)).to_be_visible()
    expect(warning(other)).to_be_visible()
    warning(page).get_by_role("button", name="Fortsätt").click()
    expect(warning(other)).to_be_hidden()


def test_after_twelve_hours_nothing_gives_more_time(page: Page) -> None:
    let_pass(LONGEST - 100, SEEN)
    page.clock.fast_forward((IDLE - 100) * 1000)
    page.clock.run_for(4_000)
    expect(warning(page)).to_contain_text("Du har varit inloggad i 12 timmar")
    warning(page).get_by_role("button", name="Stäng").click()
    page.clock.run_for(4_000)
    expect(warning(page)).to_be_hidden()


def test_what_was_written_is_there_again_after_signing_in(cast: Cast, page: Page) -> None:
    page.get_by_label("Titel").fill("Hösten")
    with page.expect_response(f"**{NEW_ROUND}"):  # the foresight, which is asked for
        page.get_by_label("Ansvar", exact=True).check()
    idle(page, IDLE - 100)
    expect(warning(page)).to_be_visible()
    let_pass(120)
    page.clock.fast_forward(120_000)
    page.wait_for_url(SIGN_IN)
    expect(page.locator("#messages")).to_contain_text(
        "Du loggades ut eftersom du inte hade gjort något på en halvtimme."
    )
    sign_in(page.context, cast.admin, page.url.partition("/logga-in")[0])
    page.goto(NEW_ROUND)
    expect(page.get_by_label("Titel")).to_have_value("Hösten")
    expect(page.get_by_label("Ansvar", exact=True)).to_be_checked()
    expect(page.locator("#messages")).to_contain_text("står kvar här, men är inte sparat än")
    page.reload()
    expect(page.get_by_label("Titel")).to_have_value("")


def test_what_was_written_is_nobody_elses(cast: Cast, page: Page) -> None:
    page.get_by_label("Titel").fill("Hösten")
    let_pass(IDLE)
    page.clock.fast_forward(IDLE * 1000)
    page.clock.run_for(4_000)
    page.wait_for_url(SIGN_IN)
    assert "Hösten" in page.evaluate(DRAFT)
    sign_in(page.context, cast.skolchef, page.url.partition("/logga-in")[0])
    page.goto("/ekby/")
    assert page.evaluate(DRAFT) is None


def test_answers_are_saved_before_anything_is_said_and_that_is_a_sign_of_life(
    cast: Cast,
    open_round: Round,  # noqa: F811
    signed_in_page: SignIn,
) -> None:
    page = signed_in_page(cast.teachers[0])
    mine = Participation.objects.get(user=cast.teachers[0])
    page.clock.install()
    page.goto(f"/ekby/svar/{mine.pk}/faktor/1/")
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)  # nothing is tried again by time
    page.route("**/spara/", lambda route: route.abort())
    page.locator(".scale input[value='3']").first.check()
    page.clock.run_for(10)
    expect(page.locator("[data-banner=waiting]")).to_be_visible()
    page.unroute("**/spara/")
    let_pass(IDLE - 100)
    with page.expect_response("**/spara/"):
        page.evaluate("document.dispatchEvent(new Event('session:ending'))")
    expect(page.locator("[data-banner=waiting]")).to_be_hidden()
    assert Rating.objects.get().step == 3
    page.clock.run_for((IDLE - 100) * 1000)
    expect(warning(page)).to_be_hidden()


def test_after_signing_out_back_shows_nothing(page: Page) -> None:
    page.goto("/ekby/inbjudningar/")
    page.get_by_role("button", name="Logga ut").first.click()
    page.wait_for_url(lambda url: "/ekby/" not in url)
    page.go_back()
    page.wait_for_url(SIGN_IN)
    expect(page.locator("body")).not_to_contain_text("Rut")
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("Hösten")


def test_signed_out_in_one_tab_the_other_shows_nothing(page: Page) -> None:
    other = page.context.new_page()
    other.goto("/ekby/inbjudningar/")
    other.goto("/ekby/omgangar/")
    page.get_by_role("button", name="Logga ut").first.click()
    other.wait_for_url(SIGN_IN)
    other.go_back()
    expect(other.locator("h1")).to_have_text("Logga in")
    expect(other.locator("body")).not_to_contain_text("Rut")
