"""Every way in, in a real browser: a code, a passkey, and the organisation's own account."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from portal.models import AuditEvent, IdentityProvider
from portal.verbs import Verb
from tests.browser.conftest import SignIn
from tests.conftest import Cast
from tests.portal.identity.conftest import (  # noqa: F401
    SamlProvider,
    connected,
    issuer,
    oidc,
    saml_provider,
)

PLATFORM = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(signed_in_page: SignIn, live_server: object) -> Page:
    """A browser where nobody is signed in, at the name that passkeys are bound to."""
    address = str(live_server).replace("127.0.0.1", "localhost")
    return signed_in_page(base_url=address)


def ask_for_code(page: Page, email: str | None) -> None:
    page.goto("/logga-in/")
    page.get_by_label("E-postadress").fill(email or "")
    page.get_by_role("button", name="Fortsätt").click()


def sign_in_with_code(page: Page, email: str | None) -> None:
    ask_for_code(page, email)
    expect(page).to_have_url(re.compile("/logga-in/kod/"))
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)
    assert code
    page.get_by_label("Kod").fill(code[0])
    page.get_by_role("button", name="Logga in").click()


def sign_out(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Logga ut").first.click()
    expect(page.get_by_role("link", name="Logga in").first).to_be_visible()


def has_a_device_for_passkeys(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PLATFORM})


def test_a_code_by_mail_lets_a_teacher_in(page: Page, cast: Cast) -> None:
    sign_in_with_code(page, cast.teachers[0].email)
    expect(page.locator(".account-name").first).to_contain_text("Tea")


def test_an_administrator_adds_a_passkey_and_then_needs_nothing_else(
    page: Page, cast: Cast, settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    has_a_device_for_passkeys(page)
    sign_in_with_code(page, cast.admin.email)
    page.goto("/ekby/handelser/")
    expect(page.locator("main")).to_contain_text("Du är administratör, så här behövs två steg")
    page.get_by_role("link", name="Lägg till en passkey").click()
    page.get_by_role("button", name="Lägg till passkeyn").click()
    expect(page.locator("[data-codes] li")).to_have_count(10)
    page.get_by_role("link", name="Jag har sparat dem, fortsätt").click()
    expect(page).to_have_url(re.compile("/ekby/handelser/$"))
    assert AuditEvent.objects.filter(verb=Verb.SECOND_FACTOR_ADDED, actor=cast.admin).exists()

    sign_out(page)
    mail.outbox.clear()
    page.goto("/logga-in/?next=/ekby/handelser/")
    page.get_by_role("button", name="Logga in med passkey").click()
    expect(page).to_have_url(re.compile("/ekby/handelser/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Händelser")
    assert mail.outbox == []


def test_without_the_passkey_a_recovery_code_lets_the_administrator_in(
    page: Page, cast: Cast, settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    has_a_device_for_passkeys(page)
    sign_in_with_code(page, cast.admin.email)
    page.goto("/logga-in/andra-steget/passkey/")
    page.get_by_role("button", name="Lägg till passkeyn").click()
    code = page.locator("[data-codes] li").first.inner_text()
    sign_out(page)

    sign_in_with_code(page, cast.admin.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ett steg till")
    page.get_by_label("Kod").fill(code)
    page.get_by_role("button", name="Logga in med koden").click()
    page.goto("/ekby/handelser/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Händelser")


def test_a_rektor_comes_in_by_the_organisations_own_account(
    page: Page,
    cast: Cast,
    oidc: IdentityProvider,  # noqa: F811
) -> None:
    page.route("https://**", lambda route: route.abort())  # the style of the provider's page
    ask_for_code(page, cast.rektor.email)
    page.get_by_role("link", name="Ekbys konto").click()
    page.get_by_placeholder("sub").fill("rut")
    page.get_by_role("button", name="Authorize").click()
    expect(page.locator(".account-name").first).to_contain_text("Rut")


def test_and_by_saml_from_another_site_whose_form_brings_no_session_along(
    cast: Cast,
    signed_in_page: SignIn,
    live_server: object,
    saml_provider: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    """The provider is at localhost and the portal at 127.0.0.1: two sites to a browser."""
    host = urlsplit(str(live_server)).netloc.replace("localhost", "127.0.0.1")
    connected(SamlProvider(saml_provider), tmp_path / "metadata.xml", host)
    page = signed_in_page(base_url=f"http://{host}")
    ask_for_code(page, cast.rektor.email)
    page.get_by_role("link", name="Ekbys konto").click()
    page.get_by_role("button", name="Vidare").click()
    expect(page.locator(".account-name").first).to_contain_text("Rut")
