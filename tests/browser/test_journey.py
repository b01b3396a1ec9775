"""The whole way, as those who walk it: a round is made, answered on three levels, closed and read.

Four of the teachers are quick and answer through the models; one of each role uses the browser.
"""

import datetime
import re
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Download, Locator, Page, expect

from assessments.models import Participation, Rating, Tally
from factors.models import Edition
from portal.days import today
from tests.assessments.conftest import rate
from tests.assessments.working import work
from tests.browser.conftest import PHONE, SignIn
from tests.conftest import Cast, add_factor
from tests.pdfs import open_pdf, text_of

CLOSES = today() + datetime.timedelta(days=14)
LATER = today() + datetime.timedelta(days=21)
COMMENT = "Vi går igenom det på varje planeringsdag."
SHARED = "Att vi hjälps åt."
PRIVATE = "Det här är bara mitt."


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def local(cast: Cast, edition: Edition) -> Edition:
    """Ekby's own factor, beside the two national ones."""
    local = Edition.objects.create(
        slug="ekby-2026", title="Ekbys egna", organisation=cast.organisation, published_on=today()
    )
    add_factor(local, "studiero", "Studiero", 1)
    return local


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def told(page: Page) -> Locator:
    return page.locator("#messages")


def test_the_whole_way(cast: Cast, local: Edition, signed_in_page: SignIn) -> None:
    admin = signed_in_page(cast.admin)
    make_a_round(admin)
    open_it(admin)
    answer_on_the_phone(cast, signed_in_page)
    hasty(cast)
    answer_as_rektor_and_close_the_unit(signed_in_page(cast.rektor))
    extend_and_close(admin)
    read_as_the_huvudman(admin)
    read_as_the_unit(signed_in_page(cast.teachers[0], viewport=PHONE))
    agree_in_the_small_unit(signed_in_page(cast.lill_rektor))


def make_a_round(page: Page) -> None:
    page.goto("/")
    follow(page, "Ny omgång")
    page.get_by_label("Titel").fill("Läsåret 2026/27")
    for choice in ("Ansvar", "Studiero", "Huvudman", "Rektor", "Undervisning"):
        page.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="Grundskola (2)").click()
    expect(page.get_by_label("Björkskolan")).to_be_checked()
    expect(page.get_by_label("Tallens förskola")).not_to_be_checked()
    expect(page.locator("#preview")).to_contain_text("8 personer tillfrågas")
    expect(page.locator("#preview")).to_contain_text("1 grupp av enheter räknas ihop")
    page.get_by_label("Första dag").fill(today().isoformat())
    page.get_by_label("Sista dag").fill(CLOSES.isoformat())
    press(page, "Spara utkast")
    expect(page.get_by_role("heading", name="Läsåret 2026/27")).to_be_visible()


def open_it(page: Page) -> None:
    assert not Participation.objects.exists()
    press(page, "Öppna nu")
    expect(told(page)).to_have_text("Omgången är öppen.")
    assert Participation.objects.count() == 11


def answer_on_the_phone(cast: Cast, signed_in_page: SignIn) -> None:
    page = signed_in_page(viewport=PHONE, has_touch=True)
    sign_in_with_a_code(page, cast.teachers[0].email)
    follow(page, re.compile("^Börja, ca"))
    expect(page.locator("main")).to_contain_text("Du svarar anonymt.")
    follow(page, "Börja")
    choose(page, 1, "Stämmer till stor del")
    page.get_by_text("Hur vet vi det? Lägg till en kommentar").first.click()
    page.get_by_label("Hur vet vi det? Kommentar till påstående 1").fill(COMMENT)
    choose(page, 2, "Stämmer delvis")
    page.get_by_label("Vad fungerar?").fill(SHARED)
    page.get_by_label("Dela den här reflektionen").first.check()
    page.get_by_label("Vad är svårt?").fill(PRIVATE)
    press(page, "Spara och gå vidare")
    expect(page.get_by_role("heading", name="Studiero")).to_be_visible()
    choose(page, 1, "Kan inte bedöma")
    choose(page, 2, "Stämmer helt")
    press(page, "Spara och granska")
    expect(page.locator("main")).to_contain_text("4 av 4 besvarade")
    press(page, "Lämna in")
    expect(page.locator("main")).to_contain_text("Tack, dina svar är inlämnade")
    assert list(Rating.objects.order_by("pk").values_list("step", flat=True)) == [3, 2, None, 4]


def sign_in_with_a_code(page: Page, email: str) -> None:
    page.goto("/")
    page.locator("main").get_by_role("link", name="Logga in").click()
    page.get_by_label("E-postadress").fill(email.upper())
    press(page, "Fortsätt")
    page.get_by_label("Kod", exact=True).fill(code_in(mail.outbox[-1].body))
    page.locator("main").get_by_role("button", name="Logga in").click()
    expect(page.get_by_role("heading", name="Att svara på")).to_be_visible()


