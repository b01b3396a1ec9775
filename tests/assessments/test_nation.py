"""All organisations on one page, for those who see to the portal."""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Round
from portal.days import start_of, today
from portal.models import Organisation, Unit
from portal.terms import SchoolForm
from tests.conftest import Cast, add_organisation, add_steward, add_unit

Queries = Callable[[int], AbstractContextManager[Any]]
PAGE = "/huvudman/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def steward(client: Client, db: None) -> Client:
    client.force_login(add_steward("Stina"))
    return client


def names(response: Any) -> list[str]:
    return [str(each) for each in response.context["organisations"]]


def rows(response: Any) -> dict[str, Organisation]:
    return {each.slug: each for each in response.context["organisations"]}


def add_days(organisation: Organisation, last: datetime.date, **state: Any) -> Round:
    return Round.objects.create(
        organisation=organisation,
        title="Hemlig titel",
        opens_on=last - 20 * DAY,
        closes_on=last,
        opened_at=start_of(last - 20 * DAY),
        **state,
    )


def test_organisations_stand_by_name_whatever_they_do(steward: Client) -> None:
    for name in ("Örby", "Zinkby", "Åby", "Ärby"):
        add_organisation(
            f"{name} kommun", name.translate(str.maketrans("ÖÅÄ", "oaa")).lower() + "x"
        )
    assert names(steward.get(PAGE)) == [
        "Zinkby kommun",
        "Åby kommun",
        "Ärby kommun",
        "Örby kommun",
    ]


@pytest.mark.parametrize(("sought", "found"), [("aby", 1), ("KOMMUN å", 1), ("by", 2), ("xyz", 0)])
def test_an_organisation_is_found_by_words_of_its_name(
    steward: Client, sought: str, found: int
) -> None:
    add_organisation("Åby kommun", "aby")
    add_organisation("Friskolan Söderby", "friskolan")
    assert len(names(steward.get(PAGE, {"q": sought}))) == found


def test_a_name_that_is_no_latin_letters_finds_nobody_rather_than_everybody(
    steward: Client, cast: Cast
) -> None:
    page = steward.get(PAGE, {"q": "李"})
    assert names(page) == []
    assert "Ingen huvudman heter så" in page.content.decode()


def test_what_can_not_be_read_is_told_and_narrows_nothing(steward: Client, cast: Cast) -> None:
    for query in ({"q": "x" * 151}, {"q": "\0"}, {"sida": "99999"}, {"sida": "-1"}):
        assert names(steward.get(PAGE, query)) == ["Annanby kommun", "Ekby kommun"]
    assert "150" in steward.get(PAGE, {"q": "x" * 151}).content.decode()


def test_an_empty_portal_says_so(steward: Client) -> None:
    assert "Här finns ingen huvudman än" in steward.get(PAGE).content.decode()


def test_each_has_its_units_the_days_of_its_rounds_and_whether_it_compares(
    steward: Client, cast: Cast
) -> None:
    Unit.objects.filter(pk=cast.tall.pk).update(closed_on=today())
    ekby = cast.organisation
    for last in (today() + 9 * DAY, today() + 3 * DAY):
        add_days(ekby, last)
    for days, late in ((90, 0), (40, 1)):  # the timer closes in the night after the last day
        last = today() - days * DAY
        add_days(ekby, last, closed_at=start_of(last + late * DAY))
    Organisation.objects.filter(pk=ekby.pk).update(compares_since=today())
    page = steward.get(PAGE)
    row = rows(page)["ekby"]
    assert (row.unit_count, row.open_until, row.closed_on) == (
        2,
        today() + 3 * DAY,
        today() - 40 * DAY,
    )
    other = rows(page)["annanby"]
    assert (other.unit_count, other.open_until, other.closed_on) == (0, None, None)
    assert page.context["totals"]() == {"all": 2, "units": 2, "open": 1, "comparing": 1}


def test_nothing_of_what_is_said_is_told(steward: Client, closed_round: Round, cast: Cast) -> None:
    """Nor the round's title, which is the organisation's own, nor any person or unit."""
    page = steward.get(PAGE).content.decode()
    assert "Ekby kommun" in page
    for hidden in (closed_round.title, "Björkskolan", "Agnes", "Rut", "92", "2,7"):
        assert hidden not in page.partition("<main")[2].partition("</main>")[0]


def test_a_search_by_htmx_gets_the_list_alone(steward: Client, cast: Cast) -> None:
    page = steward.get(PAGE, {"q": "ekby"}, headers={"HX-Request": "true"}).content.decode()
    assert "<h1" not in page
    assert "1 huvudman" in page


def test_a_long_list_is_paged_and_keeps_what_was_sought(steward: Client) -> None:
    for number in range(51):
        add_organisation(f"By {number:02}", f"by-{number}")
    page = steward.get(PAGE, {"q": "by"})
    assert len(names(page)) == 50
    assert 'href="?q=by&amp;sida=2"' in page.content.decode()
    assert names(steward.get(PAGE, {"q": "by", "sida": "2"})) == ["By 50"]


@pytest.mark.parametrize("organisations", [1, 3])
def test_the_page_takes_as_many_queries_however_many_they_are(
    steward: Client, organisations: int, django_assert_num_queries: Queries
) -> None:
    for number in range(organisations):
        here = add_organisation(f"By {number}", f"by-{number}")
        add_unit(here, "Skolan", "skolan", SchoolForm.GR)
        add_days(here, today() + DAY)
        add_days(here, today() - DAY, closed_at=timezone.now())
    steward.get(PAGE)
    with django_assert_num_queries(8):
        assert len(names(steward.get(PAGE))) == organisations


def test_a_steward_needs_a_second_factor(steward: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    response = steward.get(PAGE)
    assert (response.status_code, response["Location"].partition("?")[0]) == (
        302,
        "/logga-in/andra-steget/",
    )
