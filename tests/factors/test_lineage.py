"""Which texts go on from which: proposed by likeness, said by a person."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from factors import drafts, lineage
from factors.models import Edition, Statement, SubGoal
from portal.days import today
from portal.models import User
from tests.conftest import add_editor


@pytest.fixture
def draft(edition: Edition) -> Edition:
    SubGoal.objects.create(edition=edition, school_form="GR", row=1, text="Varje elev läser gott.")
    return drafts.go_on_from(edition, "nasta", "Nästa")


@pytest.fixture
def edda(db: None) -> User:
    return add_editor("Edda")


def cell(edition: Edition, slug: str, row: int, level: str = "rektor") -> Statement:
    return Statement.objects.get(factor__edition=edition, factor__slug=slug, row=row, level=level)


def rewrite(statement: Statement, text: str) -> None:
    statement.text = text
    statement.save()


def proposed(draft: Edition) -> dict[str, str]:
    """What the draft's rows of Ansvar for the rektor would follow."""
    assert draft.base
    new, old = lineage.statements(draft), lineage.statements(draft.base)
    by_key = {text.pk: text for text in old}
    found = lineage.proposals(new, old)
    rows = [text for text in new if text.factor.slug == "ansvar" and text.level == "rektor"]
    return {
        str(text.row): f"{follows.factor.slug} {follows.row}"
        for text in rows
        if text.pk in found and (follows := by_key[found[text.pk].follows])
    }


def test_the_same_words_follow_each_other_also_when_rows_change_places(draft: Edition) -> None:
    assert proposed(draft) == {"0": "ansvar 0", "1": "ansvar 1", "2": "ansvar 2"}
    one, two = cell(draft, "ansvar", 1), cell(draft, "ansvar", 2)
    first, second = one.text, two.text
    rewrite(one, second)
    rewrite(two, first)
    assert proposed(draft) == {"0": "ansvar 0", "1": "ansvar 2", "2": "ansvar 1"}


def test_the_same_factor_is_preferred_and_no_text_is_followed_twice(
    edition: Edition, draft: Edition
) -> None:
    for slug in ("ansvar", "larande"):
        rewrite(cell(edition, slug, 1), "ser till att tid finns för samtal varje vecka")
    for row in (1, 2):
        rewrite(cell(draft, "ansvar", row), "ser till att tid finns för samtal varje månad")
    found = proposed(draft)
    assert found["1"] == "ansvar 1"
    assert found.get("2") != "ansvar 1"


def test_other_words_follow_nothing(draft: Edition) -> None:
    rewrite(cell(draft, "ansvar", 1), "bygger en ny gymnastiksal")
    assert "1" not in proposed(draft)


def test_a_level_never_follows_another(edition: Edition, draft: Edition) -> None:
    Statement.objects.filter(factor__edition=draft, level="rektor").update(text="a b c d")
    Statement.objects.filter(factor__edition=edition, level="huvudman").update(text="a b c d")
    assert proposed(draft) == {}


def fields_of(client: Client, draft: Edition) -> dict[str, Any]:
    """The form as the page has it, unpressed."""
    form = client.get(reverse("factors:draft_lineage", kwargs=draft.place)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def post(client: Client, draft: Edition, fields: dict[str, Any]) -> Any:
    return client.post(reverse("factors:draft_lineage", kwargs=draft.place), fields, follow=True)


def test_a_person_confirms_what_is_proposed(client: Client, draft: Edition, edda: User) -> None:
    changed = cell(draft, "ansvar", 1)
    rewrite(changed, "bygger en ny gymnastiksal")
    client.force_login(edda)
    assert (
        "Inget i den förra utgåvan liknar den"
        in client.get(reverse("factors:draft_lineage", kwargs=draft.place)).text
    )
    assert "vilka texter som följer vilka" in post(client, draft, fields_of(client, draft)).text
    draft.refresh_from_db()
    changed.refresh_from_db()
    assert draft.lineage_by == edda
    assert changed.follows is None
    assert draft.sub_goals.get().follows is not None
    assert draft.base
    assert cell(draft, "larande", 1).follows == cell(draft.base, "larande", 1)


def test_a_hand_over_stands_where_nothing_else_follows_and_is_taken_back_where_it_does(
    client: Client, draft: Edition, edda: User
) -> None:
    client.force_login(edda)
    Edition.objects.filter(pk=draft.pk).update(submitted_by=edda)
    fields = fields_of(client, draft)
    post(client, draft, fields)
    draft.refresh_from_db()
    assert draft.is_submitted
    name = f"statement-{cell(draft, 'ansvar', 1).pk}"
    post(client, draft, fields_of(client, draft) | {name: ""})
    draft.refresh_from_db()
    assert not draft.is_submitted
    assert draft.lineage_by == edda
    assert cell(draft, "ansvar", 1).follows is None


def test_a_changed_text_takes_the_confirmed_lineage_back(draft: Edition, edda: User) -> None:
    Edition.objects.filter(pk=draft.pk).update(lineage_by=edda)
    with drafts.changing(draft):
        rewrite(cell(draft, "ansvar", 1), "något annat")
    draft.refresh_from_db()
    assert draft.lineage_by is None


def test_two_texts_can_not_follow_the_same(client: Client, draft: Edition, edda: User) -> None:
    client.force_login(edda)
    one, two = cell(draft, "ansvar", 1), cell(draft, "ansvar", 2)
    twice = {f"statement-{two.pk}": one.follows_id}
    response = post(client, draft, fields_of(client, draft) | twice)
    assert response.status_code == 422
    assert "Ansvar: Rad 1, rektor följer redan den texten" in response.text
    draft.refresh_from_db()
    assert draft.lineage_by is None


def test_what_was_changed_while_the_person_chose_is_read_again(
    client: Client, draft: Edition, edda: User
) -> None:
    client.force_login(edda)
    fields = fields_of(client, draft)
    rewrite(cell(draft, "ansvar", 1), "bygger en ny gymnastiksal")
    response = post(client, draft, fields)
    assert response.status_code == 422
    assert "Någon har ändrat utkastet" in response.text
    again = response.context["form"]["seen"].value()
    post(client, draft, fields | {"seen": again})
    draft.refresh_from_db()
    assert draft.lineage_by == edda


def test_who_confirms_after_publishing_is_told(client: Client, draft: Edition, edda: User) -> None:
    client.force_login(edda)
    fields = fields_of(client, draft)
    draft.publish(None, today())
    assert "Någon annan har redan publicerat" in post(client, draft, fields).text
    draft.refresh_from_db()
    assert draft.lineage_by is None


def test_an_edition_without_base_has_nothing_to_follow(client: Client, edda: User) -> None:
    lone = drafts.begin(None, "ensam", "Ensam")
    client.force_login(edda)
    address = reverse("factors:draft_lineage", kwargs=lone.place)
    assert client.get(address).status_code == 404
