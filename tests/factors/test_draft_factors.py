"""The factors of a draft: their texts and their order."""

import pytest
from django.test import Client

from factors import drafts
from factors.models import Edition, Factor, Statement
from portal.days import today
from tests.conftest import Cast, add_editor, add_factor
from tests.factors.test_draft_levels import Queries, admin  # noqa: F401

PAGE = "/ekby/katalog/eget/faktorer/"


@pytest.fixture
def draft(cast: Cast) -> Edition:
    return drafts.begin(cast.organisation, "eget", "Eget")


def test_a_factor_begins_with_a_name(admin: Client, draft: Edition) -> None:  # noqa: F811
    response = admin.post(f"{PAGE}ny/", {"name": "Språk i fokus", "seen": seen(admin, "ny/")})
    assert response["Location"] == f"{PAGE}sprak-i-fokus/"
    factor = draft.factors.get()
    assert (factor.name, factor.position, factor.complete) == ("Språk i fokus", 1, False)


def seen(client: Client, page: str) -> str:
    return client.get(PAGE + page).context["form"]["seen"].value()


def test_two_of_the_same_name_get_addresses_of_their_own(
    admin: Client,  # noqa: F811
    draft: Edition,
) -> None:
    for _time in range(2):
        admin.post(f"{PAGE}ny/", {"name": "Ny", "seen": seen(admin, "ny/")})
    assert [factor.slug for factor in draft.factors.all()] == ["ny-2", "ny-3"]


def test_a_new_name_keeps_the_address(admin: Client, draft: Edition) -> None:  # noqa: F811
    add_factor(draft, "sprak", "Språk", 1)
    data = {"name": "Språket", "why": "Därför.\n\nJust.", "seen": seen(admin, "sprak/")}
    admin.post(f"{PAGE}sprak/", data)
    factor = draft.factors.get()
    assert (factor.slug, factor.name, factor.why) == ("sprak", "Språket", "Därför.\n\nJust.")


def test_a_local_factor_adds_rows_to_a_national_one(
    admin: Client,  # noqa: F811
    draft: Edition,
    edition: Edition,
) -> None:
    add_factor(draft, "sprak", "Språk", 1)
    data = {"name": "Språk", "adds_to": "larande", "seen": seen(admin, "sprak/")}
    admin.post(f"{PAGE}sprak/", data)
    assert draft.factors.get().adds_to == "larande"
    page = admin.post(f"{PAGE}sprak/", data | {"adds_to": "saknas", "seen": seen(admin, "sprak/")})
    assert page.status_code == 422


def test_a_national_factor_adds_to_none(client: Client, cast: Cast) -> None:
    client.force_login(add_editor("Edda"))
    add_factor(drafts.begin(None, "nasta", "Nästa"), "ansvar", "Ansvar", 1)
    page = client.get("/katalog/nasta/faktorer/ansvar/")
    assert "adds_to" not in page.context["form"].fields


def test_a_factor_moves_and_the_first_stays_first(
    admin: Client,  # noqa: F811
    draft: Edition,
) -> None:
    for position, slug in enumerate(("a", "b", "c"), 1):
        Factor.objects.create(edition=draft, slug=slug, name=slug, position=position)
    for slug, step in (("c", "upp"), ("a", "upp"), ("a", "rubbish")):
        admin.post(f"{PAGE}{slug}/flytta/", {"step": step})
    assert [factor.slug for factor in draft.factors.all()] == ["a", "c", "b"]
    admin.post(f"{PAGE}a/flytta/", {"step": "ned"})
    assert [factor.slug for factor in draft.factors.all()] == ["c", "a", "b"]


def test_removing_asks_first(admin: Client, draft: Edition) -> None:  # noqa: F811
    add_factor(draft, "sprak", "Språk", 1)
    assert "Ta bort Språk?" in admin.get(f"{PAGE}sprak/ta-bort/").content.decode()
    assert draft.factors.exists()
    admin.post(f"{PAGE}sprak/ta-bort/")
    assert not draft.factors.exists()


def test_what_the_other_removed_meanwhile_is_added_anew(
    admin: Client,  # noqa: F811
    draft: Edition,
) -> None:
    add_factor(draft, "sprak", "Språk", 1)
    mine = {"name": "Språk", "why": "Mina ord.", "seen": seen(admin, "sprak/")}
    draft.factors.get().delete()
    page = admin.post(f"{PAGE}sprak/", mine)
    assert page.status_code == 422
    assert page.context["form"]["why"].value() == "Mina ord."
    again = mine | {"seen": page.context["form"]["seen"].value()}
    assert admin.post(f"{PAGE}sprak/", again)["Location"] == f"{PAGE}sprak/"
    assert draft.factors.get().why == "Mina ord."


def test_published_meanwhile_nothing_is_changed_and_the_words_stay(
    admin: Client,  # noqa: F811
    draft: Edition,
) -> None:
    add_factor(draft, "sprak", "Språk", 1)
    mine = {"name": "Språk", "why": "För sent.", "seen": seen(admin, "sprak/")}
    Edition.objects.update(published_on=today())
    page = admin.post(f"{PAGE}sprak/", mine)
    assert page.status_code == 422
    assert "publicerades medan du skrev" in page.content.decode()
    assert page.context["form"]["why"].value() == "För sent."
    assert draft.factors.get().why == "Språk gör skillnad."


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_however_many_rows(
    admin: Client,  # noqa: F811
    draft: Edition,
    rows: int,
    django_assert_num_queries: Queries,
) -> None:
    factor = add_factor(draft, "sprak", "Språk", 1)
    factor.statements.filter(row__gt=1).delete()
    for row in range(2, rows + 1):
        Statement.objects.create(factor=factor, row=row, level="rektor", text="leda.")
    admin.get(f"{PAGE}sprak/")
    with django_assert_num_queries(9):
        admin.get(f"{PAGE}sprak/")


@pytest.mark.parametrize("page", ["sprak/", "sprak/tabell/", "ny/"])
def test_what_is_published_has_no_page_to_write_on(
    admin: Client,  # noqa: F811
    draft: Edition,
    page: str,
) -> None:
    add_factor(draft, "sprak", "Språk", 1)
    assert admin.get(PAGE + page).status_code == 200
    Edition.objects.update(published_on=today())
    assert admin.get(PAGE + page).status_code == 404
