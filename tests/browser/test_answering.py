"""Answering in a real browser: nothing is lost, whatever happens to the network or the server."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from assessments.closing import close_round
from assessments.models import Participation, Rating, Reflection, Remark, Round
from portal.models import User
from tests.assessments.conftest import answer, open_round  # noqa: F401
from tests.browser.conftest import SignIn, sign_in, sign_out
from tests.conftest import Cast

SAVE = "**/spara/"
Open = Callable[..., Page]


@pytest.fixture
def tea(cast: Cast, open_round: Round) -> User:  # noqa: F811
    return cast.teachers[0]


@pytest.fixture
def open_page(signed_in_page: SignIn, tea: User) -> Open:
    """`open_page()`: Tea's first factor, with two statements, in a browser of its own."""

    def open_page(**options: object) -> Page:
        page = signed_in_page(tea, **options)
        page.goto(address(tea))
        return page

    return open_page


def address(user: User, number: int = 1) -> str:
    return f"/ekby/svar/{Participation.objects.get(user=user).pk}/faktor/{number}/"


def question(page: Page, number: int = 1) -> Locator:
    return page.locator(f"#pastaende-{number}")


def choose(page: Page, step: str, number: int = 1) -> None:
    question(page, number).get_by_role("radio", name=step).click()


def status(page: Page, number: int = 1) -> Locator:
    return question(page, number).locator("> .status")


def expect_saved(place: Locator) -> None:
    expect(place).to_have_text(re.compile(r"Sparat \d\d\.\d\d"))


def comment(page: Page, number: int = 1) -> Locator:
    question(page, number).locator("summary").click()
    return question(page, number).locator("textarea")


def steps() -> list[int | None]:
    return list(Rating.objects.order_by("pk").values_list("step", flat=True))


def expect_all_saved(page: Page) -> None:
    """Nothing waits in the browser any more."""
    for _ in range(100):
        if not pending(page):
            return
        page.wait_for_timeout(100)
    pytest.fail("Something still waits to be saved.")


def pending(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).filter((k) => k.includes('.svar.')).length")


class TestChoosing:
    def test_a_click_saves_itself_and_says_so(self, open_page: Open) -> None:
        page = open_page()
        choose(page, "Stämmer till stor del")
        expect_saved(status(page))
        assert steps() == [3]
        assert pending(page) == 0

    def test_counts_minutes_and_own_ratings_follow(self, open_page: Open) -> None:
        page = open_page()
        expect(page.locator("[data-minutes]")).to_have_text("ca 3 minuter kvar")
        choose(page, "Kan inte bedöma")
        expect_saved(status(page))
        expect(page.locator("[data-part-count]")).to_have_text("1 av 2 besvarade")
        expect(page.locator("[data-all-count]")).to_have_text("1 av 4 besvarade")
        expect(page.locator("[data-minutes]")).to_have_text("ca 2 minuter kvar")
        expect(page.locator("[data-echo-mark]")).to_have_text("–")
        shown = page.locator(".answer-aside").inner_text()
        page.reload()
        assert page.locator(".answer-aside").inner_text() == shown

    def test_a_choice_can_be_changed_again_and_again(self, open_page: Open) -> None:
        page = open_page()
        for step in ("Stämmer inte", "Stämmer delvis", "Stämmer helt", "Stämmer delvis"):
            choose(page, step)
        expect_saved(status(page))
        expect_all_saved(page)
        assert steps() == [2]

    def test_works_where_the_browser_gives_no_random_uuid(self, open_page: Open) -> None:
        """As on plain http in the own network."""
        page = open_page()
        page.add_init_script("delete Crypto.prototype.randomUUID")
        page.reload()
        choose(page, "Stämmer helt")
        expect_saved(status(page))
        assert steps() == [4]


