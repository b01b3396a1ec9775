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
    return data | {"rad": form.keys} | {field(form, it): text for it, text in changes.items()}


def field(form: Any, name: str) -> str:
    """A field's name, from the number of its row on the page: "text-2-rektor"."""
    part, row, level = name.split("-")
    return f"{part}-{form.keys[int(row) - 1]}-{level}"


def shown(page: Any, name: str) -> Any:
    form = page.context["form"]
    return form[field(form, name)].value()


def table(factor: Factor) -> dict[tuple[int, str], str]:
    rows = factor.statements.exclude(row=0)
    return {(each.row, each.level): each.text for each in rows}


def test_a_cell_is_changed_and_the_others_stay(admin: Client, factor: Factor) -> None:
    before = table(factor)
    response = admin.post(PAGE, sent(admin, **{"text-2-rektor": " leda\n skolan. "}))
    assert response.status_code == 302
    assert table(factor) == before | {(2, "rektor"): "leda skolan."}


def test_a_dash_is_no_statement(admin: Client, factor: Factor) -> None:
    admin.post(PAGE, sent(admin, **{"text-1-huvudman": "–"}))
    assert (1, "huvudman") not in table(factor)
    assert (2, "huvudman") in table(factor)


def test_a_row_is_added_without_losing_what_is_written(admin: Client, factor: Factor) -> None:
    data = sent(admin, **{"text-1-rektor": "nytt."})
    page = admin.post(PAGE, data | {"do": "add"})
    assert page.context["form"].keys == [*data["rad"], "n1"]
    assert "nytt." in page.content.decode()
    assert table(factor)[1, "rektor"] == "sprak rektor 1"
    more = {"rad": page.context["form"].keys, "text-n1-undervisning": "undervisa."}
    admin.post(PAGE, data | more)
    assert table(factor)[3, "undervisning"] == "undervisa."
    assert table(factor)[1, "rektor"] == "nytt."


def test_a_row_moves_with_all_that_is_said_about_it(admin: Client, factor: Factor) -> None:
    moved = factor.statements.get(row=2, level="rektor")
    earlier = Statement.objects.create(factor=factor, row=3, level="rektor", text="förut")
    Statement.objects.filter(pk=moved.pk).update(note="Skrivfel [sic]", follows=earlier)
    data = sent(admin)
    first, second, third = data["rad"]
    page = admin.post(PAGE, data | {"do": f"up:{second}"})
    assert page.context["form"].keys == [second, first, third]
    admin.post(PAGE, data | {"rad": page.context["form"].keys})
    moved.refresh_from_db()
    assert (moved.row, moved.note, moved.follows) == (1, "Skrivfel [sic]", earlier)
    assert table(factor)[2, "undervisning"] == "sprak undervisning 1"


def test_a_row_is_removed_and_the_numbers_close_up(admin: Client, factor: Factor) -> None:
    data = sent(admin)
    page = admin.post(PAGE, data | {"do": f"remove:{data['rad'][0]}"})
    admin.post(PAGE, data | {"rad": page.context["form"].keys})
    assert table(factor) == {(1, "huvudman"): "sprak huvudman 2", (1, "rektor"): "sprak rektor 2"}
    asked = factor.statements.filter(row=0).values_list("level", flat=True)
    assert sorted(asked) == ["huvudman", "rektor"]


def test_a_text_that_is_cut_off_is_never_ratable(admin: Client, factor: Factor) -> None:
    admin.post(PAGE, sent(admin, **{"cut-1-rektor": "on", "note-1-rektor": "Avklippt."}))
    cut = factor.statements.get(row=1, level="rektor")
    assert (cut.complete, cut.note) == (False, "Avklippt.")
    assert cut not in factor.statements.ratable()


def test_a_text_names_its_own_source(admin: Client, factor: Factor) -> None:
    source = Source.objects.create(edition=factor.edition, slug="b", position=2, title="Annan")
    admin.post(PAGE, sent(admin, **{"source-1-rektor": str(source.pk)}))
    assert factor.statements.get(row=1, level="rektor").source == source


@pytest.mark.parametrize("text", ["x" * 2001, "a\u202eb", "a\x07b"])
def test_a_text_that_can_not_stand_is_told_and_kept_on_the_page(
    admin: Client, factor: Factor, text: str
) -> None:
    before = table(factor)
    page = admin.post(PAGE, sent(admin, **{"text-1-rektor": text, "text-2-rektor": "nytt."}))
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {field(page.context["form"], "text-1-rektor")}
    assert "nytt." in page.content.decode()
    assert table(factor) == before


