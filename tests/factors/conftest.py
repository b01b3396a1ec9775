import html
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags

from factors.catalogue.content import Catalogue
from factors.catalogue.loading import load
from factors.catalogue.reading import read_catalogue
from factors.drafts import begin
from factors.models import Edition
from portal.models import User
from tests.conftest import add_editor

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
NATIONAL = FIXTURES / "national.json"
LOCAL = FIXTURES / "exempelkommun-lokal.json"

Document = dict[str, Any]


def as_bytes(document: object) -> bytes:
    return json.dumps(document).encode()


def small_document() -> Document:
    """The least that an edition can be: one factor, rated at one level."""
    statements = [
        {"row": 0, "level": "rektor", "text": "Sammantaget?", "own_wording": True},
        {"row": 1, "level": "rektor", "text": "leda."},
    ]
    factor = {"slug": "ledarskap", "name": "Ledarskap", "why": "Det behövs.", "signs": "Det märks."}
    edition = {"slug": "liten", "scope": "national", "title": "Liten"}
    return {
        "edition": edition | {"published_on": "2026-01-01"},
        "sources": [{"slug": "prov", "title": "Prov"}],
        "factors": [factor | {"stem": "Varje nivå bidrar genom att på", "statements": statements}],
        "sub_goals": [{"school_form": "GR", "row": 1, "text": "Varje elev läser."}],
        "prompts": [{"kind": "reflection", "text": "Vad fungerar?"}],
    }


@pytest.fixture
def draft(db: None) -> Edition:
    """The nation's next edition."""
    return begin(None, "kommande", "Nästa utgåva")


@pytest.fixture
def editor(client: Client) -> User:
    """Signed in, and keeps the national catalogue."""
    user = add_editor("Edda")
    client.force_login(user)
    return user


def main_of(response: HttpResponse) -> str:
    """The words of the page itself, without the header and the footer."""
    page = response.content.decode().split("<main")[1].split("</main>")[0]
    return html.unescape(" ".join(strip_tags(page.replace("<", " <")).split()))


def answers(client: Client, address: str, /, **changed: str) -> dict[str, str]:
    """What the page's form sends when only these fields are changed."""
    form = client.get(address).context["form"]
    standing = {field.name: field.value() for field in form}
    return {name: str(value or "") for name, value in standing.items()} | changed


@pytest.fixture
def document() -> Document:
    return small_document()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[object], str]:
    """Writes a document, or bytes as they are, to a file and gives its path."""

    def write(document: object) -> str:
        path = tmp_path / "edition.json"
        path.write_bytes(document if isinstance(document, bytes) else as_bytes(document))
        return str(path)

    return write


@pytest.fixture
def national_catalogue() -> Catalogue:
    return read_catalogue(NATIONAL.read_bytes())


@pytest.fixture
def national(db: None, national_catalogue: Catalogue) -> Edition:
    load(national_catalogue)
    return Edition.objects.get(slug="nationell-2024")
