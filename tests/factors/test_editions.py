"""The edition for those who keep it: its parts, its own texts, and how a draft is taken away."""

import datetime
import json
import os
import re
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factors import drafts
from factors.models import Edition, Prompt, Statement
from portal.models import AuditEvent, User
from portal.verbs import Verb
from tests.conftest import Cast, add_editor, add_factor
from tests.factors.conftest import LOCAL, answers, as_bytes, main_of

pytestmark = pytest.mark.django_db

PAGE, TEXTS, REMOVE = (f"/katalog/kommande/{end}" for end in ("", "uppgifter/", "ta-bort/"))
TODAY = datetime.date(2026, 3, 2)


def test_an_edition_shows_its_parts_and_how_much_there_is_of_each(
    client: Client, editor: User, draft: Edition
) -> None:
    source = draft.sources.create(slug="kalla", title="Stödmaterialet", position=1)
    add_factor(draft, "ansvar", "Ansvar", 1)
    add_factor(draft, "larande", "Lärande", 2)
    Statement.objects.filter(factor__slug="larande", row=1).update(complete=False)
    draft.sub_goals.create(school_form="GR", row=1, text="Läsa.", source=source)
    for position in (1, 2):
        draft.prompts.create(kind=Prompt.Kind.CHECK_OUT, text="Vad?", position=position)
    page = main_of(client.get(PAGE))
    assert "Utkast" in page
    assert "Källor 1" in page
    assert "0 nationella målsättningar, 1 delmål" in page
    assert re.search(r"Framgångsfaktorer 2 .*1\. Ansvar .*2\. Lärande Ofullständig", page)
    assert "Digital utcheckning 2 frågor" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_as_many_queries_however_long_it_is(
    client: Client,
    editor: User,
    draft: Edition,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for position in range(1, number + 1):
        add_factor(draft, f"faktor-{position}", f"Faktor {position}", position)
        draft.sources.create(slug=f"kalla-{position}", title="Källa", position=position)
    with django_assert_num_queries(8):
        client.get(PAGE)


def test_a_published_edition_is_read_and_not_changed(client: Client, editor: User) -> None:
    edition = drafts.begin(None, "kommande", "Nästa utgåva")
    edition.publish(None, TODAY)
    page = client.get(PAGE)
    assert "2 mars 2026" in main_of(page)
    assert "Ändra" not in main_of(page)
    assert "Ta bort" not in main_of(page)
    assert client.get(TEXTS).status_code == 404
    assert client.post(REMOVE).status_code == 404


def test_its_own_texts_are_written(client: Client, editor: User, draft: Edition) -> None:
    sent = answers(client, TEXTS, title="Ny titel", background="Ett.\r\n\r\nTvå.", note="Obs.")
    assert client.post(TEXTS, sent).url == PAGE
    draft.refresh_from_db()
    assert (draft.title, draft.background, draft.note) == ("Ny titel", "Ett.\n\nTvå.", "Obs.")


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("title", "", "Skriv utgåvans titel."),
        ("title", "a" * 201, "Texten har 201 tecken, men får ha högst 200. Korta den."),
        ("background", "vänd \u202ehåll", "Tecken 6 (U+202E) är ett styrtecken. Ta bort det."),
        ("note", "två\nrader", "Tecken 4 (U+000A) är ett styrtecken. Ta bort det."),
    ],
)
def test_what_a_file_may_not_say_a_form_may_not_either(
    client: Client, editor: User, draft: Edition, field: str, text: str, told: str
) -> None:
    response = client.post(TEXTS, answers(client, TEXTS, **{field: text}))
    assert response.status_code == 422
    assert told in main_of(response)
    draft.refresh_from_db()
    assert draft.title == "Nästa utgåva"


def test_letters_are_kept_composed(client: Client, editor: User, draft: Edition) -> None:
    client.post(TEXTS, answers(client, TEXTS, title="Fo\u0308rskolan"))
    draft.refresh_from_db()
    assert draft.title == "F\u00f6rskolan"


def test_nobody_overwrites_what_they_have_not_seen(
    client: Client, editor: User, draft: Edition
) -> None:
    sent = answers(client, TEXTS, background="Mina ord")
    Edition.objects.filter(pk=draft.pk).update(background="Den andras ord")
    response = client.post(TEXTS, sent)
    assert response.status_code == 422
    assert "Så står det nu Bakgrund Den andras ord" in main_of(response)
    assert "Mina ord" in main_of(response)
    draft.refresh_from_db()
    assert draft.background == "Den andras ord"
    again = {field.name: field.value() for field in response.context["form"]}
    assert client.post(TEXTS, again).status_code == 302
    draft.refresh_from_db()
    assert draft.background == "Mina ord"


