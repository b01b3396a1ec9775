"""Two phones at one table; one of them loses its network while somebody writes on it."""

import pytest
from playwright.sync_api import Page, expect

from assessments.dialogues.running import begin, end, forward, release, reveal
from assessments.models import CheckOut, Dialogue, DialogueTable, SeatReflection
from assessments.terms import DialogueStep
from tests.assessments.conftest import dialogue, open_round  # noqa: F401
from tests.browser.conftest import PHONE, SignIn

WAITING = "Ingen kontakt – det du skriver sparas i telefonen."


def lead_on() -> Dialogue:
    now = Dialogue.objects.get()
    return forward(now, now.version)


def lead_to(step: DialogueStep) -> None:
    while lead_on().step != step:
        pass


@pytest.fixture
def phones(dialogue: Dialogue, signed_in_page: SignIn) -> list[Page]:  # noqa: F811
    code = begin(dialogue, dialogue.version).code
    phones = [signed_in_page(viewport=PHONE) for _each in range(2)]
    for page in phones:
        page.goto("/samtal/")
        page.get_by_label("Kod").fill(str(code).lower())
        page.get_by_role("button", name="Fortsätt").click()
        page.get_by_role("button", name="Bord 1").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Ansvar")
    return phones


def test_a_phone_that_loses_its_network_loses_nothing_and_finds_its_way_back(
    phones: list[Page],
) -> None:
    mine, other = phones
    lead_to(DialogueStep.REFLECTION)
    thought = mine.get_by_label("Vad fungerar?")
    thought.fill("Vi hjälps åt")
    expect(mine.locator(".status.saved")).to_be_visible()
    mine.context.set_offline(True)
    thought.press_sequentially(" i korridoren")
    expect(mine.get_by_text(WAITING)).to_be_visible()
    lead_to(DialogueStep.TABLE)
    expect(other.get_by_role("heading", level=1)).to_have_text("Samtal vid bordet")
    mine.context.set_offline(False)
    expect(mine.get_by_role("heading", level=1)).to_have_text("Samtal vid bordet")
    expect(mine.get_by_text(WAITING)).to_be_hidden()
    assert SeatReflection.objects.get().text == "Vi hjälps åt i korridoren"

    # Two write the note at once, and one of them without a network.
    mine.context.set_offline(True)
    mine.get_by_label("Bordets anteckning").fill("Min början")
    other.get_by_label("Bordets anteckning").fill("Vår tanke")
    expect(other.locator(".status.saved")).to_be_visible()
    mine.context.set_offline(False)
    mine.get_by_role("button", name="Behåll båda").click()
    expect(mine.locator(".status.saved")).to_be_visible()
    assert DialogueTable.objects.get(number=1).note == "Vår tanke\n\nMin början"

    lead_to(DialogueStep.CHECK_OUT)
    for page in phones:
        expect(page.get_by_role("heading", level=1)).to_have_text("Utcheckning")
    mine.context.set_offline(True)
    mine.get_by_label("Vad tänker du nu?").fill("Det blir bra")
    mine.get_by_role("button", name="Skicka").click()
    expect(mine.get_by_text("Ingen kontakt. Svaret ligger kvar")).to_be_visible()
    assert not CheckOut.objects.exists()
    other.get_by_label("Vad tänker du nu?").fill("Jag skickar aldrig")
    mine.context.set_offline(False)
    expect(mine.get_by_text("Tack, ditt svar är skickat")).to_be_visible()
    assert CheckOut.objects.get().text == "Det blir bra"

    now = Dialogue.objects.get()
    now = release(now, now.version)
    now = reveal(now, now.version)
    expect(mine.get_by_text("Färre än 5 har skrivit något.")).to_be_visible()
    expect(other.get_by_text("Det här kom inte med")).to_be_visible()
    end(now, now.version)
    expect(mine.get_by_role("heading", level=1)).to_have_text("Tack för samtalet")
    expect(mine.locator("textarea[readonly]").first).to_have_value("Vi hjälps åt i korridoren")
