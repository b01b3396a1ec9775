"""Pasting a factor's table into a draft, on the pages that read, check and save it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from factors.models import Edition, Factor, Statement, SubGoal
from portal.days import today
from portal.terms import Level
from tests.conftest import Cast, add_editor, add_factor

SAMPLES = Path(__file__).resolve().parent / "samples"
ROWS: list[list[str]] = json.loads((SAMPLES / "table.json").read_text())
TABS = "huvudman\trektor\tundervisning\nleda.\tstödja.\t-\nfölja upp.\tse.\tlära."

Post = Callable[..., Any]


@pytest.fixture
def factor(cast: Cast) -> Factor:
    """In a draft of the organisation's, with two rows."""
    draft = Edition.objects.create(slug="var", title="Vår", organisation=cast.organisation)
    return add_factor(draft, "larande", "Lärande", 1)


@pytest.fixture
def post(client: Client, cast: Cast, factor: Factor) -> Post:
    client.force_login(cast.admin)
    address = reverse(
        "factors:draft_levels_paste", kwargs=factor.edition.place | {"factor": factor.slug}
    )

    def post(do: str, **data: object) -> Any:
        return client.post(address, {"do": do} | data)

    return post


def fields(response: Any) -> dict[str, Any]:
    """What a browser would send from the page for checking."""
    form = response.context["checked"]
    values = {field.html_name: field.value() for field in form}
    paste = {field.html_name: field.value() for field in response.context["form"]}
    return {name: value for name, value in (paste | values).items() if value not in (None, False)}


def table(factor: Factor) -> dict[tuple[int, str], str]:
    return {(each.row, each.level): each.text for each in factor.statements.exclude(row=0)}


def test_the_rest_of_a_factor_gets_from_a_pdf_into_the_draft(post: Post, factor: Factor) -> None:
    factor.statements.all().delete()
    page = post("read", text=(SAMPLES / "chromium-raw.txt").read_text())
    assert page.status_code == 200
    saved = post(
        "save", **fields(page) | {"title": "En handbok", "address": "https://skolverket.se/"}
    )
    assert saved.status_code == 302
    assert table(factor) == {
        (row, level.value): text
        for row, texts in enumerate(ROWS, 1)
        for level, text in zip(Level, texts, strict=True)
        if text
    }
    statement = factor.statements.get(row=1, level=Level.REKTOR)
    assert (statement.source.title, statement.source.read_on) == ("En handbok", today())
    assert factor.statements.filter(row=0).count() == 3
    factor.refresh_from_db()
    assert factor.stem.startswith("Varje nivå i styrkedjan bidrar till den professionella")


def test_from_a_row_on_leaves_the_rows_before_as_they_are(post: Post, factor: Factor) -> None:
    page = post("read", text=TABS)
    assert page.context["checked"]["start"].value() == 3
    post("save", **fields(page) | {"title": "Källan"})
    assert table(factor)[1, "rektor"] == "larande rektor 1"
    assert table(factor)[3, "huvudman"] == "leda."
    assert (3, "undervisning") not in table(factor)
    post("save", **fields(page) | {"title": "Källan", "start": 1, "seen": ""})
    assert (4, "rektor") in table(factor), "somebody had changed it since: nothing was saved"


def test_a_table_that_repeats_a_row_is_laid_upon_it(post: Post, factor: Factor) -> None:
    repeated = TABS.replace("stödja.", "larande rektor 2")
    assert post("read", text=repeated).context["checked"]["start"].value() == 2


def test_one_level_alone_leaves_the_others(post: Post, factor: Factor) -> None:
    page = post("read", text="leda.\nstödja.\n-\nse.", scope="rektor")
    post("save", **fields(page) | {"title": "Källan", "start": 1})
    assert table(factor)[2, "huvudman"] == "larande huvudman 2"
    rektor = {row: text for (row, level), text in table(factor).items() if level == "rektor"}
    assert rektor == {1: "leda.", 2: "stödja.", 4: "se."}


def test_what_breaks_off_is_marked_and_cannot_be_rated(post: Post, factor: Factor) -> None:
    page = post("read", text=TABS.replace("lära.", "ta ansvar för att"))
    assert "Slutar mitt i en mening" in page.content.decode()
    post("save", **fields(page) | {"title": "Källan", "start": 1})
    assert not factor.statements.get(row=2, level="undervisning").complete
    assert factor.statements.get(row=2, level="rektor").complete


def test_a_missing_cell_is_put_in_and_the_rest_moves_on(post: Post, factor: Factor) -> None:
    text = "leda.\nstödja.\nse.\nfölja upp.\nlära."
    page = post("read", text=text)
    assert page.context["pasted"].lacking == 1
    moved = post("gap:2", **fields(page) | {"cut-0-1": "on"})
    assert moved.context["checked"]["cut-0-1"].value()
    assert not moved.context["checked"]["cut-1-0"].value()
    post("save", **fields(moved) | {"title": "Källan", "start": 1})
    assert table(factor) == {
        (1, "huvudman"): "leda.",
        (1, "rektor"): "stödja.",
        (2, "huvudman"): "se.",
        (2, "rektor"): "följa upp.",
        (2, "undervisning"): "lära.",
    }