class TestTheKeyboard:
    def test_digits_choose_and_letters_move(self, open_page: Open) -> None:
        page = open_page()
        page.keyboard.press("3")
        expect_saved(status(page, 1))
        page.keyboard.press("j")
        page.keyboard.press("0")
        expect_saved(status(page, 2))
        page.keyboard.press("k")
        page.keyboard.press("4")
        expect(question(page, 1).get_by_role("radio", name="Stämmer helt")).to_be_checked()
        expect_all_saved(page)
        assert steps() == [4, None]

    def test_keys_are_letters_while_somebody_writes(self, open_page: Open) -> None:
        page = open_page()
        area = comment(page)
        area.press_sequentially("3 j k 0 ?")
        expect(area).to_have_value("3 j k 0 ?")
        expect(page.locator("#help")).to_be_hidden()
        assert steps() == []

    def test_help_explains_and_turns_them_off(self, open_page: Open) -> None:
        page = open_page()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_contain_text("Nästa och föregående påstående")
        page.get_by_label("Använd kortkommandon").uncheck()
        page.get_by_role("button", name="Stäng").click()
        page.keyboard.press("3")
        page.reload()
        page.keyboard.press("3")
        expect(page.locator("input[type=radio]:checked")).to_have_count(0)


class TestWriting:
    def test_a_text_is_saved_after_a_pause(self, open_page: Open) -> None:
        page = open_page()
        comment(page).press_sequentially("Vi pratar varje vecka.")
        expect_saved(question(page).locator(".written .status"))
        assert Remark.objects.get().text == "Vi pratar varje vecka."
        assert Remark.objects.get().version == 1

    def test_a_text_is_saved_when_the_page_is_left_at_once(self, open_page: Open, tea) -> None:
        page = open_page()
        comment(page).fill("Hann precis.")
        page.goto(address(tea, 2))
        expect_all_saved(page)
        assert Remark.objects.get().text == "Hann precis."

    def test_a_reflection_can_be_shared(self, open_page: Open) -> None:
        page = open_page()
        thought = page.locator(".thought").first
        thought.locator("textarea").fill("Min tanke")
        thought.get_by_label("Dela den här reflektionen").check()
        expect_saved(thought.locator(".status"))
        expect_all_saved(page)
        reflection = Reflection.objects.get()
        assert (reflection.text, reflection.shared) == ("Min tanke", True)

    def test_a_text_that_is_too_long_is_kept_and_refused_in_words(self, open_page: Open) -> None:
        page = open_page()
        area = comment(page)
        area.fill("x" * 2003)
        expect(question(page).locator(".limit")).to_contain_text("3 tecken för mycket")
        expect(question(page).locator(".written .status")).to_contain_text("högst 2000 får plats")
        page.reload()
        expect(question(page).locator("textarea")).to_have_value("x" * 2003)
        question(page).locator("textarea").fill("x" * 2000)
        expect_saved(question(page).locator(".written .status"))
        assert len(Remark.objects.get().text) == 2000


