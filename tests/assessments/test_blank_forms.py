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


def test_a_statement_keeps_the_number_of_its_row(client: Client, edition: Edition) -> None:
    Statement.objects.filter(factor__slug="ansvar", row=1, level="rektor").delete()
    page = client.get(PAGE, {"niva": "rektor"}).content.decode()
    assert 'value="2"' in page
    assert 'value="1"' not in page


def test_all_levels_come_after_each_other(client: Client, edition: Edition) -> None:
    page = main_of(client.get(PAGE, {"niva": "alla"}))
    order = [page.index(f"ansvar {level} 1") for level in ("huvudman", "rektor", "undervisning")]
    assert order == sorted(order)


def test_the_rows_that_are_cut_are_named(client: Client, edition: Edition) -> None:
    Statement.objects.filter(level="rektor", row=2).update(complete=False)
    assert "Rad 2 är avklippt i källan" in main_of(client.get(PAGE, {"niva": "rektor"}))
    Statement.objects.filter(level="rektor", row__gt=0).update(complete=False)
    assert "Raderna 1, 2 är avklippta" in main_of(client.get(PAGE, {"niva": "rektor"}))


def test_the_paper_says_whose_words_it_has_and_where_they_are_read(
    client: Client, edition: Edition
) -> None:
    page = main_of(client.get(PAGE))
    assert "Texterna är källans egna ord" in page
    assert "Frågan om helheten är portalens egen formulering." in page
    assert "testserver/utgavor/prov-2026/ansvar/" in page


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
    for level in ("rektor", "alla"):
        with django_assert_num_queries(4):
            client.get(PAGE, {"niva": level})
