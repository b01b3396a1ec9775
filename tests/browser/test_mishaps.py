"""What hands do: they press twice, go back, keep two tabs open and paste anything anywhere."""

import datetime

import pytest
from playwright.sync_api import Page, Request, expect

from assessments.models import Participation, Round
from assessments.opening import open_round as open_draft
from factors.models import Edition
from portal.days import today
from tests.assessments.conftest import open_round  # noqa: F401
from tests.browser.conftest import SignIn
from tests.browser.test_journey import CLOSES, press, told
from tests.conftest import Cast

EARLIER = today() - datetime.timedelta(days=1)


@pytest.fixture
def form(cast: Cast, edition: Edition, signed_in_page: SignIn) -> Page:
    """A new round, filled in and ready to be saved."""
    page = signed_in_page(cast.admin)
    page.goto("/ekby/omgangar/ny/")
    fill(page)
    return page


def fill(page: Page) -> None:
    page.get_by_label("Titel").fill("Hösten")
    for choice in ("Ansvar", "Undervisning"):
        page.get_by_label(choice, exact=True).check()
    page.get_by_label("Björkskolan").check()
    page.get_by_label("Första dag").fill(today().isoformat())
    page.get_by_label("Sista dag").fill(CLOSES.isoformat())


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def press_twice(page: Page, name: str) -> list[Request]:
    """The requests that come of it, when the second press comes before the answer to the first."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    button = page.get_by_role("button", name=name, exact=True).last
    button.evaluate("(it) => { setTimeout(() => it.click(), 15); it.click() }")
    page.wait_for_event("load")
    return [each for each in sent if each.method == "POST" and each.is_navigation_request()]


def test_a_button_pressed_twice_sends_once(form: Page) -> None:
    assert len(press_twice(form, "Spara utkast")) == 1
    assert Round.objects.count() == 1
    assert len(press_twice(form, "Öppna nu")) == 1
    expect(told(form)).to_have_text("Omgången är öppen.")


def test_back_again_the_form_can_be_sent_anew(form: Page) -> None:
    form.get_by_label("Sista dag").fill("")
    press(form, "Spara utkast")
    expect(form.locator("main")).to_contain_text("Välj en dag.")
    form.go_back()
    fill(form)
    press(form, "Spara utkast")
    assert heading(form) == "Hösten"
    assert Round.objects.count() == 1


def test_of_two_tabs_with_a_draft_the_last_saved_counts_as_a_whole(form: Page) -> None:
    press(form, "Spara utkast")
    address = f"/ekby/omgangar/{Round.objects.get().pk}/andra/"
    form.goto(address)
    other = form.context.new_page()
    other.goto(address)
    other.get_by_label("Titel").fill("Våren")
    other.get_by_label("Lillskolan").check()
    press(other, "Spara utkast")
    form.get_by_label("Rektor", exact=True).check()
    press(form, "Spara utkast")
    saved = Round.objects.get()
    assert saved.title == "Hösten"
    assert {str(each.unit) for each in saved.assessments.all()} == {"Björkskolan"}
    assert saved.assessments.count() == 2


def test_a_draft_that_opened_in_another_tab_is_told(form: Page) -> None:
    press(form, "Spara utkast")
    draft = Round.objects.get()
    form.goto(f"/ekby/omgangar/{draft.pk}/andra/")
    open_draft(draft)
    form.get_by_label("Titel").fill("För sent")
    press(form, "Spara utkast")
    expect(told(form)).to_contain_text("Omgången har öppnat, så den kan inte ändras längre.")
    assert heading(form) == "Hösten"


@pytest.mark.parametrize(
    ("label", "written", "answer"),
    [
        ("Titel", "x" * 101, "Titeln har 101 tecken. Korta den till högst 100."),
        ("Titel", "   ", "Skriv en titel, till exempel Läsåret 2026/27."),
        ("Titel", "Hösten\u200b", "Titeln innehåller tecken som inte syns."),
        ("Första dag", EARLIER.isoformat(), "Den dagen har varit."),
        ("Sista dag", EARLIER.isoformat(), "Sista dagen är före första dagen."),
        ("Sista dag", "9999-12-31", "En omgång kan vara öppen högst ett år."),
    ],
)
def test_what_is_wrong_stands_beside_the_field(
    form: Page, label: str, written: str, answer: str
) -> None:
    field = form.get_by_label(label)
    field.evaluate("(it) => it.removeAttribute('maxlength')")
    field.fill(written)
    press(form, "Spara utkast")
    place = form.locator(".field").filter(has=form.get_by_label(label)).last
    expect(place).to_contain_text(answer)
    expect(form.get_by_label(label)).to_have_attribute("aria-invalid", "true")
    assert not Round.objects.exists()


def test_an_emoji_is_as_good_a_letter_as_any(form: Page) -> None:
    form.get_by_label("Titel").fill("Hösten 🍂")
    press(form, "Spara utkast")
    assert heading(form) == "Hösten 🍂"


def test_somebody_elses_answers_are_not_found(
    cast: Cast,
    open_round: Round,  # noqa: F811
    signed_in_page: SignIn,
) -> None:
    page = signed_in_page(cast.teachers[0])
    theirs = Participation.objects.get(user=cast.teachers[1])
    response = page.goto(f"/ekby/svar/{theirs.pk}/")
    assert response is not None
    assert response.status == 404
    assert heading(page) == "Sidan finns inte"


def test_a_link_that_was_cut_leads_to_the_start(cast: Cast, signed_in_page: SignIn) -> None:
    page = signed_in_page(cast.teachers[0])
    page.goto("/ekby/svar/12")
    page.get_by_role("link", name="Till startsidan").click()
    assert heading(page) == "Hej Tea!"


def test_handing_in_twice_and_going_back_is_no_trouble(
    cast: Cast,
    open_round: Round,  # noqa: F811
    signed_in_page: SignIn,
) -> None:
    page = signed_in_page(cast.teachers[0])
    page.goto(f"/ekby/svar/{Participation.objects.get(user=cast.teachers[0]).pk}/granska/")
    page.get_by_role("button", name="Lämna in").dblclick()
    expect(page.locator("main")).to_contain_text("Tack, dina svar är inlämnade")
    page.go_back()
    page.reload()
    expect(page.locator("main")).to_contain_text("Tack, dina svar är inlämnade")
