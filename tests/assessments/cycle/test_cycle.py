import datetime
import html

import pytest
from django.test import Client

from assessments.cycle.years import year_of
from assessments.models import CyclePhase
from assessments.terms import Phase
from portal.days import today
from portal.models import AuditEvent
from tests.assessments.cycle.conftest import set_year
from tests.assessments.test_start import page_of
from tests.conftest import Cast, add_organisation

YEAR = 2026
EDIT = f"/ekby/arshjul/{YEAR}/andra/"
DATES = {
    "where_begins_on": "2026-08-17",
    "where_ends_on": "2026-10-16",
    "aim_begins_on": "2026-11-02",
    "aim_ends_on": "2026-12-18",
    "how_begins_on": "2027-01-11",
    "how_ends_on": "2027-04-30",
    "outcome_begins_on": "2027-05-03",
    "outcome_ends_on": "2027-06-18",
}


@pytest.fixture(autouse=True)
def autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    day = datetime.date(2026, 9, 15)
    for module in ("assessments.views.cycle", "tests.assessments.cycle.conftest"):
        monkeypatch.setattr(f"{module}.today", lambda: day)


def test_an_administrator_sets_the_days_and_everybody_sees_them(client: Client, cast: Cast) -> None:
    assert "Sätt datum" in page_of(client, cast.admin, "/ekby/arshjul/")
    assert client.post(EDIT, DATES).url == "/ekby/arshjul/"
    assert CyclePhase.objects.filter(organisation=cast.organisation, year=YEAR).count() == 4
    assert AuditEvent.objects.get(verb="cycle.changed").text == "2026/27"
    for user in (cast.teachers[0], cast.rektor, cast.skolchef):
        page = page_of(client, user, "/ekby/arshjul/")
        assert "Nu: Var är vi? Till och med 16 oktober." in page
        assert "11 januari–30 april" in page
        assert "/andra/" not in page
        assert client.get(EDIT).status_code == 403
    client.force_login(cast.admin)
    client.post(EDIT, DATES | {"where_ends_on": "2026-10-20"})
    assert CyclePhase.objects.get(phase=Phase.WHERE).ends_on == datetime.date(2026, 10, 20)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"aim_begins_on": "2026-10-16"}, "”Var är vi?” slutar 16 oktober 2026."),
        ({"how_ends_on": "2027-01-10"}, "Sista dagen är före den första, 11 januari 2027."),
        ({"outcome_ends_on": "2027-07-01"}, "Dagen är inte i läsåret 2026/27."),
        ({"where_begins_on": ""}, "Välj en dag."),
        ({"where_begins_on": "i höst"}, "Skriv dagen som år-månad-dag"),
    ],
)
def test_days_that_cannot_be_are_told_and_nothing_typed_is_lost(
    client: Client, cast: Cast, wrong: dict[str, str], words: str
) -> None:
    client.force_login(cast.admin)
    response = client.post(EDIT, DATES | wrong)
    page = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert words in page
    assert 'value="2027-05-03"' in page
    assert not CyclePhase.objects.exists()


def test_the_next_year_begins_with_this_years_days_one_year_on(client: Client, cast: Cast) -> None:
    set_year(cast.organisation)
    page = page_of(client, cast.admin, "/ekby/arshjul/")
    assert "Förbered läsåret 2027/28" in page
    page = page_of(client, cast.admin, f"/ekby/arshjul/{YEAR + 1}/andra/")
    assert 'value="2027-08-15"' in page
    assert 'value="2028-06-14"' in page
    assert "flyttade ett år fram" in page
    assert CyclePhase.objects.count() == 4
    set_year(cast.organisation, YEAR + 1)
    page = page_of(client, cast.admin, f"/ekby/arshjul/{YEAR + 1}/andra/")
    assert "flyttade ett år fram" not in page


@pytest.mark.parametrize("year", [YEAR - 1, YEAR + 2, 0, 10**6])
def test_only_this_year_and_the_next_are_set(client: Client, cast: Cast, year: int) -> None:
    client.force_login(cast.admin)
    assert client.get(f"/ekby/arshjul/{year}/andra/").status_code == 404


def test_the_year_is_the_organisations_own(client: Client, cast: Cast) -> None:
    set_year(add_organisation("Åby kommun", "aby"))
    assert "Inga datum ännu" in page_of(client, cast.teachers[0], "/ekby/arshjul/")
    assert client.get("/aby/arshjul/").status_code == 404


@pytest.mark.parametrize("years", [1, 3])
def test_the_page_takes_as_many_queries_for_three_years_as_for_one(
    client: Client, cast: Cast, years: int, django_assert_num_queries
) -> None:
    for number in range(years):
        set_year(cast.organisation, year_of(today()) + number)
    client.force_login(cast.admin)
    with django_assert_num_queries(5):
        client.get("/ekby/arshjul/")
