import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factors.models import Edition, SubGoal

pytestmark = pytest.mark.django_db


def test_goals_are_shown_without_signing_in(
    client: Client, national: Edition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        page = client.get("/mal/").content.decode()
    assert "I grundskolan får varje elev en utbildning av hög kvalitet" in page
    assert page.count("<td") == 7 * 5
    assert page.count("Inget delmål") == 7 * 5 - 26
    assert 'id="rad-7"' in page


def test_the_page_says_which_school_forms_the_source_lacks(
    client: Client, national: Edition
) -> None:
    page = client.get("/mal/").content.decode()
    missing = "förskoleklass, specialskola, sameskola, anpassad gymnasieskola och fritidshem"
    assert f"Källan anger inga delmål för {missing}." in page
    assert "Källan anger ingen målsättning för förskola, förskoleklass, anpassad" in page


def test_misspellings_of_the_source_are_remarked_once_with_their_place(
    client: Client, national: Edition
) -> None:
    page = client.get("/mal/").content.decode()
    assert "Varje elev som är i behov stöd får" in page
    assert page.count("Källan skriver ”i behov stöd” [sic].") == 1
    assert "Anpassad grundskola rad 3." in page


@pytest.mark.parametrize(
    ("query", "first"), [("", "FS"), ("?skolform=GY", "GY"), ("?skolform=X", "FS")]
)
def test_a_narrow_screen_starts_with_the_school_form_of_the_link(
    client: Client, national: Edition, query: str, first: str
) -> None:
    page = client.get(f"/mal/{query}").content.decode()
    assert page.count(" checked") == 1
    assert f'value="{first}"' in page.split(" checked")[0].rsplit("<input", 1)[1]


def test_the_newest_national_edition_is_shown(client: Client, national: Edition) -> None:
    newer = Edition.objects.create(slug="ny", title="Ny", published_on="2026-01-01")
    SubGoal.objects.create(edition=newer, school_form="SAM", row=1, text="Nytt delmål.")
    page = client.get("/mal/").content.decode()
    assert "Nytt delmål." in page
    assert "I grundskolan får" not in page


def test_an_empty_catalogue_says_so(client: Client) -> None:
    assert "Katalogen är inte inläst än" in client.get("/mal/").content.decode()


def test_goals_can_only_be_read(client: Client, national: Edition) -> None:
    assert client.post("/mal/").status_code == 405
