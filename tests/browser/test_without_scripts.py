"""The same way where the browser runs no scripts: made, opened, answered, handed in, closed."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Participation, Rating, Round
from assessments.terms import RoundState
from factors.models import Edition
from portal.days import today
from tests.browser.conftest import PHONE, SignIn
from tests.browser.test_journey import CLOSES, follow, press, told
from tests.conftest import Cast


def test_the_same_way(cast: Cast, edition: Edition, signed_in_page: SignIn) -> None:
    admin = signed_in_page(cast.admin, java_script_enabled=False)
    make_and_open(admin)
    answer(signed_in_page(cast.teachers[0], java_script_enabled=False, viewport=PHONE))
    participation = Participation.objects.get(user=cast.teachers[0])
    assert participation.response.handed_in_on == today()
    assert list(Rating.objects.order_by("pk").values_list("step", flat=True)) == [3, 4]
    close(admin)
    assert Round.objects.get().state is RoundState.CLOSED


def make_and_open(page: Page) -> None:
    page.goto("/ekby/omgangar/ny/")
    page.get_by_label("Titel").fill("Utan skript")
    page.get_by_label("Ansvar", exact=True).check()
    page.get_by_label("Undervisning", exact=True).check()
    page.get_by_role("button", name="Grundskola (2)").click()
    expect(page.get_by_label("Titel")).to_have_value("Utan skript")
    expect(page.locator("#preview")).to_contain_text("8 personer tillfrågas")
    page.get_by_label("Första dag").fill(today().isoformat())
    page.get_by_label("Sista dag").fill(CLOSES.isoformat())
    press(page, "Spara utkast")
    press(page, "Öppna nu")
    expect(told(page)).to_have_text("Omgången är öppen.")


def answer(page: Page) -> None:
    page.goto("/")
    follow(page, re.compile("^Börja, ca"))
    follow(page, "Börja")
    page.locator("#pastaende-1").get_by_role("radio", name="Stämmer till stor del").check()
    page.locator("#pastaende-2").get_by_role("radio", name="Stämmer helt").check()
    press(page, "Spara och granska")
    expect(page.locator("main")).to_contain_text("2 av 2 besvarade")
    press(page, "Lämna in")
    expect(page.locator("main")).to_contain_text("Tack, dina svar är inlämnade")


def close(page: Page) -> None:
    follow(page, "Stäng i förtid")
    page.get_by_label("Ja, stäng omgången för alla.").check()
    press(page, "Stäng omgången")
    expect(told(page)).to_have_text("Omgången är stängd.")


@pytest.mark.parametrize("written", ["18 december", "18/12/2026", "2026-02-30", "😀"])
def test_a_day_written_otherwise_is_told(
    cast: Cast, edition: Edition, signed_in_page: SignIn, written: str
) -> None:
    """As in a browser that has no calendar of its own."""
    page = signed_in_page(cast.admin)
    page.goto("/ekby/omgangar/ny/")
    page.evaluate("document.querySelectorAll('[type=date]').forEach((it) => it.type = 'text')")
    page.get_by_label("Titel").fill("Hösten")
    page.get_by_label("Första dag").fill(written)
    page.get_by_label("Sista dag").fill(today().isoformat())
    press(page, "Spara utkast")
    expect(page.locator("main")).to_contain_text("Skriv dagen som år-månad-dag, till exempel")
    expect(page.locator("[name=opens_on]")).to_have_attribute("value", written)
    assert not Round.objects.exists()
