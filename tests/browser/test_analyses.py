"""An analysis written in two real browsers at once: it saves itself, and nothing is overwritten."""

import re

from playwright.sync_api import Locator, expect

from assessments.models import Finding, Passage, Round
from portal.terms import Role
from tests.assessments.conftest import closed_round, open_round  # noqa: F401
from tests.browser.conftest import SignIn
from tests.conftest import Cast, add_person

SAVED = re.compile(r"Sparat \d\d\.\d\d")


def test_two_write_at_once_and_both_texts_are_kept(
    closed_round: Round,  # noqa: F811
    cast: Cast,
    signed_in_page: SignIn,
) -> None:
    deputy = add_person("Dag", cast.organisation, Role.REKTOR, cast.bjork)
    pages = [signed_in_page(user) for user in (cast.rektor, deputy)]
    for page in pages:
        page.goto(f"/ekby/omgangar/{closed_round.pk}/enheter/bjorkskolan/analys/skriv/")
    first, second = (page.locator('[data-lane="passage-causes"]') for page in pages)
    write(first, "Tiden.")
    expect(first.locator(".status")).to_have_text(SAVED)
    write(second, "Pengarna.")
    expect(second.get_by_role("group", name="Två olika texter")).to_contain_text("Tiden.")
    assert Passage.objects.get().text == "Tiden."
    second.get_by_role("button", name="Behåll båda").click()
    expect(second.locator(".status")).to_have_text(SAVED)
    assert Passage.objects.get().text == "Tiden.\n\nPengarna."

    offer = pages[0].locator('[data-kind="finding"]').first
    offer.get_by_text("Ta med, med egna ord").click()
    write(offer, "Så här ser vi det.")
    pages[0].get_by_role("button", name="Spara och läs igenom").click()
    expect(pages[0].get_by_text("Så här ser vi det.")).to_be_visible()
    assert Finding.objects.get().told == "Så här ser vi det."


def write(place: Locator, text: str) -> None:
    place.get_by_role("textbox").fill(text)
