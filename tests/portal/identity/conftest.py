"""Identity providers that the tests start, and people who sign in by them."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.management import call_command
from django.test import Client

from portal.models import IdentityProvider
from tests.conftest import Cast

SAML_PROVIDER = Path(__file__).parent / "saml_provider.py"
METADATA = "/logga-in/saml/ekby/"
RUT = {"mail": ["Rut@ekby.example"]}
CLAIMS = {
    "rut": {"email": "RUT@ekby.example", "email_verified": True, "preferred_username": "Rut"},
    "unverified": {"email": "rut@ekby.example", "email_verified": False},
    "unsaid": {"email": "rut@ekby.example"},
    "stranger": {"email": "okand@ekby.example", "email_verified": True},
    "foreign": {"email": "ove@annanby.example", "email_verified": True},
    "nameless": {"name": "Rut"},
    "entra": {"email": "agnes@ekby.example", "preferred_username": "rut@ekby.example"},
}


@dataclass
class SamlProvider:
    address: str

    def is_told(self, **what: Any) -> None:
        requests.put(self.address, json=what, timeout=5)

    def metadata(self) -> str:
        return requests.get(f"{self.address}/metadata", timeout=5).text


def connected(provider: SamlProvider, file: Path, host: str) -> SamlProvider:
    """The provider as the operator sets it up, and the portal as it is told of that in turn."""
    file.write_text(provider.metadata())
    call_command(
        *("add_identity_provider", "ekby", "saml", "--name", "Ekbys konto"),
        *("--metadata", str(file), "--domain", "ekby.example"),
    )
    portal = Client(headers={"host": host}).get(METADATA).content.decode()
    provider.is_told(portal=portal, attributes=RUT, signed=True)
    return provider


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def running(*command: str, port: int) -> Iterator[str]:
    """A process of its own, once it answers."""
    server = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield answering(f"http://localhost:{port}")
    finally:
        server.terminate()
        server.wait()


def answering(address: str) -> str:
    for _attempt in range(400):
        with suppress(requests.ConnectionError):
            requests.get(address, timeout=5)
            return address
        time.sleep(0.05)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """A real provider of OpenID Connect, whose people are let in by one press."""
    port = free_port()
    people = [json.dumps({"sub": sub} | claims) for sub, claims in CLAIMS.items()]
    known = [part for person in people for part in ("--user-claims", person)]
    listening = ["--host", "localhost", "--port", str(port)]
    with running("-m", "oidc_provider_mock", *listening, *known, port=port) as address:
        yield address


@pytest.fixture(scope="session")
def saml_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port, directory = free_port(), tmp_path_factory.mktemp("saml")
    with running(str(SAML_PROVIDER), str(port), str(directory), port=port) as address:
        yield address


@pytest.fixture
def oidc(cast: Cast, issuer: str, monkeypatch: pytest.MonkeyPatch) -> IdentityProvider:
    monkeypatch.setenv("STYRKEDJAN_CLIENT_SECRET", "hemlig")
    call_command(
        *("add_identity_provider", "ekby", "oidc", "--name", "Ekbys konto"),
        *("--issuer", issuer, "--client-id", "styrkedjan", "--domain", "Ekby.example"),
    )
    return IdentityProvider.objects.get()
