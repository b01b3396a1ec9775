"""A table from the real clipboard: its HTML where it has a table, else its text."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from factors.models import Edition, Factor
from tests.browser.accessibility import problems
from tests.browser.conftest import PHONE, SignIn
from tests.conftest import Cast, add_factor

SAMPLE = Path(__file__).resolve().parent.parent / "factors/samples/chromium-raw.txt"
MARKUP = "<table><tr><th>Rektor<th>Huvudman<tr><td>st&ouml;dja.<td>leda.</table>"
COPY = """async (data) => {
  const items = Object.entries(data).map(([type, text]) => [type, new Blob([text], { type })]);
  await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(items))]);
}"""


@pytest.fixture
def factor(cast: Cast) -> Factor:
    draft = Edition.objects.create(slug="var", title="Vår", organisation=cast.organisation)
    return add_factor(draft, "larande", "Lärande", 1)


def paste(page: Page, data: dict[str, str]) -> None:
    page.goto("/ekby/katalog/var/faktorer/larande/tabell/klistra-in/")
    paste_into(page, data)


def paste_into(page: Page, data: dict[str, str]) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(COPY, data)
    page.get_by_label("Klistra in tabellen här").press("Control+v")


def test_a_table_copied_from_a_page_keeps_its_columns(
    cast: Cast, factor: Factor, signed_in_page: SignIn
) -> None:
    page = signed_in_page(cast.admin)
    paste(page, {"text/html": MARKUP, "text/plain": "Rektor Huvudman stödja. leda."})
    expect(page.get_by_text("Urklippet har en tabell.")).to_be_visible()
    page.get_by_role("button", name="Läs tabellen").click()
    expect(page.get_by_label("Rektor, rad 3")).to_have_value("stödja.")
    expect(page.get_by_label("Kolumn 1")).to_have_value("rektor")
    page.get_by_label("Den nya källans titel").fill("En webbsida")
    page.get_by_label("Första raden i tabellen").fill("1")
    page.get_by_role("button", name="Spara i utkastet").click()
    expect(page.get_by_text("Tabellen är sparad i utkastet.")).to_be_visible()
    assert factor.statements.get(row=1, level="huvudman").text == "leda."


def test_lines_copied_from_a_pdf_become_rows_and_levels(
    cast: Cast, factor: Factor, signed_in_page: SignIn
) -> None:
    page = signed_in_page(cast.admin, viewport=PHONE)
    paste(page, {"text/plain": SAMPLE.read_text()})
    page.get_by_role("button", name="Läs tabellen").click()
    expect(page.get_by_label("Undervisning, rad 8")).to_have_value(
        "medverka i mentorskap och introduktion av nya lärare, forskollärare och annan personal."
    )
    expect(page.get_by_label("Undervisning, rad 7")).to_have_value("")
    assert problems(page) == []
