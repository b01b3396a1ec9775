import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from assessments.closing import close_round
from assessments.models import Participation, Round
from factors.models import Statement
from portal.models import Unit, User
from portal.terms import Level
from tests.assessments.conftest import mirror, rate_all
from tests.conftest import Cast


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def told_round(cast: Cast, mirror_round: Round) -> Round:
    """Björkskolan and Lillskolan are one block of eight; of Tallen nobody has answered.

    Four of the eight cannot judge the first row, so that it is too few of; a row has no statement
    for teaching, another is cut for rektor, and on a third the skolchef cannot judge.
    """
    Statement.objects.filter(factor__slug="larande", row=1, level=Level.REKTOR).update(
        complete=False
    )
    steps = {
        cast.skolchef: (3, 4, 3, 2, 3, None),
        cast.rektor: (4, 4, 3, 3, 2),
        cast.lill_rektor: (2, 2, 1, 3, 2),
    }
    for number, teacher in enumerate((*cast.teachers, *cast.few)):
        steps[teacher] = (number % 3 + 2, None if number % 2 else 2, number % 4 + 1, 3)
    asked = Participation.objects.filter(assessment__round=mirror_round).select_related(
        "assessment", "user", "mirror"
    )
    people = {each.user: each for each in asked}
    rate_all({people[user]: given for user, given in steps.items()})
    for teacher in cast.teachers:
        mirror(people[teacher], 2, 3, 1, 2)
    close_round(mirror_round)
    return mirror_round


def address(name: str, round: Round, unit: Unit | None = None) -> str:
    """Of "report", "report_xlsx", …: the huvudman's, or that of the unit."""
    places = [round.organisation.slug, round.pk, *([unit.slug] if unit else [])]
    return reverse(f"assessments:unit_{name}" if unit else f"assessments:{name}", args=places)


def fetched(user: User, name: str, round: Round, unit: Unit | None = None) -> bytes:
    client = Client()
    client.force_login(user)
    response = client.get(address(name, round, unit))
    assert response.status_code == 200
    return response.getvalue()


def document(user: User, round: Round, unit: Unit | None = None) -> Any:
    return json.loads(fetched(user, "report_json", round, unit))


def book(user: User, round: Round, unit: Unit | None = None) -> Workbook:
    return load_workbook(io.BytesIO(fetched(user, "report_xlsx", round, unit)))


def sheet_rows(book: Workbook, title: str) -> list[dict[str, Any]]:
    """Each row by its headings."""
    heading, *rows = book[title].iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def lines(user: User, round: Round, unit: Unit | None = None) -> Iterator[dict[str, Any]]:
    """The CSV as Excel in Swedish reads it: semicolons, and numbers with a comma."""
    text = fetched(user, "report_csv", round, unit).decode("utf-8-sig")
    for line in csv.DictReader(io.StringIO(text, newline=""), delimiter=";"):
        yield {heading: number(value) for heading, value in line.items()}


def number(text: str) -> Any:
    """Codes with eight digits are numbers to Excel too."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text or None