class TestANetworkThatFails:
    def test_offline_the_answer_waits_and_is_saved_when_it_is_back(self, open_page: Open) -> None:
        page = open_page()
        page.context.set_offline(True)
        choose(page, "Stämmer delvis")
        expect(status(page)).to_have_text("Inte sparat, försöker igen")
        expect(page.locator("[data-banner=waiting]")).to_be_visible()
        assert steps() == []
        page.context.set_offline(False)
        expect_saved(status(page))
        expect(page.locator("[data-banner=waiting]")).to_be_hidden()
        assert steps() == [2]

    def test_what_waits_outlives_a_reload(self, open_page: Open) -> None:
        page = open_page()
        page.route(SAVE, lambda route: route.abort())
        choose(page, "Stämmer delvis")
        comment(page, 2).fill("Skrivet utan nät.")
        expect(status(page)).to_have_text("Inte sparat, försöker igen")
        page.reload()
        expect(question(page).get_by_role("radio", name="Stämmer delvis")).to_be_checked()
        expect(question(page, 2).locator("textarea")).to_have_value("Skrivet utan nät.")
        page.unroute(SAVE)
        expect_saved(status(page))
        expect_saved(question(page, 2).locator(".written .status"))
        assert steps() == [2]
        assert Remark.objects.get().text == "Skrivet utan nät."
        assert pending(page) == 0

    def test_what_waits_is_saved_from_another_page_of_the_round(self, open_page: Open, tea) -> None:
        page = open_page()
        page.route(SAVE, lambda route: route.abort())
        choose(page, "Stämmer helt")
        expect(status(page)).to_have_text("Inte sparat, försöker igen")
        page.unroute(SAVE)
        page.goto(address(tea).split("faktor")[0])
        expect_all_saved(page)
        assert steps() == [4]

    def test_a_server_that_is_down_is_tried_again(self, open_page: Open) -> None:
        page = open_page()
        failures = [502, 503, 500]

        def fail(route: Route) -> None:
            route.fulfill(status=failures.pop()) if failures else route.continue_()

        page.route(SAVE, fail)
        choose(page, "Stämmer helt")
        expect(status(page)).to_have_text("Inte sparat, försöker igen")
        expect(status(page)).to_have_text(re.compile("Sparat"), timeout=20_000)
        assert steps() == [4]

    def test_a_guest_networks_sign_in_page_is_not_a_save(self, open_page: Open) -> None:
        page = open_page()
        page.route(SAVE, lambda route: route.fulfill(status=200, body="<h1>Välkommen</h1>"))
        choose(page, "Stämmer helt")
        expect(status(page)).to_have_text("Inte sparat, försöker igen")
        page.unroute(SAVE)
        expect_saved(status(page))

    def test_going_on_waits_and_asks_while_something_is_unsaved(self, open_page: Open) -> None:
        page = open_page()
        page.route(SAVE, lambda route: route.abort())
        choose(page, "Stämmer helt")
        page.get_by_role("button", name="Spara och gå vidare").click()
        expect(page.get_by_role("alert")).to_contain_text("Allt är inte sparat än")
        assert page.url.endswith("/faktor/1/")
        page.unroute(SAVE)
        page.get_by_role("button", name="Spara och gå vidare").click()
        page.wait_for_url("**/faktor/2/")
        expect_all_saved(page)
        assert steps() == [4]

    def test_a_browser_that_keeps_nothing_says_so_and_warns(self, open_page: Open) -> None:
        page = open_page()
        page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
        page.reload()
        page.route(SAVE, lambda route: route.abort())
        choose(page, "Stämmer helt")
        expect(page.locator("[data-banner=unkept]")).to_contain_text("Lämna inte sidan")
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        page.close(run_before_unload=True)
        page.wait_for_timeout(500)
        assert asked == ["beforeunload"]


class TestTheOrderOfThings:
    def test_a_late_copy_of_an_earlier_save_never_overwrites_a_newer(self, open_page: Open) -> None:
        page = open_page()
        late: list[dict] = []

        def lose(route: Route) -> None:
            late.append({"data": route.request.post_data, "headers": route.request.headers})
            route.abort()

        page.route(SAVE, lose, times=1)
        choose(page, "Stämmer delvis")
        expect_saved(status(page))
        choose(page, "Stämmer helt")
        expect_all_saved(page)
        assert steps() == [4]
        response = page.request.post(page.url.split("faktor")[0] + "spara/", **late[0])
        assert response.status == 409
        assert steps() == [4]

    def test_one_request_at_a_time_and_the_newest_last(self, open_page: Open) -> None:
        page = open_page()
        held: list[Route] = []
        page.route(SAVE, lambda route: held.append(route))
        choose(page, "Stämmer inte")
        expect(status(page)).to_have_text("Sparar …")
        choose(page, "Stämmer delvis")
        choose(page, "Stämmer helt")
        page.wait_for_timeout(300)
        assert ["step=1" in (route.request.post_data or "") for route in held] == [True]
        held.pop().continue_()
        while pending(page):
            page.wait_for_timeout(50)
            if held:
                held.pop().continue_()
        assert steps() == [4]
        assert Rating.objects.get().version == 2

    def test_a_lost_acknowledgement_is_no_conflict_with_oneself(self, open_page: Open) -> None:
        page = open_page()
        page.route(SAVE, saved_but_not_heard, times=1)
        choose(page, "Stämmer delvis")
        expect(status(page)).to_have_text("Inte sparat, försöker igen")
        choose(page, "Stämmer helt")
        expect_all_saved(page)
        expect(page.locator(".conflict")).to_have_count(0)
        assert steps() == [4]

    def test_nor_after_a_reload(self, open_page: Open) -> None:
        page = open_page()
        page.route(SAVE, saved_but_not_heard, times=1)
        choose(page, "Stämmer delvis")
        expect(status(page)).to_have_text("Inte sparat, försöker igen")
        page.route(SAVE, lambda route: route.abort())
        choose(page, "Stämmer helt")
        page.unroute(SAVE)
        page.reload()
        expect_all_saved(page)
        expect(page.locator(".conflict")).to_have_count(0)
        assert steps() == [4]


