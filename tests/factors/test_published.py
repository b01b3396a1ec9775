"""Each published edition stays at its address, whatever is published after it."""

import datetime

import pytest
from django.test import Client

from factors.models import Edition, Factor, Source, Statement
from portal.days import today
from tests.conftest import Cast, add_factor
from tests.factors.conftest import main_of


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


def test_the_newer_one_is_reached_at_the_same_factor_or_at_all_of_them(
    client: Client, edition: Edition, newer: Edition
) -> None:
    assert 'href="/faktorer/ansvar/"' in client.get("/utgavor/prov-2026/ansvar/").content.decode()
    gone = client.get("/utgavor/prov-2026/larande/").content.decode()
    assert 'href="/faktorer/larande/"' not in gone
    assert '<a href="/faktorer/">Läs den senaste</a>' in gone


@pytest.mark.parametrize(
    ("page", "anchors"),
    [
        ("professionell-utveckling/", ['id="rad-3"', 'id="rad-3-rektor"']),
        ("mal/", ['id="rad-3"', 'id="rad-3-GR"']),
    ],
)
def test_each_row_and_cell_has_an_address(
    client: Client, national: Edition, page: str, anchors: list[str]
) -> None:
    address = f"/utgavor/nationell-2024/{page}"
    shown = client.get(address).content.decode()
    assert [anchor for anchor in anchors if shown.count(anchor) != 1] == []
    assert f'href="{address}#rad-3"' in shown


def test_a_factor_known_by_its_name_alone_says_so(client: Client, edition: Edition) -> None:
    Factor.objects.create(edition=edition, slug="namn", name="Namn", position=9, complete=False)
    page = main_of(client.get("/utgavor/prov-2026/namn/"))
    assert "Bara namnet är känt." in page
    assert not [part for part in ("Varför", "märkas", "Styrkedjans nivåer") if part in page]
    cards = client.get("/utgavor/prov-2026/").content.decode()
    card = next(card for card in cards.split("<article")[1:] if ">Namn<" in card)
    assert "Källans text om varför saknas." in card
    assert "Ofullständig i källan" in card


def test_a_factor_that_is_cut_is_told_before_it_is_read(client: Client, edition: Edition) -> None:
    page = "/utgavor/prov-2026/ansvar/"
    assert "Ofullständig" not in main_of(client.get(page))
    edition.factors.filter(slug="ansvar").update(complete=False)
    shown = main_of(client.get(page))
    assert shown.index("Källan har inte hela texten") < shown.index("Ansvar gör skillnad.")


def test_goals_that_are_cut_are_told(client: Client, national: Edition) -> None:
    page = "/utgavor/nationell-2024/mal/"
    assert "Avklippt" not in main_of(client.get(page))
    national.national_goals.update(complete=False)
    goal = national.sub_goals.filter(row=7).first()
    national.sub_goals.filter(pk=goal.pk).update(complete=False)
    assert main_of(client.get(page)).count("Avklippt i källan.") == 2


def test_a_factor_names_its_own_sources_and_the_cells_that_have_another(
    client: Client, edition: Edition
) -> None:
    own, other, unused = (
        Source.objects.create(edition=edition, slug=f"k{place}", position=place, title=title)
        for place, title in enumerate(["Rapporten", "Webbsidan", "Boken"], 1)
    )
    Source.objects.filter(pk=other.pk).update(
        address="https://example.org/sida", read_on=datetime.date(2026, 3, 2)
    )
    edition.factors.filter(slug="ansvar").update(source=own)
    Statement.objects.filter(factor__slug="ansvar", row=1, level="rektor").update(source=other)
    page = main_of(client.get("/utgavor/prov-2026/ansvar/"))
    assert "ansvar rektor 1 Källa: Webbsidan" in page
    assert "Källa Rapporten" in page
    assert "Webbsidan, https://example.org/sida , läst 2 mars 2026" in page
    assert unused.title not in page


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
