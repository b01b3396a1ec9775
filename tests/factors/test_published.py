"""Each published edition stays at its address, whatever is published after it."""

import pytest
from django.test import Client

from factors.models import Edition
from portal.days import today
from tests.conftest import Cast, add_factor


@pytest.fixture
def newer(edition: Edition) -> Edition:
    newer = Edition.objects.create(slug="ny", title="Ny utgåva", published_on=today())
    add_factor(newer, "ansvar", "Nytt ansvar", 1)
    return newer


def test_an_older_edition_is_read_at_its_own_address(
    client: Client, edition: Edition, newer: Edition
) -> None:
    assert "Nytt ansvar" in client.get("/faktorer/ansvar/").content.decode()
    address = edition.factors.get(slug="ansvar").get_absolute_url()
    page = client.get(address).content.decode()
    assert "Nytt ansvar" not in page
    assert "Det här är en äldre utgåva. Den senaste är Ny utgåva." in page
    assert f'href="{address}#rad-1"' in page


def test_the_newest_edition_says_nothing_of_a_newer(client: Client, newer: Edition) -> None:
    for address in ("/faktorer/", "/mal/", "/faktorer/ansvar/", "/utgavor/ny/ansvar/"):
        assert "äldre utgåva" not in client.get(address).content.decode()


def test_all_published_editions_are_listed(client: Client, newer: Edition) -> None:
    page = client.get("/utgavor/").content.decode()
    assert page.index("Ny utgåva") < page.index("Provutgåva")


@pytest.mark.parametrize("path", ["", "mal/", "ansvar/"])
def test_neither_drafts_nor_local_editions_are_public(
    client: Client, cast: Cast, path: str
) -> None:
    for keeper, day in ((None, None), (cast.organisation, today())):
        slug = "utkast" if keeper is None else "lokal"
        other = Edition.objects.create(
            slug=slug, title="Hemlig", organisation=keeper, published_on=day
        )
        add_factor(other, "ansvar", "Hemligt", 1)
        assert client.get(f"/utgavor/{slug}/{path}").status_code == 404
    assert "Hemlig" not in client.get("/utgavor/").content.decode()
