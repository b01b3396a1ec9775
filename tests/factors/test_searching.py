"""Searching the catalogue finds words wherever they stand."""

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from factors.models import Edition, Prompt
from factors.searching import found_in, marked, pieces
from portal.days import today
from tests.conftest import Cast, add_factor
from tests.factors.conftest import main_of

PAGE = "/faktorer/sok/"
LOCAL_PAGE = "/ekby/faktorer/sok/"


def places(edition: Edition, query: str) -> list[str]:
    return [f"{hit.heading}: {hit.spot}" for hit in found_in([edition], query)]


def test_words_are_found_wherever_they_stand(national: Edition) -> None:
    found = places(national, "kollegialt lärande")
    assert found == [
        "Professionell utveckling: Så kan den märkas",
        "Professionell utveckling: Rad 1, rektor",
        "Professionell utveckling: Rad 2, rektor",
        "Professionell utveckling: Rad 2, undervisning",
    ]


@pytest.mark.parametrize(
    "query", ["KOLLEGIALT Lärande", "larande  kollegialt", "kollegialt lärand"]
)
def test_case_accents_and_order_make_no_difference(national: Edition, query: str) -> None:
    assert places(national, query) == places(national, "kollegialt lärande")


def test_goals_names_and_questions_are_searched_too(national: Edition) -> None:
    assert "Nationell målsättning: Grundskola" in places(national, "hög kvalitet")
    assert "Delmål: Rad 7, gymnasieskola" in places(national, "fullföljer")
    assert "Tydlig roll- och ansvarsfördelning: Namnet" in places(national, "tydlig roll")
    assert "Frågor att samtala om: Egen reflektion" in places(national, "utmaningar")


def test_all_words_must_stand_in_the_same_text(national: Edition) -> None:
    assert found_in([national], "fullföljer kollegialt") == []


@pytest.mark.parametrize("query", ["", " ", "...", "日本語", "\u0000", "%_'\\"])
def test_what_holds_no_word_finds_nothing(national: Edition, query: str) -> None:
    assert found_in([national], query) == []


def test_a_hit_leads_to_its_row_and_shows_the_words(client: Client, national: Edition) -> None:
    page = client.get(PAGE, {"q": "kollegialt lärande"}).content.decode()
    row = "/utgavor/nationell-2024/professionell-utveckling/?niva=rektor#rad-2-rektor"
    assert f'href="{row}"' in page
    assert "<mark>kollegialt</mark> <mark>lärande</mark>" in page
    assert "4 träffar" in main_of(client.get(PAGE, {"q": "kollegialt lärande"}))
    assert client.get(row).status_code == 200


def test_nothing_found_says_what_to_try(client: Client, national: Edition) -> None:
    assert "Pröva ett kortare ord" in main_of(client.get(PAGE, {"q": "kvantfysik"}))


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "x" * 100_000, "a " * 50_000])
def test_rubbish_is_only_words(client: Client, national: Edition, query: str) -> None:
    page = client.get(PAGE, {"q": query})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_it_takes_as_many_queries_however_much_there_is(
    client: Client, edition: Edition, size: int, django_assert_num_queries: Any
) -> None:
    edition.prompts.all().delete()
    edition.factors.filter(position__gt=size).delete()
    for position in range(size):
        kind = Prompt.Kind.CHECK_OUT
        Prompt.objects.create(edition=edition, kind=kind, position=position, text="Ansvar?")
    with django_assert_num_queries(6):
        client.get(PAGE, {"q": "ansvar"})


@pytest.mark.parametrize("size", [1, 3])
def test_an_organisation_searches_all_that_it_has_published(
    client: Client, cast: Cast, size: int, django_assert_num_queries: Any
) -> None:
    for number in range(size):
        add_local(cast, f"lokal-{number}")
    Edition.objects.create(slug="utkast", title="Utkast", organisation=cast.organisation)
    client.force_login(cast.teachers[0])
    with django_assert_num_queries(3 + 6):
        page = client.get(LOCAL_PAGE, {"q": "språk"})
    assert f"{size * 8} träffar" in main_of(page)
    assert f"Språk, Lokal-{size - 1}" in main_of(page)


def test_what_is_local_is_found_by_its_members_alone(
    client: Client, cast: Cast, edition: Edition
) -> None:
    add_local(cast, "lokal")
    assert "Inget hittades" in main_of(client.get(PAGE, {"q": "språk"}))
    client.force_login(cast.outsider)
    assert client.get(LOCAL_PAGE, {"q": "språk"}).status_code == 404
    client.force_login(cast.rektor)
    page = client.get(LOCAL_PAGE, {"q": "sprak rektor 1"}).content.decode()
    assert 'href="/ekby/faktorer/lokal/sprak/?niva=rektor#rad-1-rektor"' in page
    assert "Ansvar" not in page


def add_local(cast: Cast, slug: str) -> None:
    local = Edition.objects.create(
        slug=slug, title=slug.capitalize(), organisation=cast.organisation, published_on=today()
    )
    add_factor(local, "sprak", "Språk", 1)


def test_without_words_the_page_says_what_is_searched(client: Client, edition: Edition) -> None:
    assert "Varje träff leder till sin rad" in main_of(client.get(PAGE))


@given(text=st.text(max_size=500), at=st.integers(0, 400))
def test_what_is_shown_is_of_the_text_and_marks_what_was_found(text: str, at: int) -> None:
    whole = f"{text[:at]} ordet {text[at:]}"
    spans = sorted({(start, end) for _word, start, end in marked(whole, ["ordet"])})
    shown = list(pieces(whole, spans))
    words = "".join(piece.text for piece in shown if piece.text not in ("… ", " …"))
    assert words in whole
    assert any(piece.marked for piece in shown)
    assert re.fullmatch(r"ordet\w*", next(piece.text for piece in shown if piece.marked), re.I)
