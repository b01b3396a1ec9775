"""From an installation without anybody to an open round, as docs/first-round.md tells it."""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from assessments.models import Participation, Round
from factors.models import Edition
from portal.days import today
from portal.models import Organisation, User
from tests.browser.conftest import SignIn
from tests.browser.test_journey import CLOSES, press
from tests.browser.test_signing_in import has_a_device_for_passkeys

UNITS, TEACHERS = 40, 36  # with a rektor at each and 20 who only look after pupils: 1,500
FIRST = ("Åsa", "Bo", "Cecilia", "Dag", "Eva", "Fredrik", "Gun", "Håkan", "Ida", "Jens")
LAST = ("Ek", "Lind", "Öberg", "Ström", "Ahmed", "Novak", "Berg", "Ål", "Wik", "Zetterlund")


def name_of(number: int) -> str:
    return f"{FIRST[number % 10]} {LAST[number // 10 % 10]} {number // 100}"


def unit_rows() -> Iterator[list[str]]:
    for number in range(UNITS):
        is_school = number < 25
        kind = "skolan" if is_school else "förskolan"
        code = f"{12340000 + number}" if is_school else ""
        forms = "Förskoleklass, Grundskola, Fritidshem" if is_school else "Förskola"
        yield [f"Enhet {number + 1:02d} {kind}", code, forms, ("Norr", "Söder")[number % 2]]


def staff_rows() -> Iterator[list[str]]:
    duties = [["Rektor"] + ["Lärare"] * TEACHERS] * UNITS
    person = 0
    for (unit, *_rest), here in zip(unit_rows(), duties, strict=True):
        for duty in here:
            yield [name_of(person), f"p{person}@ekby.example", unit, "", duty, ""]
            person += 1
    for _each in range(20):
        yield [name_of(person), f"p{person}@ekby.example", "Enhet 01 skolan", "", "Kurator", ""]
        person += 1


def filled_in(template: bytes, rows: Iterator[list[str]]) -> bytes:
    """The template as a person fills it in: over the examples, under the headings."""
    book: Workbook = load_workbook(io.BytesIO(template))
    sheet: Any = book.worksheets[0]
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            sheet.cell(number, place, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def come_in(page: Page) -> None:
    """The administrator opens the invitation, and sets up a second factor."""
    link = re.search(r"http://\S+/inbjudan/\S+", mail.outbox[-1].body)
    assert link
    page.goto("/" + link[0].split("/", 3)[3])
    press(page, "Logga in som Anna Ek")
    page.get_by_role("link", name="Lägg till en passkey").click()
    press(page, "Lägg till passkeyn")
    page.get_by_role("link", name="Jag har sparat dem, fortsätt").click()
    page.get_by_role("link", name="Administration").first.click()
    expect(page.get_by_role("heading", name="Kom igång")).to_be_visible()


def read_in(page: Page, step: str, template: str, rows: Iterator[list[str]]) -> None:
    page.get_by_role("link", name="Administration").first.click()
    page.locator(".first-steps").get_by_role("link", name=step).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=template).click()
    file = filled_in(download.value.path().read_bytes(), rows)
    sheet = {"name": "ekby.xlsx", "mimeType": "application/octet-stream", "buffer": file}
    page.get_by_label("Fil", exact=True).set_input_files(sheet)
    press(page, "Läs filen")


def read_in_units(page: Page) -> None:
    read_in(page, "Lägg in enheterna", "Excel för enheter", unit_rows())
    expect(page.get_by_role("heading", level=1)).to_have_text("Det här skulle ändras")
    expect(page.locator(".kpis")).to_contain_text(f"Nya {UNITS}", use_inner_text=True)
    press(page, "Läs in")
    expect(page.locator("#messages")).to_contain_text(f"Inläst: {UNITS} nya enheter.")


def read_in_staff(page: Page) -> None:
    read_in(page, "Lägg in personalen", "Excel för personal", staff_rows())
    page.get_by_label("Kurator (20 rader)").select_option("Ta inte med")
    press(page, "Gå vidare")
    expect(page.get_by_role("heading", level=1)).to_have_text("Det här skulle ändras")
    press(page, "Läs in")
    expect(page.locator("#messages")).to_contain_text("nya personer", timeout=60_000)


def open_a_round(page: Page) -> None:
    page.get_by_role("link", name="Administration").first.click()
    page.get_by_role("link", name="Gör den första omgången").click()
    page.get_by_label("Titel").fill("Hösten")
    for choice in ("Ansvar", "Rektor", "Undervisning"):
        page.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name=re.compile(r"^Alla")).click()
    expect(page.locator("#preview")).to_contain_text("personer tillfrågas")
    page.get_by_label("Första dag").fill(today().isoformat())
    page.get_by_label("Sista dag").fill(CLOSES.isoformat())
    press(page, "Spara utkast")
    press(page, "Öppna nu")
    expect(page.locator("#messages")).to_contain_text("Omgången är öppen.", timeout=60_000)


STEPS: tuple[Callable[[Page], None], ...] = (come_in, read_in_units, read_in_staff, open_a_round)


@pytest.fixture
def page(signed_in_page: SignIn, live_server: object) -> Page:
    """A browser where nobody is signed in, at the name that passkeys are bound to."""
    page = signed_in_page(base_url=str(live_server).replace("127.0.0.1", "localhost"))
    has_a_device_for_passkeys(page)
    return page


def test_from_an_empty_installation_to_an_open_round(
    page: Page, edition: Edition, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    call_command(
        *("add_organisation", "ekby", "--name", "Ekby kommun", "--kind", "municipality"),
        *("--admin", "anna@ekby.example", "--admin-name", "Anna Ek"),
    )
    call_command("send_mail")
    for step in STEPS:
        step(page)
    assert Organisation.objects.get().units.count() == UNITS
    assert User.objects.count() == 1 + UNITS * (1 + TEACHERS)
    assert Participation.objects.count() == UNITS * (1 + TEACHERS)
    assert Round.objects.get().opened_at
