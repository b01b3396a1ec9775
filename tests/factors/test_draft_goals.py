"""The goals of a draft, a school form at a time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from factors import drafts
from factors.models import Edition, NationalGoal, Source, SubGoal
from portal.days import today
from tests.conftest import Cast, add_editor

Queries = Callable[[int], Any]
PAGE = "/katalog/nasta/mal/?skolform=FS"


@pytest.fixture
def draft(cast: Cast) -> Edition:
    draft = drafts.begin(None, "nasta", "Nästa")
    SubGoal.objects.create(edition=draft, school_form="GR", row=1, text="Varje elev läser.")
    SubGoal.objects.create(edition=draft, school_form="FS", row=1, text="Varje barn leker.")
    return draft


@pytest.fixture
def editor(client: Client, draft: Edition) -> Client:
    client.force_login(add_editor("Edda"))
    return client


def sent(client: Client, **changes: str) -> dict[str, Any]:
    form = client.get(PAGE).context["form"]
    data = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    return data | {"rows": form.last_row} | changes


def table(draft: Edition) -> dict[tuple[str, int], str]:
    return {(goal.school_form, goal.row): goal.text for goal in draft.sub_goals.all()}


def test_one_school_form_is_written_and_the_others_stay(editor: Client, draft: Edition) -> None:
    changes = {"text-1": "-", "text-3": "Varje barn\nräknar.", "goal": "I förskolan."}
    assert editor.post(PAGE, sent(editor, **changes)).status_code == 302
    assert table(draft) == {("GR", 1): "Varje elev läser.", ("FS", 3): "Varje barn räknar."}
    assert NationalGoal.objects.get().text == "I förskolan."
    editor.post(PAGE, sent(editor, goal=""))
    assert not NationalGoal.objects.exists()


def test_the_page_shows_the_same_theme_in_other_school_forms(editor: Client) -> None:
    page = editor.get(PAGE)
    assert "Varje elev läser." in page.content.decode()


def test_a_row_is_added_without_losing_what_is_written(editor: Client, draft: Edition) -> None:
    data = sent(editor, **{"text-2": "Varje barn ritar."}) | {"do": "add"}
    page = editor.post(PAGE, data)
    assert page.context["form"].last_row == 6
    assert page.context["form"]["text-2"].value() == "Varje barn ritar."
    assert ("FS", 2) not in table(draft)


@pytest.mark.parametrize("rows", ["-1", "٣", "9999", "100000000000000000000"])
def test_rubbish_adds_no_rows(editor: Client, rows: str) -> None:
    page = editor.post(PAGE, {"rows": rows, "do": "add"})
    assert page.context["form"].last_row <= 99


def test_who_saves_last_sees_what_the_other_wrote(editor: Client, draft: Edition) -> None:
    mine = sent(editor, **{"text-1": "Mina ord."})
    editor.post(PAGE, sent(editor, **{"text-1": "Andras ord."}))
    page = editor.post(PAGE, mine)
    assert page.status_code == 422
    assert "Andras ord." in page.content.decode()
    assert page.context["form"]["text-1"].value() == "Mina ord."
    assert table(draft)["FS", 1] == "Andras ord."


def test_who_saves_last_sees_what_the_other_took_away(editor: Client, draft: Edition) -> None:
    mine = sent(editor, **{"text-2": "Mina ord."})
    editor.post(PAGE, sent(editor, **{"text-1": ""}))
    page = editor.post(PAGE, mine)
    assert page.status_code == 422
    assert dict(page.context["form"].overtaken) == {"Delmål på rad 1": "", "Delmål på rad 2": ""}


def test_published_meanwhile_nothing_is_changed_and_the_words_stay(
    editor: Client, draft: Edition
) -> None:
    data = sent(editor, **{"text-1": "För sent."})
    Edition.objects.update(published_on=today())
    page = editor.post(PAGE, data)
    assert page.status_code == 422
    assert "publicerades medan du skrev" in page.content.decode()
    assert page.context["form"]["text-1"].value() == "För sent."
    assert table(draft)["FS", 1] == "Varje barn leker."


def test_what_is_wrong_in_a_remark_is_not_folded_away(editor: Client, draft: Edition) -> None:
    source = Source.objects.create(edition=draft, slug="b", position=1, title="Bok")
    draft.sub_goals.update(source=source)
    assert '<details class="cells-more" open>' not in editor.get(PAGE).content.decode()
    page = editor.post(PAGE, sent(editor, **{"note-1": "x" * 501}))
    assert page.status_code == 422
    row = page.content.decode().partition('id="rad-1"')[2].partition('id="rad-2"')[0]
    assert '<details class="cells-more" open>' in row
    assert "501 tecken" in row


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_however_many_rows(
    editor: Client, draft: Edition, rows: int, django_assert_num_queries: Queries
) -> None:
    for row in range(2, rows + 1):
        SubGoal.objects.create(edition=draft, school_form="FS", row=row, text="Varje barn läser.")
    editor.get(PAGE)
    with django_assert_num_queries(8):
        editor.get(PAGE)
