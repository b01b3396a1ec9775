"""The documented schema: what the portal writes is valid, and what it refuses is not read."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from factors.catalogue.content import Catalogue
from factors.catalogue.faults import CatalogueError
from factors.catalogue.plain import json_of
from factors.catalogue.reading import read_catalogue
from tests.factors.catalogues import catalogues
from tests.factors.conftest import FIXTURES, LOCAL, NATIONAL, as_bytes, small_document

SCHEMA = json.loads((FIXTURES.parent / "docs" / "catalogue.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
Way = list[str | int]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", [NATIONAL, LOCAL], ids=["national", "local"])
def test_the_portals_own_files_are_valid(path: Path) -> None:
    VALIDATOR.validate(json.loads(path.read_text("utf-8")))


@given(catalogues())
@settings(max_examples=25)
def test_what_is_exported_is_valid(catalogue: Catalogue) -> None:
    VALIDATOR.validate(json.loads(json_of(catalogue)))


def places(value: Any, path: Way) -> list[Way]:
    """Each value in a document, by the way to it."""
    keys: Any = {dict: lambda: value, list: lambda: range(len(value))}.get(type(value), list)()
    return [path, *(found for key in keys for found in places(value[key], [*path, key]))]


def whole_document() -> dict[str, Any]:
    """One that says something under every key."""
    document = small_document()
    document["edition"] |= {"base": "aldre", "background": "Därför.", "note": "Obs."}
    document["sources"][0] |= {"address": "https://a.example", "read_on": "2026-01-01"}
    goal = {"school_form": "GR", "text": "Mål.", "complete": False, "source": "prov"}
    document["national_goals"] = [goal]
    document["sub_goals"][0] |= {"complete": False, "note": "Obs.", "source": "prov", "follows": 1}
    document["factors"][0] |= {
        "complete": False, "note": "Obs.", "source": "prov", "adds_to": "ansvar"
    }  # fmt: skip
    document["factors"][0]["statements"][1] |= {
        "complete": False, "own_wording": True, "note": "Obs.", "source": "prov",
        "follows": "ansvar/1/rektor",
    }  # fmt: skip
    document["prompts"][0] |= {"note": "Obs.", "source": "prov"}
    return document


WHOLE = whole_document()
WRONG = ["", " ", "Å Ä", "x" * 7000, 0, -1, 100, 1.5, True, False, None, [], {}, ["x"], {"x": 1}]
WRONG += ["2026-13-45", "20260101", "http://", "a/b/c", "local"]


@pytest.mark.parametrize("path", places(WHOLE, [])[1:], ids=lambda path: ".".join(map(str, path)))
def test_what_the_schema_refuses_the_reader_refuses(path: Way) -> None:
    refused = 0
    for wrong in [*WRONG, "away"]:
        document = copy.deepcopy(WHOLE)
        holder: Any = document
        for key in path[:-1]:
            holder = holder[key]
        if wrong == "away":
            del holder[path[-1]]
        else:
            holder[path[-1]] = wrong
        if not VALIDATOR.is_valid(document):
            refused += 1
            with pytest.raises(CatalogueError):
                read_catalogue(as_bytes(document))
    assert refused


def test_the_whole_document_is_valid_and_read() -> None:
    VALIDATOR.validate(WHOLE)
    assert read_catalogue(as_bytes(WHOLE))


@pytest.mark.parametrize("name", SCHEMA["$defs"])
def test_each_key_is_described(name: str) -> None:
    values = SCHEMA["$defs"][name]["properties"]
    assert all(value.get("description") for value in values.values())