def saved_but_not_heard(route: Route) -> None:
    route.fetch()
    route.abort()


class TestTwoScreens:
    @pytest.mark.parametrize(("button", "step"), [("Behåll min", 1), ("Behåll den andra", 4)])
    def test_both_answers_are_shown_and_one_is_chosen(
        self, open_page: Open, button: str, step: int
    ) -> None:
        here, there = open_page(), open_page()
        choose(there, "Stämmer helt")
        expect_saved(status(there))
        choose(here, "Stämmer inte")
        conflict = question(here).locator(".conflict")
        expect(conflict).to_contain_text("1 Stämmer inte")
        expect(conflict).to_contain_text("4 Stämmer helt")
        assert steps() == [4]
        conflict.get_by_role("button", name=button).click()
        expect_all_saved(here)
        expect(conflict).to_have_count(0)
        expect(question(here).locator(f"input[value='{step}']")).to_be_checked()
        assert steps() == [step]

    def test_an_unresolved_choice_is_asked_again_after_a_reload(self, open_page: Open) -> None:
        here, there = open_page(), open_page()
        comment(there).fill("Den andra skärmens.")
        expect_saved(question(there).locator(".written .status"))
        comment(here).fill("Den här skärmens.")
        expect(question(here).locator(".conflict")).to_contain_text("Den andra skärmens.")
        here.reload()
        expect(question(here).locator(".conflict")).to_contain_text("Den här skärmens.")
        expect(question(here).locator(".conflict")).to_contain_text("Den andra skärmens.")

    def test_the_same_answer_on_both_is_no_conflict(self, open_page: Open) -> None:
        here, there = open_page(), open_page()
        choose(there, "Stämmer helt")
        expect_saved(status(there))
        choose(here, "Stämmer helt")
        expect(status(here)).to_contain_text("Sparat")
        expect(here.locator(".conflict")).to_have_count(0)

    def test_two_tabs_of_one_browser_do_not_disturb_each_other(self, open_page: Open) -> None:
        first = open_page()
        first.route(SAVE, lambda route: route.abort())
        choose(first, "Stämmer inte", 1)
        expect(status(first)).to_have_text("Inte sparat, försöker igen")
        second = first.context.new_page()
        second.goto(first.url)
        expect_saved(status(second))
        choose(second, "Stämmer helt", 2)
        expect_saved(status(second, 2))
        first.unroute(SAVE)
        expect_saved(status(first))
        assert steps() == [1, 4]
        assert pending(first) == 0


