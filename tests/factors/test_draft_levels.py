"""A factor's table in a draft: written, moved and remarked on, and never overwritten unseen."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from factors import drafts
from factors.models import Edition, Factor, Source, Statement
from portal.days import today
from tests.conftest import Cast, add_factor

PAGE = "/ekby/katalog/eget/faktorer/sprak/tabell/"
Queries = Callable[[int], Any]


@pytest.fixture
def factor(cast: Cast) -> Factor:
    """Rows 1 and 2, where teaching has none on row 2."""
    draft = drafts.begin(cast.organisation, "eget", "Eget")
    return add_factor(draft, "sprak", "Språk", 1)


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


def sent(client: Client, **changes: str) -> dict[str, Any]:
    """What the browser sends of the page as it is shown, with what the person changed."""
    form = client.get(PAGE).context["form"]
    data = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    return data | {"rad": form.keys} | changes


def table(factor: Factor) -> dict[tuple[int, str], str]:
    rows = factor.statements.exclude(row=0)
    return {(each.row, each.level): each.text for each in rows}


def test_a_cell_is_changed_and_the_others_stay(admin: Client, factor: Factor) -> None:
    before = table(factor)
    response = admin.post(PAGE, sent(admin, **{"text-r2-rektor": " leda\n skolan. "}))
    assert response.status_code == 302
    assert table(factor) == before | {(2, "rektor"): "leda skolan."}


def test_a_dash_is_no_statement(admin: Client, factor: Factor) -> None:
    admin.post(PAGE, sent(admin, **{"text-r1-huvudman": "–"}))
    assert (1, "huvudman") not in table(factor)
    assert (2, "huvudman") in table(factor)


def test_a_row_is_added_without_losing_what_is_written(admin: Client, factor: Factor) -> None:
    data = sent(admin, **{"text-r1-rektor": "nytt."})
    page = admin.post(PAGE, data | {"do": "add"})
    assert page.context["form"].keys == ["r1", "r2", "n1"]
    assert "nytt." in page.content.decode()
    assert table(factor)[1, "rektor"] == "sprak rektor 1"
    more = {"rad": ["r1", "r2", "n1"], "text-n1-undervisning": "undervisa."}
    admin.post(PAGE, data | more)
    assert table(factor)[3, "undervisning"] == "undervisa."
    assert table(factor)[1, "rektor"] == "nytt."


def test_a_row_moves_with_all_that_is_said_about_it(admin: Client, factor: Factor) -> None:
    moved = factor.statements.get(row=2, level="rektor")
    earlier = Statement.objects.create(factor=factor, row=3, level="rektor", text="förut")
    Statement.objects.filter(pk=moved.pk).update(note="Skrivfel [sic]", follows=earlier)
    data = sent(admin)
    page = admin.post(PAGE, data | {"do": "up:r2"})
    assert page.context["form"].keys == ["r2", "r1", "r3"]
    admin.post(PAGE, data | {"rad": page.context["form"].keys})
    moved.refresh_from_db()
    assert (moved.row, moved.note, moved.follows) == (1, "Skrivfel [sic]", earlier)
    assert table(factor)[2, "undervisning"] == "sprak undervisning 1"


def test_a_row_is_removed_and_the_numbers_close_up(admin: Client, factor: Factor) -> None:
    page = admin.post(PAGE, sent(admin) | {"do": "remove:r1"})
    admin.post(PAGE, sent(admin) | {"rad": page.context["form"].keys})
    assert table(factor) == {(1, "huvudman"): "sprak huvudman 2", (1, "rektor"): "sprak rektor 2"}
    asked = factor.statements.filter(row=0).values_list("level", flat=True)
    assert sorted(asked) == ["huvudman", "rektor"]


def test_a_text_that_is_cut_off_is_never_ratable(admin: Client, factor: Factor) -> None:
    admin.post(PAGE, sent(admin, **{"cut-r1-rektor": "on", "note-r1-rektor": "Avklippt."}))
    cut = factor.statements.get(row=1, level="rektor")
    assert (cut.complete, cut.note) == (False, "Avklippt.")
    assert cut not in factor.statements.ratable()


def test_a_text_names_its_own_source(admin: Client, factor: Factor) -> None:
    source = Source.objects.create(edition=factor.edition, slug="b", position=2, title="Annan")
    admin.post(PAGE, sent(admin, **{"source-r1-rektor": str(source.pk)}))
    assert factor.statements.get(row=1, level="rektor").source == source


@pytest.mark.parametrize("text", ["x" * 2001, "a\u202eb", "a\x07b"])
def test_a_text_that_can_not_stand_is_told_and_kept_on_the_page(
    admin: Client, factor: Factor, text: str
) -> None:
    before = table(factor)
    page = admin.post(PAGE, sent(admin, **{"text-r1-rektor": text, "text-r2-rektor": "nytt."}))
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"text-r1-rektor"}
    assert "nytt." in page.content.decode()
    assert table(factor) == before


def test_who_saves_last_sees_what_the_other_wrote_before_it_is_replaced(
    admin: Client, factor: Factor
) -> None:
    mine = sent(admin, **{"text-r1-rektor": "mina ord."})
    admin.post(PAGE, sent(admin, **{"text-r1-rektor": "andras ord."}))
    page = admin.post(PAGE, mine)
    assert page.status_code == 422
    assert table(factor)[1, "rektor"] == "andras ord."
    assert "andras ord." in page.content.decode()
    assert page.context["form"]["text-r1-rektor"].value() == "mina ord."
    again = mine | {"seen": page.context["form"]["seen"].value()}
    assert admin.post(PAGE, again).status_code == 302
    assert table(factor)[1, "rektor"] == "mina ord."


def test_published_meanwhile_nothing_is_changed_and_the_words_stay(
    admin: Client, factor: Factor
) -> None:
    data = sent(admin, **{"text-r1-rektor": "för sent."})
    Edition.objects.update(published_on=today())
    page = admin.post(PAGE, data)
    assert page.status_code == 422
    assert "publicerades medan du skrev" in page.content.decode()
    assert page.context["form"]["text-r1-rektor"].value() == "för sent."
    assert table(factor)[1, "rektor"] == "sprak rektor 1"


@pytest.mark.parametrize("rad", [["x1", "r0", "r1"], ["r1"] * 500, [f"n{n}" for n in range(200)]])
def test_rubbish_is_no_row(admin: Client, factor: Factor, rad: list[str]) -> None:
    page = admin.post(PAGE, {"rad": rad, "do": "add"})
    assert page.status_code == 200
    assert len(page.context["form"].keys) <= 99


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_however_many_rows(
    admin: Client, factor: Factor, rows: int, django_assert_num_queries: Queries
) -> None:
    factor.statements.filter(row__gt=1).delete()
    for row in range(2, rows + 1):
        Statement.objects.create(factor=factor, row=row, level="rektor", text="leda.")
    admin.get(PAGE)
    with django_assert_num_queries(8):
        admin.get(PAGE)
