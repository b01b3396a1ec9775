"""An edition written as JSON says the same when it is read again."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings

from factors.catalogue.content import Catalogue
from factors.catalogue.dumping import content_of
from factors.catalogue.plain import json_of
from factors.catalogue.reading import read_catalogue
from factors.models import Edition
from tests.factors.catalogues import catalogues
from tests.factors.conftest import LOCAL, NATIONAL


@given(catalogues())
@settings(max_examples=40)
def test_any_edition_is_the_same_after_a_trip_through_json(catalogue: Catalogue) -> None:
    assert read_catalogue(json_of(catalogue).encode()) == catalogue


@pytest.mark.parametrize("path", [NATIONAL, LOCAL], ids=["national", "local"])
def test_what_is_written_is_to_the_letter_what_the_portals_own_files_say(path: Path) -> None:
    assert json_of(read_catalogue(path.read_bytes())) == path.read_text(encoding="utf-8")


def test_an_operator_writes_an_edition_to_a_file_but_never_over_another(
    national: Edition, tmp_path: Path
) -> None:
    path = tmp_path / "utgava.json"
    call_command("export_catalogue", national.slug, out=path, stdout=StringIO())
    assert read_catalogue(path.read_bytes()) == content_of(national)
    with pytest.raises(CommandError, match="finns redan"):
        call_command("export_catalogue", national.slug, out=path, stdout=StringIO())


def test_an_edition_that_is_not_there_is_told(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ingen utgåva med adressnamnet saknas"):
        call_command("export_catalogue", "saknas", out=tmp_path / "x.json")
