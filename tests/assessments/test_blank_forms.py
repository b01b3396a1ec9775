"""A factor as a blank form on paper."""

from typing import Any

import pytest
from django.test import Client

from factors.models import Edition, Statement
from portal.days import today
from tests.conftest import Cast, add_factor
from tests.factors.conftest import main_of

PAGE = "/utgavor/prov-2026/ansvar/blankett/"


def test_a_level_has_its_statements_the_overall_one_last(client: Client, edition: Edition) -> None:
    page = main_of(client.get(PAGE, {"niva": "rektor"}))
    order = [page.index(f"ansvar rektor {row}") for row in (1, 2, 0)]
    assert order == sorted(order)
    assert "ansvar undervisning" not in page
    assert page.count("2 Stämmer delvis") == page.count("Kan inte bedöma") == 3


def test_what_can_not_be_rated_is_not_asked(client: Client, edition: Edition) -> None:
    Statement.objects.filter(level="rektor", row=2).update(complete=False)
    assert "ansvar rektor 2" not in main_of(client.get(PAGE, {"niva": "rektor"}))
    Statement.objects.filter(level="rektor").delete()
    assert "inget att skatta på rektorsnivån" in main_of(client.get(PAGE, {"niva": "rektor"}))


@pytest.mark.parametrize("level", ["", "elev", "\u0000"])
def test_rubbish_is_no_level(client: Client, edition: Edition, level: str) -> None:
    assert "ansvar undervisning 1" in main_of(client.get(PAGE, {"niva": level}))


def test_a_local_form_is_for_members_and_says_that_it_is_local(client: Client, cast: Cast) -> None:
    local = Edition.objects.create(
        slug="eget", title="Eget", organisation=cast.organisation, published_on=today()
    )
    page = add_factor(local, "sprak", "Språk", 1).get_absolute_url() + "blankett/"
    assert client.get(page).status_code == 302
    client.force_login(cast.teachers[0])
    assert "Lokal" in main_of(client.get(page))
    client.force_login(cast.outsider)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_queries_whatever_its_length(
    client: Client, edition: Edition, rows: int, django_assert_num_queries: Any
) -> None:
    factor = edition.factors.get(slug="ansvar")
    factor.statements.filter(row__gt=rows).delete()
    with django_assert_num_queries(4):
        client.get(PAGE, {"niva": "rektor"})
