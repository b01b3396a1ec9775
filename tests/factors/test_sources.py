"""The sources of a draft: written, mended, and kept where texts stand on them."""

import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factors.models import Edition, Source
from portal.models import User
from tests.conftest import add_factor
from tests.factors.conftest import answers, main_of

pytestmark = pytest.mark.django_db

SOURCES, NEW = "/katalog/kommande/kallor/", "/katalog/kommande/kallor/ny/"


@pytest.fixture
def source(draft: Edition) -> Source:
    return draft.sources.create(slug="stodmaterial", title="Stödmaterialet", position=1)


def test_a_source_is_added_after_the_others_and_named_by_its_title(
    client: Client, editor: User, draft: Edition, source: Source
) -> None:
    sent = answers(
        client,
        NEW,
        title="Stödmaterial",
        address="https://www.example.org/stod",
        read_on="2026-08-15",
    )
    assert client.post(NEW, sent).url == SOURCES
    added = draft.sources.last()
    assert added is not None
    assert (added.slug, added.position) == ("stodmaterial-2", 2)
    assert added.read_on == datetime.date(2026, 8, 15)
    page = main_of(client.get(SOURCES))
    assert "https://www.example.org/stod Läst 15 augusti 2026" in page


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("title", "", "Skriv källans titel."),
        ("address", "javascript:alert(1)", "Skriv en webbadress som börjar med https://"),
        ("read_on", "i fjol", "Skriv dagen som år-månad-dag"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(
    client: Client, editor: User, draft: Edition, field: str, text: str, told: str
) -> None:
    sent = answers(client, NEW, title="Källa", address="https://www.example.org/")
    response = client.post(NEW, sent | {field: text})
    assert response.status_code == 422
    assert told in main_of(response)
    assert not draft.sources.exists()


def test_a_source_is_mended_and_keeps_its_name_in_files(
    client: Client, editor: User, source: Source
) -> None:
    address = f"{SOURCES}{source.pk}/"
    client.post(address, answers(client, address, title="Rättad titel"))
    source.refresh_from_db()
    assert (source.title, source.slug, source.position) == ("Rättad titel", "stodmaterial", 1)


def test_two_who_mend_the_same_source_see_each_others_words(
    client: Client, editor: User, source: Source
) -> None:
    address = f"{SOURCES}{source.pk}/"
    sent = answers(client, address, title="Min titel")
    Source.objects.filter(pk=source.pk).update(title="Den andras titel")
    assert "Den andras titel" in main_of(client.post(address, sent))
    source.refresh_from_db()
    assert source.title == "Den andras titel"


def test_a_source_that_texts_stand_on_stays(
    client: Client, editor: User, draft: Edition, source: Source
) -> None:
    factor = add_factor(draft, "ansvar", "Ansvar", 1)
    factor.source = source
    factor.save()
    factor.statements.filter(row=1).update(source=source)
    page = main_of(client.get(SOURCES))
    assert "4 texter står på den" in page
    assert "Ta bort" not in page
    response = client.post(f"{SOURCES}{source.pk}/ta-bort/", follow=True)
    assert "Källan är kvar" in main_of(response)
    assert draft.sources.get() == source


def test_a_source_that_nothing_stands_on_is_removed(
    client: Client, editor: User, draft: Edition, source: Source
) -> None:
    assert "Inga texter står på den" in main_of(client.get(SOURCES))
    assert client.post(f"{SOURCES}{source.pk}/ta-bort/").url == SOURCES
    assert not draft.sources.exists()


def test_the_source_of_another_edition_is_not_found(
    client: Client, editor: User, draft: Edition, edition: Edition
) -> None:
    other = edition.sources.create(slug="prov", title="Prov", position=1)
    assert client.get(f"{SOURCES}{other.pk}/").status_code == 404
    assert client.post(f"{SOURCES}{other.pk}/ta-bort/").status_code == 404
    assert edition.sources.get() == other


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_whatever_its_length(
    client: Client,
    editor: User,
    draft: Edition,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for position in range(1, number + 1):
        draft.sources.create(slug=f"kalla-{position}", title="Källa", position=position)
    with django_assert_num_queries(9):
        client.get(SOURCES)
