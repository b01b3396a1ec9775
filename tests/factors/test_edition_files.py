"""An edition as a file: out of one catalogue, and in as a draft that overwrites nothing."""

import io
import json
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from factors.catalogue.content import Catalogue
from factors.catalogue.dumping import content_of
from factors.catalogue.importing import read_file
from factors.models import Edition
from portal.models import AuditEvent
from portal.verbs import Verb
from tests.conftest import Cast, add_editor
from tests.factors.conftest import LOCAL, Document, as_bytes

pytestmark = pytest.mark.django_db
PAGE = "/katalog/fil/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(add_editor("Edda"))
    return client


def upload(client: Client, data: bytes, page: str = PAGE) -> HttpResponse:
    return client.post(page, {"file": SimpleUploadedFile("fil", data)})


def without_name(catalogue: Catalogue) -> Catalogue:
    """A draft has an address of its own, and no day."""
    entry = replace(catalogue.edition, slug="", published_on=None)
    return replace(catalogue, edition=entry)


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_what_is_downloaded_is_the_same_as_a_draft_again(
    editor: Client, national: Edition, kind: str
) -> None:
    response = editor.get(f"/katalog/{national.slug}/utgava.{kind}")
    assert response["Content-Disposition"] == f'attachment; filename="{national.slug}.{kind}"'
    data = b"".join(response.streaming_content) if response.streaming else response.content
    assert read_file(data)[0].in_order == content_of(national)
    draft = Edition.objects.get(pk=_imported(editor, data))
    assert draft.is_draft
    assert draft.slug == f"{national.slug}-2"
    assert without_name(content_of(draft)) == without_name(content_of(national))


def _imported(client: Client, data: bytes) -> int:
    known = set(Edition.objects.values_list("pk", flat=True))
    response = upload(client, data)
    assert response.status_code == 302
    new = Edition.objects.exclude(pk__in=known).get()
    assert response.url == f"/katalog/{new.slug}/"
    return new.pk


def test_the_log_tells_that_an_edition_was_read_in(editor: Client, document: Document) -> None:
    upload(editor, as_bytes(document))
    assert AuditEvent.objects.get(verb=Verb.EDITION_IMPORTED).text == "Liten"


def test_an_organisation_reads_in_an_edition_of_its_own(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    upload(client, LOCAL.read_bytes(), "/ekby/katalog/fil/")
    draft = Edition.objects.get(organisation=cast.organisation)
    assert draft.is_draft
    assert draft.factors.count() == 3


def test_every_fault_is_told_and_nothing_is_written(editor: Client, document: Document) -> None:
    document["factors"][0]["statements"][1]["level"] = "lärare"
    document["edition"]["title"] = ""
    page = upload(editor, as_bytes(document)).content.decode()
    assert "factors[0].statements[1].level" in page
    assert "edition.title" in page
    assert "2 fel i filen" in page
    assert not Edition.objects.exists()


def test_faults_in_excel_are_told_by_sheet_row_and_column(
    editor: Client, national: Edition
) -> None:
    response = editor.get(f"/katalog/{national.slug}/utgava.xlsx")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    book["Påståenden"]["C12"] = "lärare"
    file = io.BytesIO()
    book.save(file)
    response = upload(editor, file.getvalue())
    assert response.status_code == 422
    assert "Påståenden, rad 12, kolumn C (Nivå)" in response.content.decode()
    assert Edition.objects.count() == 1


def test_a_local_file_is_refused_in_the_national_catalogue(editor: Client) -> None:
    assert "Filen är en lokal utgåva" in upload(editor, LOCAL.read_bytes()).content.decode()
    assert not Edition.objects.exists()


def test_a_national_file_is_refused_in_an_organisations(
    client: Client, cast: Cast, document: Document
) -> None:
    client.force_login(cast.admin)
    response = upload(client, as_bytes(document), "/ekby/katalog/fil/")
    assert "Filen är en nationell utgåva" in response.content.decode()
    assert not Edition.objects.filter(slug="liten").exists()


def test_a_file_that_goes_on_from_an_edition_that_is_not_here_is_refused(
    editor: Client, document: Document
) -> None:
    document["edition"]["base"] = "nagon-annans"
    page = upload(editor, as_bytes(document)).content.decode()
    assert "Ingen publicerad utgåva heter nagon-annans" in page
    assert not Edition.objects.exists()


def test_a_cell_that_the_base_lacks_is_told_by_its_place_in_the_file(
    editor: Client, national: Edition, document: Document
) -> None:
    document["edition"] |= {"base": national.slug}
    statements = document["factors"][0]["statements"]
    statements.reverse()
    statements[0]["follows"] = "ansvar/98/rektor"
    page = upload(editor, json.dumps(document).encode()).content.decode()
    assert "factors[0].statements[0].follows" in page
    assert Edition.objects.count() == 1


def test_no_file_and_no_edition_are_told(editor: Client) -> None:
    assert "Välj en fil." in editor.post(PAGE).content.decode()
    assert "inte giltig JSON" in upload(editor, b"hej").content.decode()
