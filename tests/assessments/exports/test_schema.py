"""The documented schema of the JSON: what is written is valid, and what is not is refused."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from assessments.exports.tables import TABLES
from assessments.figure import Status
from assessments.models import Round
from portal.terms import Level
from tests.assessments.exports.conftest import document
from tests.conftest import Cast

DOCS = Path(__file__).resolve().parents[3] / "docs"
SCHEMA = json.loads((DOCS / "results.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
ROWS = {"participation": "participation", "ratings": "rating", "units": "unit_rating"}


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$defs"]["level"]["enum"] == [str(level.value) for level in Level]
    assert SCHEMA["$defs"]["status"]["enum"] == [status.value for status in Status]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_each_column_is_described_and_documented(table: Any) -> None:
    keys = SCHEMA["$defs"][ROWS[table.key]]["properties"]
    assert set(keys) == set(table.columns)
    assert all(key["description"] for key in keys.values())
    guide = (DOCS / "exports.md").read_text("utf-8")
    assert all(f"`{key}`" in guide for key in keys)


def test_what_is_written_is_valid(cast: Cast, told_round: Round) -> None:
    for unit in (None, cast.bjork, cast.lill, cast.tall):
        VALIDATOR.validate(document(cast.admin, told_round, unit))


def test_a_figure_that_may_not_be_shown_is_not_valid(cast: Cast, told_round: Round) -> None:
    told = document(cast.admin, told_round, cast.bjork)
    hidden = next(n for n, row in enumerate(told["ratings"]) if row["status"] == "few")
    for key in ("n", "answers", "step_1", "unsure", "mean"):
        wrong = copy.deepcopy(told)
        wrong["ratings"][hidden][key] = 1
        assert not VALIDATOR.is_valid(wrong), key
