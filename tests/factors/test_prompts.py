"""The prompts of a draft: three kinds, each in its own order."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factors.models import Edition, Prompt
from portal.models import User
from tests.factors.conftest import answers, main_of

pytestmark = pytest.mark.django_db

PROMPTS, NEW = "/katalog/kommande/fragor/", "/katalog/kommande/fragor/ny/"
REFLECTION, CHECK_OUT = Prompt.Kind.REFLECTION, Prompt.Kind.CHECK_OUT


@pytest.fixture
def prompts(draft: Edition) -> list[Prompt]:
    return [
        draft.prompts.create(kind=REFLECTION, text=text, position=position)
        for position, text in enumerate(["Första?", "Andra?", "Tredje?"], 1)
    ]


def asked(draft: Edition, kind: str = REFLECTION) -> list[str]:
    return [prompt.text for prompt in draft.prompts.filter(kind=kind)]


def test_a_prompt_is_added_last_of_its_kind_with_its_source(
    client: Client, editor: User, draft: Edition, prompts: list[Prompt]
) -> None:
    source = draft.sources.create(slug="kalla", title="Samtalsguiden", position=1)
    address = f"{NEW}?slag=reflection"
    sent = answers(client, address, text="Fjärde?", source=str(source.pk))
    assert sent["kind"] == "reflection"
    assert client.post(address, sent).url == PROMPTS
    assert asked(draft) == ["Första?", "Andra?", "Tredje?", "Fjärde?"]
    page = main_of(client.get(PROMPTS))
    assert "Egen reflektion 4" in page
    assert "4. Fjärde? Samtalsguiden" in page


def test_an_empty_prompt_and_anothers_source_are_told(
    client: Client, editor: User, draft: Edition, edition: Edition
) -> None:
    other = edition.sources.create(slug="prov", title="Prov", position=1)
    response = client.post(NEW, answers(client, NEW, kind="reflection", source=str(other.pk)))
    assert response.status_code == 422
    assert "Skriv frågan." in main_of(response)
    assert "Välj en av utgåvans källor." in main_of(response)
    assert not draft.prompts.exists()


def test_a_prompt_that_changes_its_kind_comes_last_there(
    client: Client, editor: User, draft: Edition, prompts: list[Prompt]
) -> None:
    draft.prompts.create(kind=CHECK_OUT, text="Sist?", position=1)
    address = f"{PROMPTS}{prompts[0].pk}/"
    client.post(address, answers(client, address, kind="check_out", text="Nu här?"))
    assert asked(draft) == ["Andra?", "Tredje?"]
    assert asked(draft, CHECK_OUT) == ["Sist?", "Nu här?"]


def test_two_who_change_the_same_prompt_see_what_the_other_chose(
    client: Client, editor: User, draft: Edition, prompts: list[Prompt]
) -> None:
    source = draft.sources.create(slug="kalla", title="Samtalsguiden", position=1)
    address = f"{PROMPTS}{prompts[0].pk}/"
    sent = answers(client, address, text="Min fråga?")
    Prompt.objects.filter(pk=prompts[0].pk).update(source=source, kind=CHECK_OUT)
    page = main_of(client.post(address, sent))
    assert "När frågan ställs Digital utcheckning Fråga Första? Källa Samtalsguiden" in page
    assert asked(draft, CHECK_OUT) == ["Första?"]


@pytest.mark.parametrize(
    ("number", "step", "order"),
    [
        (1, "upp", ["Andra?", "Första?", "Tredje?"]),
        (1, "ned", ["Första?", "Tredje?", "Andra?"]),
        (0, "upp", ["Första?", "Andra?", "Tredje?"]),
        (2, "ned", ["Första?", "Andra?", "Tredje?"]),
        (1, "bort", ["Första?", "Andra?", "Tredje?"]),
    ],
)
def test_a_prompt_moves_one_step(
    client: Client,
    editor: User,
    draft: Edition,
    prompts: list[Prompt],
    number: int,
    step: str,
    order: list[str],
) -> None:
    address = f"{PROMPTS}{prompts[number].pk}/flytta/"
    assert client.post(address, {"step": step}).url == PROMPTS
    assert asked(draft) == order


def test_a_prompt_is_removed(
    client: Client, editor: User, draft: Edition, prompts: list[Prompt]
) -> None:
    assert client.post(f"{PROMPTS}{prompts[1].pk}/ta-bort/").url == PROMPTS
    assert asked(draft) == ["Första?", "Tredje?"]


def test_who_writes_while_it_is_removed_is_told_and_may_add_it_anew(
    client: Client, editor: User, draft: Edition, prompts: list[Prompt]
) -> None:
    address = f"{PROMPTS}{prompts[0].pk}/"
    sent = answers(client, address, text="Mina ord?")
    prompts[0].delete()
    response = client.post(address, sent)
    assert response.status_code == 422
    assert "Inget är sparat än." in main_of(response)
    assert "Mina ord?" in main_of(response)
    assert asked(draft) == ["Andra?", "Tredje?"]
    again = {field.name: str(field.value() or "") for field in response.context["form"]}
    assert client.post(address, again).url == PROMPTS
    assert asked(draft) == ["Andra?", "Tredje?", "Mina ord?"]


def test_the_prompt_of_another_edition_is_not_found(
    client: Client, editor: User, draft: Edition, edition: Edition
) -> None:
    other = edition.prompts.first()
    assert other is not None
    for end in ("", "flytta/", "ta-bort/"):
        assert client.post(f"{PROMPTS}{other.pk}/{end}").status_code == 404
    assert edition.prompts.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_whatever_its_length(
    client: Client,
    editor: User,
    draft: Edition,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    source = draft.sources.create(slug="kalla", title="Samtalsguiden", position=1)
    for position in range(1, number + 1):
        draft.prompts.create(kind=CHECK_OUT, text="Vad?", position=position, source=source)
    with django_assert_num_queries(4):
        client.get(PROMPTS)