def test_who_writes_while_it_is_published_keeps_their_words(
    client: Client, editor: User, draft: Edition
) -> None:
    sent = answers(client, TEXTS, title="Mina ord")
    draft.publish(None, TODAY)
    response = client.post(TEXTS, sent)
    assert response.status_code == 422
    assert "publicerades medan du skrev" in main_of(response)
    assert 'value="Mina ord"' in response.content.decode()
    draft.refresh_from_db()
    assert draft.title == "Nästa utgåva"


@pytest.mark.parametrize(("title", "handed_over"), [("", True), ("Ny titel", False)])
def test_only_a_change_takes_back_what_was_handed_over(
    client: Client, editor: User, draft: Edition, title: str, handed_over: bool
) -> None:
    sent = answers(client, TEXTS, title=title)
    Edition.objects.filter(pk=draft.pk).update(submitted_by=add_editor("Emil"))
    client.post(TEXTS, sent)
    draft.refresh_from_db()
    assert draft.is_submitted is handed_over


def test_taking_a_draft_away_is_asked_about_first(
    client: Client, editor: User, draft: Edition
) -> None:
    add_factor(draft, "ansvar", "Ansvar", 1)
    assert "Ta bort utkastet?" in main_of(client.get(REMOVE))
    assert Edition.objects.filter(pk=draft.pk).exists()
    assert client.post(REMOVE).url == "/katalog/"
    assert not Edition.objects.filter(pk=draft.pk).exists()
    assert AuditEvent.objects.get().verb == Verb.EDITION_REMOVED


def test_a_draft_that_has_been_handed_over_can_be_taken_away(
    client: Client, editor: User, draft: Edition
) -> None:
    Edition.objects.filter(pk=draft.pk).update(submitted_by=editor)
    client.post(REMOVE)
    assert not Edition.objects.filter(pk=draft.pk).exists()


def test_what_was_published_at_the_same_moment_is_not_taken_away(draft: Edition) -> None:
    Edition.objects.get(pk=draft.pk).publish(None, TODAY)
    with pytest.raises(drafts.Published):
        drafts.remove(draft)
    assert Edition.objects.filter(pk=draft.pk).exists()


def test_an_organisation_writes_its_own_at_its_own_addresses(client: Client, cast: Cast) -> None:
    drafts.begin(cast.organisation, "eget", "Eget")
    client.force_login(cast.admin)
    address = "/ekby/katalog/eget/uppgifter/"
    assert client.post(address, answers(client, address, title="Vårt")).url == (
        "/ekby/katalog/eget/"
    )
    page = main_of(client.get("/ekby/katalog/eget/"))
    assert "Vårt" in page
    assert "Ekby kommun, egen text" in page
    assert "Mål och delmål" not in page


def test_an_editor_without_an_organisation_begins_at_the_catalogue(
    client: Client, editor: User
) -> None:
    assert client.get("/").url == "/katalog/"


WAYS = {
    "create": ("/ekby/katalog/ny/", {"title": "Vår egen"}),
    "import": ("/ekby/katalog/fil/", {}),
    "mend": ("/ekby/katalog/gammal/ratta/", {"title": "Vår egen", "note": "Ett ord var fel."}),
    "copy": ("/ekby/katalog/erbjudna/{offered}/kopiera/", {}),
}


@pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="on the embedded database one begins when the other is done, and takes the next name",
)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", WAYS)
def test_of_two_who_create_the_same_in_the_same_instant_the_later_is_told(
    cast: Cast, way: str
) -> None:
    drafts.begin(cast.organisation, "gammal", "Gammal").publish(None, TODAY)
    elsewhere = cast.outsider.memberships.get().organisation
    offered = drafts.begin(elsewhere, "deras", "Vår egen")
    offered.publish(None, TODAY)
    Edition.objects.filter(pk=offered.pk).update(offered_on=TODAY)
    address, data = WAYS[way]
    if way == "import":
        document = json.loads(LOCAL.read_text())
        document["edition"]["slug"] = "var-egen"
        data = {"file": SimpleUploadedFile("egen.json", as_bytes(document))}
    client, told = Client(), []
    client.force_login(cast.admin)

    def press() -> None:
        response = client.post(address.format(offered=offered.pk), data, follow=True)
        told.append((response.status_code, response.text))
        connection.close()

    pressing = threading.Thread(target=press)
    with transaction.atomic():
        drafts.begin(cast.organisation, "var-egen", "Vår egen")
        pressing.start()
        while not _somebody_waits():
            assert pressing.is_alive()
    pressing.join()
    ((status, page),) = told
    assert status == (200 if way == "copy" else 422)
    assert "Någon annan skapade en utgåva med samma namn i samma stund." in page
    assert Edition.objects.filter(title="Vår egen", organisation=cast.organisation).count() == 1


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])
