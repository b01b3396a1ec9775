"""A list that follows what somebody types."""

import re

from playwright.sync_api import expect

from portal.terms import Role
from tests.browser.conftest import SignIn
from tests.conftest import Cast, add_person


def test_the_list_follows_and_the_field_is_left_alone(cast: Cast, signed_in_page: SignIn) -> None:
    asa = add_person("Asa", cast.organisation, Role.UNDERVISNING, cast.bjork)
    asa.name = "Åsa Strömbäck"
    asa.save()
    page = signed_in_page(cast.admin)
    page.goto("/ekby/personer/")
    field = page.get_by_label("Namn eller adress")
    field.press_sequentially("asa")
    expect(page.get_by_role("heading", name="1 person")).to_be_visible()
    expect(field).to_be_focused()
    field.press_sequentially(" strom")
    expect(page).to_have_url(re.compile(r"\?q=asa\+strom&|\?q=asa%20strom&"))
    expect(field).to_have_value("asa strom")
    page.get_by_role("link", name="Åsa Strömbäck").click()
    expect(page.get_by_role("heading", name="Åsa Strömbäck")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Personer", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="1 person")).to_be_visible()
    page.get_by_label("Roll").select_option("rektor")
    expect(page.get_by_role("heading", name="Ingen stämmer med det du har valt")).to_be_visible()