def test_cells_are_joined_and_parted(post: Post, factor: Factor) -> None:
    page = post("read", text="leda.\nstödja.\nse.\nEfter hand.\nlära.\nfölja upp.\nmer.")
    joined = post("join:3", **fields(page))
    first = [cell.text.value() for cell in (each.cell for each in joined.context["rows"][0][1])]
    assert first == ["leda.", "stödja.", "se.\nEfter hand."]
    data = fields(joined) | {"cell-0-2": "se.\r\n\r\nEfter hand."}
    parted = post("split", **data)
    assert parted.context["rows"][1][1][0].cell.text.value() == "Efter hand."


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"text": ""}, "Klistra in en tabell"),
        ({"text": " \n\t\n "}, "Klistra in en tabell"),
        ({"text": "huvudman\trektor\tundervisning"}, "Här finns ingen tabell att läsa"),
        ({"text": "a" * 400_001}, "för mycket text"),
        ({"text": "a\n" * 5001}, "för mycket text"),
        ({"text": "a\tb\n" * 500}, "Tabellen är för stor"),
    ],
)
def test_what_is_no_table_is_told(post: Post, data: dict[str, str], told: str) -> None:
    page = post("read", **data)
    assert page.status_code == 422
    assert told in page.content.decode()
    assert page.context["form"]["text"].value() == data["text"]


def test_a_level_that_is_missing_is_told(post: Post) -> None:
    page = post("read", text="huvudman\trektor\nleda.\tstödja.")
    assert "Ingen kolumn är undervisning" in page.content.decode()


def test_another_language_is_told(post: Post) -> None:
    text = "leda.\tensure that the work is led by the head of the school.\tlära."
    assert "Ser inte ut att vara på svenska" in post("read", text=text).content.decode()


def test_nothing_is_lost_when_it_cannot_be_saved(post: Post, factor: Factor) -> None:
    page = post("read", text=TABS)
    before = table(factor)
    refused = post("save", **fields(page) | {"cell-0-0": "leda med ord.", "start": ""})
    assert refused.status_code == 422
    assert "leda med ord." in refused.content.decode()
    assert "Välj en källa" in refused.content.decode()
    assert table(factor) == before


def test_two_columns_of_one_level_are_refused(post: Post, factor: Factor) -> None:
    page = post("read", text=TABS)
    refused = post("save", **fields(page) | {"title": "Källan", "column-0": "rektor"})
    assert "Två kolumner är samma" in refused.content.decode()


def test_what_somebody_wrote_meanwhile_is_not_overwritten(post: Post, factor: Factor) -> None:
    data = fields(post("read", text=TABS)) | {"title": "Källan", "start": 1}
    Statement.objects.filter(factor=factor, row=1, level="rektor").update(text="annat.")
    refused = post("save", **data)
    assert refused.status_code == 422
    assert "annat." in refused.content.decode()
    assert table(factor)[1, "rektor"] == "annat."
    assert post("save", **data | {"seen": fields(refused)["seen"]}).status_code == 302
    assert table(factor)[1, "rektor"] == "stödja."


def test_what_is_published_meanwhile_stays_and_so_do_the_words(post: Post, factor: Factor) -> None:
    data = fields(post("read", text=TABS)) | {"title": "Källan"}
    factor.edition.publish(None, today())
    refused = post("save", **data)
    assert refused.status_code == 422
    assert "publicerades medan du skrev" in refused.content.decode()
    assert "följa upp." in refused.content.decode()
    assert (3, "huvudman") not in table(factor)


def test_sub_goals_are_pasted_under_their_school_forms(client: Client, cast: Cast) -> None:
    draft = Edition.objects.create(slug="nasta", title="Nästa")
    client.force_login(add_editor("Edda"))
    address = reverse("factors:draft_goals_paste", kwargs=draft.place)
    heads = "Förskolans delmål\tGrundskolans delmål\tAnpassade grundskolan"
    text = (
        f"{heads}\nVarje barn leker.\tVarje elev läser.\tVarje elev läser.\n\tVarje elev räknar.\t"
    )
    page = client.post(address, {"do": "read", "text": text})
    saved = client.post(address, fields(page) | {"do": "save", "title": "Källan"})
    assert saved.status_code == 302
    found = {(goal.row, goal.school_form): goal.text for goal in SubGoal.objects.all()}
    assert found == {
        (1, "FS"): "Varje barn leker.",
        (1, "GR"): "Varje elev läser.",
        (1, "GRAN"): "Varje elev läser.",
        (2, "GR"): "Varje elev räknar.",
    }
