"""What whoever runs the portal does about single sign-on, and what is refused."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.models import AuditEvent, Identity, IdentityProvider
from portal.verbs import Verb
from tests.conftest import Cast


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRKEDJAN_CLIENT_SECRET", "hemlig")


def add(issuer: str, **changed: Any) -> None:
    options = {"name": "Ekbys konto", "domain": ["ekby.example"], "client_id": "x"} | changed
    call_command("add_identity_provider", "ekby", "oidc", issuer=issuer, **options)


def test_the_secret_is_stored_sealed(oidc: IdentityProvider) -> None:
    assert oidc.sealed_secret
    assert "hemlig" not in oidc.sealed_secret
    assert AuditEvent.objects.get().verb == Verb.IDENTITY_PROVIDER_CHANGED


def test_adding_it_again_changes_it(oidc: IdentityProvider, issuer: str) -> None:
    add(issuer, name="Kommunkontot", domain=["skola.ekby.example"])
    changed = IdentityProvider.objects.get()
    assert changed.name == "Kommunkontot"
    assert [each.domain for each in changed.domains.all()] == ["skola.ekby.example"]


@pytest.mark.parametrize(
    ("issuer", "told"),
    [
        ("http://idp.ekby.example", "ska börja med https://"),
        ("https://login.microsoftonline.com/common/v2.0", "Ange er egen katalog"),
        ("https://login.microsoftonline.com/organizations/v2.0", "Ange er egen katalog"),
    ],
)
def test_an_issuer_that_could_be_anybodys_is_refused(cast: Cast, issuer: str, told: str) -> None:
    with pytest.raises(CommandError, match=told):
        add(issuer)
    assert not IdentityProvider.objects.exists()


def test_an_issuer_by_another_name_is_refused(cast: Cast, issuer: str) -> None:
    with pytest.raises(CommandError, match="Utfärdaren kallar sig"):
        add(f"{issuer}/")


@pytest.mark.parametrize("domain", ["ekby", "ek by.example", "", "*.example"])
def test_what_is_no_domain_is_refused(cast: Cast, issuer: str, domain: str) -> None:
    with pytest.raises(CommandError, match="är ingen domän"):
        add(issuer, domain=[domain])
    assert not IdentityProvider.objects.exists()


def test_a_domain_belongs_to_one(cast: Cast, oidc: IdentityProvider, issuer: str) -> None:
    elsewhere = ("add_identity_provider", "annanby", "oidc")
    with pytest.raises(CommandError, match="hör redan till en annan"):
        call_command(
            *elsewhere, issuer=issuer, client_id="x", name="Annanby", domain=["EKBY.example"]
        )
    assert IdentityProvider.objects.get() == oidc


@pytest.mark.parametrize("text", ["", "<html>", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_metadata_that_describes_nobody_is_refused(cast: Cast, tmp_path: Path, text: str) -> None:
    file = tmp_path / "metadata.xml"
    file.write_text(text)
    with pytest.raises(CommandError):
        call_command(
            *("add_identity_provider", "ekby", "saml", "--name", "Ekby"),
            *("--metadata", str(file), "--domain", "ekby.example"),
        )
    assert not IdentityProvider.objects.exists()


def test_a_provider_is_listed_and_removed(
    cast: Cast, oidc: IdentityProvider, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("list_identity_providers")
    assert "ekby: Ekby kommun, Ekbys konto, oidc" in capsys.readouterr().out
    call_command("remove_identity_provider", "ekby")
    assert not IdentityProvider.objects.exists()
    with pytest.raises(CommandError, match="ingen inloggning"):
        call_command("remove_identity_provider", "ekby")


def test_an_account_is_forgotten_so_that_a_new_one_can_take_its_place(
    cast: Cast, oidc: IdentityProvider
) -> None:
    Identity.objects.create(provider=oidc, user=cast.rektor, subject="rut")
    call_command("forget_identity", "RUT@ekby.example")
    assert not Identity.objects.exists()
    event = AuditEvent.objects.order_by("pk").last()
    assert event
    assert (event.person, event.target) == (cast.rektor, "Ekbys konto: Rut")
    with pytest.raises(CommandError, match="har loggat in så"):
        call_command("forget_identity", "rut@ekby.example")
