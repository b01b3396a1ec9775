"""A whole dialogue: its leader, the screen of the room, and two phones."""

import re

from playwright.sync_api import Page, expect

from assessments.models import CheckOut, Dialogue, JointRating
from assessments.terms import DialogueStep
from tests.assessments.conftest import dialogue, open_round  # noqa: F401
from tests.browser.conftest import PHONE, SignIn
from tests.conftest import Cast


def test_is_led_from_the_doors_to_its_outcome(
    cast: Cast,
    dialogue: Dialogue,  # noqa: F811
    signed_in_page: SignIn,
) -> None:
    leader, screen = signed_in_page(cast.rektor), signed_in_page(cast.rektor)
    leader.goto(f"/ekby/samtal/{dialogue.pk}/")
    leader.get_by_role("button", name="Börja samtalet").click()
    code = leader.locator(".code-told b").inner_text()
    screen.goto(f"/ekby/samtal/{dialogue.pk}/duk/")
    expect(screen.get_by_text("0 telefoner är med.")).to_be_visible()
    phones = [join(signed_in_page(viewport=PHONE), code) for _each in range(2)]
    expect(screen.get_by_text("2 telefoner är med.")).to_be_visible()
    everybody = [screen, *phones]

    press(leader, "Nästa: Egen reflektion")
    for page in everybody:
        expect(page.get_by_text("Vad fungerar?").first).to_be_visible()
    press(leader, "Nästa: Samtal vid bordet, rad 1")
    expect(screen.get_by_role("heading", level=1)).to_have_text("… ansvar undervisning 1")
    press(leader, "Visa hur vi har skattat")
    for page in everybody:
        expect(page.get_by_text(re.compile("pågår fortfarande", re.I)).first).to_be_visible()
    press(leader, "Nästa: Rad 2")
    press(leader, "Nästa: Gemensam skattning, rad 1")
    phones[0].get_by_role("radio", name="2 Stämmer delvis").check()
    expect(screen.get_by_text("2 Stämmer delvis")).to_be_visible()
    leader.reload()
    leader.get_by_role("radio", name="3 Stämmer till stor del").check()
    leader.get_by_label("Hur vet vi det?").fill("Vi hörde alla bord.")
    press(leader, "Spara den gemensamma skattningen")
    expect(screen.get_by_text("Vi enas om")).to_be_visible()
    assert JointRating.objects.get().step == 3

    press(leader, "Nästa: Rad 2")
    press(leader, "Nästa: Utcheckning")
    for number, phone in enumerate(phones):
        phone.get_by_label("Vad tänker du nu?").fill(f"Tanke {number}")
        phone.get_by_role("button", name="Skicka").click()
        expect(phone.get_by_text("Tack, ditt svar är skickat")).to_be_visible()
    CheckOut.objects.bulk_create(
        CheckOut(dialogue=dialogue, text=text) for text in ("Bra", "Dumt sagt", "Klokt")
    )
    press(leader, "Avsluta svaren och läs igenom dem")
    expect(phones[0].get_by_text("Svaren är inne")).to_be_visible()
    leader.locator("li", has_text="Dumt sagt").get_by_role("button").click()
    expect(leader.get_by_text("Dolt", exact=True)).to_be_visible()
    press(leader, "Visa utcheckningen för alla")
    for page in everybody:
        expect(page.get_by_text("Klokt")).to_be_visible()
        expect(page.get_by_text("Dumt sagt")).to_have_count(0)
    leader.get_by_role("link", name="Avsluta samtalet").click()
    press(leader, "Avsluta samtalet")
    expect(leader).to_have_url(re.compile("/utfall/$"))
    for page in everybody:
        expect(page.get_by_role("heading", level=1)).to_have_text("Tack för samtalet")
    assert Dialogue.objects.get().step == DialogueStep.ENDED


def join(page: Page, code: str) -> Page:
    page.goto("/samtal/")
    page.get_by_label("Kod").fill(code.lower())
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_role("button", name="Bord 1").click()
    expect(page.get_by_text("Bord 1, plats")).to_be_visible()
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