def code_in(body: str) -> str:
    found = re.search(r"\b\d{4}-?\d{4}\b", body)
    assert found, body
    return found[0]


def choose(page: Page, number: int, step: str) -> None:
    question = page.locator(f"#pastaende-{number}")
    question.get_by_role("radio", name=step).check()
    expect(question.locator("> .status")).to_contain_text("Sparat")


def hasty(cast: Cast) -> None:
    asked = Participation.objects.filter(user__in=[*cast.teachers[1:5], *cast.few])
    for participation in asked:
        rate(participation, 1, 2, 3, 4)


def answer_as_rektor_and_close_the_unit(page: Page) -> None:
    page.goto("/")
    follow(page, re.compile("^Börja, ca"))
    expect(page.locator("main")).to_contain_text("inte anonymt")
    follow(page, "Börja")
    for number in (1, 2, 3):
        choose(page, number, "Stämmer helt")
    page.goto("/")
    follow(page, "Följ svaren")
    expect(page.locator("main")).to_contain_text("Rut: har inte lämnat in")
    expect(page.locator("main")).to_contain_text("6 tillfrågade, för få för en svarsandel")
    follow(page, "Stäng för Björkskolan")
    expect(page.locator("main")).to_contain_text("Det går inte att ångra")
    page.get_by_label("Ja, stäng för alla på Björkskolan.").check()
    press(page, "Stäng för enheten")
    expect(told(page)).to_have_text("Självskattningen är stängd för Björkskolan.")
    assert not Rating.objects.filter(response__assessment__unit__name="Björkskolan").filter(
        response__assessment__level="undervisning"
    )


def extend_and_close(page: Page) -> None:
    page.reload()
    follow(page, "Förläng")
    page.get_by_label("Ny sista dag").fill(LATER.isoformat())
    press(page, "Förläng")
    expect(told(page)).to_have_text("Omgången har fått en ny sista dag.")
    follow(page, "Stäng i förtid")
    press(page, "Stäng omgången")
    expect(page.locator("main")).to_contain_text("Kryssa i rutan för att visa att du är säker.")
    page.get_by_label("Ja, stäng omgången för alla.").check()
    press(page, "Stäng omgången")
    expect(told(page)).to_have_text("Omgången är stängd.")
    assert Tally.objects.filter(block__level="undervisning").exists()


def read_as_the_huvudman(page: Page) -> None:
    follow(page, "Se resultatet")
    row = page.get_by_role("row", name=re.compile("Björkskolan"))
    expect(row).to_contain_text("n = 5")
    expect(page.get_by_role("row", name=re.compile("Lillskolan"))).to_contain_text("för få svar")
    follow(page, "Ansvar")
    expect(page.get_by_role("heading", name="Rad för rad")).to_be_visible()
    page.go_back()
    follow(page, "Rapport")
    expect(page.get_by_role("heading", name="Ekby kommun")).to_be_visible()
    assert "Ekby kommun" in text_in(download(page))


def read_as_the_unit(page: Page) -> None:
    page.goto("/")
    follow(page, "Se resultatet")
    expect(page.get_by_role("heading", name="Björkskolan", exact=True)).to_be_visible()
    follow(page, "Ansvar")
    expect(page.locator("main")).to_contain_text(SHARED)
    expect(page.locator("main")).to_contain_text(COMMENT)
    expect(page.locator("main")).not_to_contain_text(PRIVATE)
    page.go_back()
    follow(page, "Rapport")
    text = text_in(download(page))
    assert "Björkskolan" in text
    assert COMMENT in text
    assert PRIVATE not in text


def download(page: Page) -> Download:
    """Made by the worker while the page asks for it."""
    press(page, "Ta fram som PDF")
    expect(page.locator("main")).to_contain_text("PDF:en tas fram")
    work()
    with page.expect_download(timeout=60_000) as found:
        follow(page, "Hämta som PDF")
    return found.value


def text_in(download: Download) -> str:
    content = Path(download.path()).read_bytes()
    assert len(open_pdf(content).pages) >= 4
    return text_of(content)


def agree_in_the_small_unit(page: Page) -> None:
    page.goto("/")
    follow(page, "Se resultatet")
    expect(page.locator("main")).to_contain_text("för få svar")
    follow(page, "Skriv in er gemensamma skattning")
    first = page.locator("article").first
    first.get_by_role("radio", name="Stämmer delvis").check()
    first.get_by_label("Hur vet ni det?").fill("Vi såg det på besöken.")
    press(page, "Spara")
    follow(page, "Till resultatet")
    expect(page.locator("main")).to_contain_text("Vi såg det på besöken.")