def test_who_saves_last_sees_what_the_other_wrote_before_it_is_replaced(
    admin: Client, factor: Factor
) -> None:
    mine = sent(admin, **{"text-1-rektor": "mina ord."})
    admin.post(PAGE, sent(admin, **{"text-1-rektor": "andras ord."}))
    page = admin.post(PAGE, mine)
    assert page.status_code == 422
    assert table(factor)[1, "rektor"] == "andras ord."
    assert "andras ord." in page.content.decode()
    assert shown(page, "text-1-rektor") == "mina ord."
    again = mine | {"seen": page.context["form"]["seen"].value()}
    assert admin.post(PAGE, again).status_code == 302
    assert table(factor)[1, "rektor"] == "mina ord."


def test_who_saves_last_sees_what_the_other_took_away(admin: Client, factor: Factor) -> None:
    mine = sent(admin, **{"text-1-rektor": "mina ord."})
    admin.post(PAGE, sent(admin, **{"text-2-rektor": ""}))
    overtaken = dict(admin.post(PAGE, mine).context["form"].overtaken)
    assert overtaken == {"Rad 1, rektor": "sprak rektor 1", "Rad 2, rektor": ""}


def test_who_saves_last_sees_a_row_that_the_other_added(admin: Client, factor: Factor) -> None:
    mine = sent(admin)
    Statement.objects.create(factor=factor, row=3, level="rektor", text="andras rad.")
    overtaken = dict(admin.post(PAGE, mine).context["form"].overtaken)
    assert overtaken == {"En rad som saknas nedan, rektor": "andras rad."}


def test_a_text_goes_on_from_the_same_one_though_the_other_moved_its_row(
    admin: Client, factor: Factor
) -> None:
    earlier = Statement.objects.create(factor=factor, row=3, level="rektor", text="förut")
    factor.statements.filter(row=1, level="rektor").update(follows=earlier)
    mine = sent(admin, **{"text-2-rektor": "mina ord."})
    page = admin.post(PAGE, mine | {"do": f"up:{mine['rad'][1]}"})
    admin.post(PAGE, sent(admin) | {"rad": page.context["form"].keys})
    assert factor.statements.get(follows=earlier).row == 2
    page = admin.post(PAGE, mine)
    assert page.status_code == 422
    assert "De står i en annan ordning." in page.content.decode()
    admin.post(PAGE, mine | {"seen": page.context["form"]["seen"].value()})
    following = factor.statements.get(follows=earlier)
    assert (following.row, following.text) == (1, "sprak rektor 1")
    assert table(factor)[2, "rektor"] == "mina ord."


@pytest.mark.parametrize("press", [{}, {"do": "add"}])
def test_the_words_stay_on_the_page_though_the_other_removed_the_factor(
    admin: Client, factor: Factor, press: dict[str, str]
) -> None:
    data = sent(admin, **{"text-1-rektor": "mina ord."}) | press
    factor.delete()
    page = admin.post(PAGE, data)
    assert page.status_code == 422
    assert "Framgångsfaktorn togs bort medan du skrev." in page.content.decode()
    assert page.context["form"][next(it for it in data if data[it] == "mina ord.")].value()


def test_a_remark_on_no_text_is_not_thrown_away(admin: Client, factor: Factor) -> None:
    page = admin.post(PAGE, sent(admin, **{"note-2-undervisning": "Saknas i källan."}))
    assert page.status_code == 422
    assert "Det finns ingen text att anmärka på." in page.content.decode()
    assert shown(page, "note-2-undervisning") == "Saknas i källan."


def test_a_text_is_taken_away_with_what_was_remarked_on_it(admin: Client, factor: Factor) -> None:
    factor.statements.filter(row=2, level="rektor").update(note="Skrivfel [sic]")
    assert admin.post(PAGE, sent(admin, **{"text-2-rektor": ""})).status_code == 302
    assert (2, "rektor") not in table(factor)


def test_published_meanwhile_nothing_is_changed_and_the_words_stay(
    admin: Client, factor: Factor
) -> None:
    data = sent(admin, **{"text-1-rektor": "för sent."})
    Edition.objects.update(published_on=today())
    page = admin.post(PAGE, data)
    assert page.status_code == 422
    assert "publicerades medan du skrev" in page.content.decode()
    assert shown(page, "text-1-rektor") == "för sent."
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
