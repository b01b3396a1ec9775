"""A factor's table on paper."""

from typing import Any

import pytest
from django.test import Client

from factors.models import Edition
from portal.days import today
from tests.conftest import Cast, add_factor
from tests.factors.conftest import main_of

PAGE = "/utgavor/prov-2026/ansvar/utskrift/"


def test_the_table_has_all_levels_and_says_where_it_is_from(
    client: Client, national: Edition
) -> None:
    page = main_of(client.get("/utgavor/nationell-2024/professionell-utveckling/utskrift/"))
    for words in (
        "huvudmannanivån rektorsnivån undervisningsnivån",
        "Utgåva 2024 av det nationella kvalitetssystemet, publicerad 1 januari 2024. Källa: Skol",
        "Texterna är källans egna ord",
        "på vår verksamhet? (Portalens egen formulering)",
        "testserver/utgavor/nationell-2024/professionell-utveckling/",
    ):
        assert words in page


def test_it_is_linked_from_the_factor(client: Client, edition: Edition) -> None:
    assert f'href="{PAGE}"' in client.get("/utgavor/prov-2026/ansvar/").content.decode()


def test_an_older_edition_says_so_on_paper_too(client: Client, edition: Edition) -> None:
    Edition.objects.create(slug="ny", title="Ny utgåva", published_on=today())
    assert "Den senaste är Ny utgåva." in main_of(client.get(PAGE))


def test_what_is_local_says_whose_it_is_and_is_for_members(client: Client, cast: Cast) -> None:
    local = Edition.objects.create(
        slug="eget", title="Eget", organisation=cast.organisation, published_on=today()
    )
    page = add_factor(local, "sprak", "Språk", 1).get_absolute_url() + "utskrift/"
    assert client.get(page).status_code == 302
    client.force_login(cast.teachers[0])
    assert "Texterna är lokala: Ekby kommun har skrivit dem" in main_of(client.get(page))
    client.force_login(cast.outsider)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("path", ["utkast/ansvar", "prov-2026/saknas"])
def test_neither_drafts_nor_nothing_are_printed(
    client: Client, edition: Edition, path: str
) -> None:
    draft = Edition.objects.create(slug="utkast", title="Utkast")
    add_factor(draft, "ansvar", "Ansvar", 1)
    assert client.get(f"/utgavor/{path}/utskrift/").status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_it_takes_as_many_queries_however_many_factors(
    client: Client, edition: Edition, size: int, django_assert_num_queries: Any
) -> None:
    edition.factors.exclude(slug="ansvar").delete()
    for position in range(2, size + 1):
        add_factor(edition, f"faktor-{position}", "Faktor", position)
    with django_assert_num_queries(6):
        client.get(PAGE)
