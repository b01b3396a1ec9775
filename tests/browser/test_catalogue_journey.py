"""The rest of a factor, from the clipboard to a published edition and into a round."""

import datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from assessments.models import Round
from factors.models import Edition, Statement
from portal.days import today
from portal.terms import Level
from tests.browser.conftest import SignIn
from tests.browser.test_pasting import paste_into
from tests.conftest import Cast, add_editor, add_factor

SAMPLE = Path(__file__).resolve().parent.parent / "factors/samples/chromium-raw.txt"


def test_the_rest_of_a_factor_gets_into_a_round(cast: Cast, signed_in_page: SignIn) -> None:
    """The source had the factor's first row; its six others are copied out of a PDF."""
    edition = Edition.objects.create(slug="forsta", title="Första", published_on="2026-01-01")
    factor = add_factor(edition, "utveckling", "Professionell utveckling", 1)
    factor.statements.filter(row=2).delete()
    edda, rolf = add_editor("Edda"), add_editor("Rolf")
    write_and_hand_over(signed_in_page(edda))
    publish(signed_in_page(rolf))
    newest = Edition.objects.newest_national()
    assert newest
    assert (newest.title, newest.submitted_by, newest.published_by) == ("Andra", edda, rolf)
    cells = Statement.objects.filter(factor__edition=newest, row__gt=0)
    assert cells.count() == 3 * 7 - 1
    assert not cells.filter(row=6, level=Level.UNDERVISNING).exists()
    followed = cells.get(row=1, level=Level.REKTOR).follows
    assert followed == factor.statements.get(row=1, level=Level.REKTOR)
    ask_about_it(signed_in_page(cast.admin))
    assert Round.objects.get().factors.get().edition == newest


def write_and_hand_over(page: Page) -> None:
    page.goto("/katalog/")
    page.get_by_role("link", name="Ny utgåva").click()
    page.get_by_label("Titel").fill("Andra")
    page.get_by_label("Börja från").select_option(label="Första")
    page.get_by_role("button", name="Skapa utkastet").click()
    page.get_by_role("link", name="Professionell utveckling").click()
    page.get_by_role("link", name="Klistra in en tabell").click()
    paste_into(page, {"text/plain": SAMPLE.read_text()})
    page.get_by_role("button", name="Läs tabellen").click()
    page.get_by_label("Den nya källans titel").fill("Framgångsfaktorerna, pdf")
    page.get_by_role("button", name="Spara i utkastet").click()
    page.get_by_label("Källa").select_option(label="Framgångsfaktorerna, pdf")
    page.get_by_role("button", name="Spara texterna").click()
    page.get_by_role("link", name="Andra").click()
    page.get_by_role("link", name="Granska och publicera").click()
    page.get_by_role("link", name="Vad som följer vad").first.click()
    page.get_by_role("button", name="Bekräfta vad som följer vad").click()
    page.get_by_role("button", name="Lämna för granskning").click()
    expect(page.get_by_text("Andra är lämnad för granskning.")).to_be_visible()
    expect(page.get_by_role("button", name="Publicera")).to_have_count(0)


def publish(page: Page) -> None:
    page.goto("/katalog/")
    page.get_by_role("link", name="Andra").click()
    page.get_by_role("link", name="Granska och publicera").click()
    page.get_by_role("button", name="Publicera").click()
    expect(page.get_by_text("Andra är publicerad.")).to_be_visible()


def ask_about_it(page: Page) -> None:
    page.goto("/ekby/omgangar/ny/")
    page.get_by_label("Titel").fill("Hösten")
    page.get_by_label("Professionell utveckling").check()
    for level in ("Huvudman", "Rektor", "Undervisning"):
        page.get_by_label(level, exact=True).check()
    page.get_by_role("button", name="Alla enheter").click()
    expect(page.get_by_label("Björkskolan")).to_be_checked()
    page.get_by_label("Första dag").fill(str(today()))
    page.get_by_label("Sista dag").fill(str(today() + datetime.timedelta(days=14)))
    page.get_by_role("button", name="Spara utkast").last.click()
    expect(page.get_by_text("Omgången är sparad som utkast.")).to_be_visible()