class TestSignedOutOrClosed:
    def test_a_session_that_ended_asks_for_sign_in_and_then_saves(
        self, open_page: Open, tea: User, live_server: object
    ) -> None:
        page = open_page()
        sign_out(page.context)
        choose(page, "Stämmer delvis")
        expect(page.locator("[data-banner=signed-out]")).to_contain_text(
            "Du har loggats ut. Logga in så sparas det som väntar."
        )
        came_from = page.url
        page.locator("[data-banner=signed-out]").get_by_role("link").click()
        assert "/logga-in/?next=/ekby/svar/" in page.url
        sign_in(page.context, tea, str(live_server))
        page.goto(came_from)
        expect_saved(status(page))
        assert steps() == [2]

    def test_signing_in_again_in_another_tab_is_enough(
        self, open_page: Open, tea: User, live_server: object
    ) -> None:
        page = open_page()
        sign_out(page.context)
        choose(page, "Stämmer delvis")
        expect(page.locator("[data-banner=signed-out]")).to_be_visible()
        sign_in(page.context, tea, str(live_server))
        expect_saved(status(page))
        expect(page.locator("[data-banner=signed-out]")).to_be_hidden()

    def test_a_lost_csrf_cookie_is_fetched_again(self, open_page: Open) -> None:
        page = open_page()
        page.context.clear_cookies(name="csrftoken")
        choose(page, "Stämmer delvis")
        expect_saved(status(page))
        assert steps() == [2]

    def test_a_round_that_closed_meanwhile_gives_the_text_back(
        self,
        open_page: Open,
        open_round: Round,  # noqa: F811
    ) -> None:
        page = open_page()
        area = comment(page)
        close_round(open_round)
        area.fill("Det här tänkte jag länge på.")
        banner = page.locator("[data-banner=closed]")
        expect(banner).to_contain_text("Omgången har stängt")
        expect(banner.locator("textarea")).to_have_value("Det här tänkte jag länge på.")
        expect(area).not_to_be_editable()
        page.reload()
        expect(banner.locator("textarea")).to_have_value("Det här tänkte jag länge på.")
        banner.get_by_role("button").click()
        expect(banner).to_be_hidden()
        assert pending(page) == 0

    def test_withdrawing_takes_what_waits_along(self, open_page: Open) -> None:
        page = open_page()
        page.route(SAVE, lambda route: route.abort())
        choose(page, "Stämmer delvis")
        expect(status(page)).to_have_text("Inte sparat, försöker igen")
        page.goto(page.url.split("faktor")[0] + "ta-tillbaka/")
        page.unroute(SAVE)
        page.get_by_role("button", name="Ta tillbaka mina svar").click()
        expect(page.locator("h1")).to_have_text("Hösten")
        assert pending(page) == 0
        assert steps() == []

    def test_so_does_removing_all_reflections(self, open_page: Open) -> None:
        page = open_page()
        thought = page.locator(".thought").first
        thought.locator("textarea").fill("Min tanke")
        expect_saved(thought.locator(".status"))
        page.route(SAVE, lambda route: route.abort())
        thought.locator("textarea").fill("Min tanke, ändrad")
        choose(page, "Stämmer delvis")
        expect(status(page)).to_have_text("Inte sparat, försöker igen")
        assert pending(page) == 2
        page.goto("/mina-uppgifter/reflektioner/")
        page.get_by_label("Ja, ta bort alla mina reflektioner").check()
        page.get_by_role("button", name="Ta bort mina reflektioner").click()
        expect(page.locator("h1")).to_have_text("Mina uppgifter")
        assert not Reflection.objects.exists()
        assert pending(page) == 1


class TestWithoutJavaScript:
    @pytest.fixture
    def plain(self, open_page: Open) -> Page:
        return open_page(java_script_enabled=False)

    def test_the_whole_path_to_handing_in(self, plain: Page, tea: User) -> None:
        choose(plain, "Stämmer till stor del")
        comment(plain).fill("Vi ser det.")
        plain.get_by_role("button", name="Spara och gå vidare").click()
        choose(plain, "Kan inte bedöma", 2)
        plain.get_by_role("button", name="Spara och granska").click()
        expect(plain.locator("h1")).to_have_text("Granska och lämna in")
        plain.get_by_role("button", name="Lämna in").click()
        expect(plain.get_by_text("Tack, dina svar är inlämnade")).to_be_visible()
        assert steps() == [3, None]
        assert Remark.objects.get().text == "Vi ser det."
        assert Participation.objects.get(user=tea).response.handed_in_on

    def test_a_stale_answer_comes_back_with_a_choice(self, plain: Page, open_page: Open) -> None:
        there = open_page()
        choose(there, "Stämmer helt")
        expect_saved(status(there))
        choose(plain, "Stämmer inte")
        plain.get_by_role("button", name="Spara och gå vidare").click()
        plain.get_by_label("Behåll mitt: 1 Stämmer inte").check()
        plain.get_by_role("button", name="Spara och gå vidare").click()
        plain.wait_for_url("**/faktor/2/")
        assert steps() == [1]
