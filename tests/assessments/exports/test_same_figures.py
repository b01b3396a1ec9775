"""The page, the PDF, Excel, CSV and JSON say the same of one report."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest

from assessments.drawings import decimal_comma, distribution_caption, percent
from assessments.exports.tables import COLUMNS, TABLES
from assessments.figure import LABELS, Status
from assessments.models import Round, RoundFactor
from assessments.report.storage import stored_report
from factors.models import Edition
from portal.models import Unit
from portal.terms import Level
from tests.assessments.exports.conftest import book, document, fetched, lines, sheet_rows
from tests.conftest import Cast, add_factor
from tests.pdfs import text_of

STEPS = ("step_1", "step_2", "step_3", "step_4", "unsure")
TAG = re.compile(r"<svg.*?</svg>|<[^>]+>", re.DOTALL)
CELL = re.compile(r'<td class="(mean|voices)">(.*?)</td>', re.DOTALL)


@pytest.fixture(params=["huvudman", "bjorkskolan", "tallens-forskola"])
def place(request: pytest.FixtureRequest, cast: Cast) -> Unit | None:
    return {"huvudman": None, "bjorkskolan": cast.bjork}.get(request.param, cast.tall)


def words(cell: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", cell)).split())


def plain(text: str) -> str:
    return " ".join(text.split())


def chapters(page: str) -> str:
    """The chapters about the factors."""
    return page[page.index('<section class="chapter factor"') : page.index('id="underlag"')]


def shown(page: str) -> list[tuple[str, str]]:
    """Each level's mean, and its voices or why there are none, in the order of the page."""
    cells = [words(content) for _kind, content in CELL.findall(chapters(page))]
    return list(zip(cells[::2], cells[1::2], strict=True))


def expected(ratings: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for row in ratings:
        mean = "–" if row["mean"] is None else decimal_comma(row["mean"])
        voices = LABELS[Status(row["status"])]
        if row["answers"]:
            voices = distribution_caption([row[step] for step in STEPS])
            if row["together_with"]:
                voices += f" tillsammans med {row['together_with'][0]}"
        yield mean, plain(str(voices))


def test_page_and_pdf_show_what_the_json_holds(
    cast: Cast, told_round: Round, place: Unit | None
) -> None:
    ratings = document(cast.admin, told_round, place)["ratings"]
    page = fetched(cast.admin, "report", told_round, place).decode()
    assert shown(page) == list(expected(ratings))
    stored_report(told_round, place)
    pdf = text_of(fetched(cast.admin, "report_pdf", told_round, place))
    for _mean, voices in expected(ratings):
        assert voices in pdf
    silent = "none" if place == cast.tall else "few"
    assert {row["status"] for row in ratings} >= {silent, "no_statement", "unsure", "cut"}


def test_what_stands_beside_the_figures_is_told_too(cast: Cast, told_round: Round) -> None:
    """The pool, the too few, the mirror and the spännvidd, as the unit's page has them."""
    ratings = document(cast.admin, told_round, cast.bjork)["ratings"]
    own = [row for row in ratings if row["level"] == row["rated_by"]]
    few = next(row for row in own if row["status"] == "few")
    assert (few["factor_slug"], few["row"], few["level"]) == ("ansvar", 1, "undervisning")
    assert ["Lillskolan"] in [row["together_with"] for row in own if row["n"]]
    mirrored = next(row for row in ratings if row["rated_by"] != row["level"] and row["n"])
    assert (mirrored["level"], mirrored["rated_by"], mirrored["n"]) == ("rektor", "undervisning", 6)
    page = words(fetched(cast.admin, "report", told_round, cast.bjork).decode())
    apart = [row for row in ratings if (row["span"] or 0) >= 1]
    assert apart
    for row in apart:
        assert f"skiljer {decimal_comma(row['span'])} steg" in page


def test_who_answered_is_the_same_in_all(cast: Cast, told_round: Round, place: Unit | None) -> None:
    page = fetched(cast.admin, "report", told_round, place).decode()
    table = page[page.index('id="deltagande"') : page.index('id="visas-inte"')]
    told = [words(cell) for cell in re.findall(r'<td class="number">(.*?)</td>', table)]
    asked = []
    for row in document(cast.admin, told_round, place)["participation"]:
        counted = row["asked"] is not None
        share = percent(row["answered"], row["asked"]) if counted else "–"
        assert not counted or row["share"] == pytest.approx(
            row["answered"] / row["asked"], abs=1e-3
        )
        asked += [str(row["asked"]), str(row["answered"]), plain(share)] if counted else ["–"] * 3
    assert told == asked


def test_the_huvudmans_table_of_units_is_the_same_in_all(cast: Cast, told_round: Round) -> None:
    page = fetched(cast.admin, "report", told_round).decode()
    table = page[page.index('id="enheter"') : page.index('<section class="chapter factor"')]
    told = [words(cell) for cell in re.findall(r"<td>(.*?)</td>", table, re.DOTALL)]
    units = document(cast.admin, told_round)["units"]
    assert told == [
        f"{decimal_comma(row['mean'])} {row['n']} svar"
        if row["n"]
        else LABELS[Status(row["status"])]
        for row in units
    ]
    names = ["Björkskolan", "Lillskolan", "Tallens förskola"]
    assert [row["place"] for row in units[::4]] == names
    assert document(cast.admin, told_round, cast.bjork)["units"] == []


def test_each_units_factors_stand_together_however_many_they_are(
    cast: Cast, edition: Edition, closed_round: Round
) -> None:
    third = add_factor(edition, "tillit", "Tillit", 3)
    RoundFactor.objects.create(round=closed_round, factor=third, position=3)
    units = document(cast.admin, closed_round)["units"]
    assert [(row["place"], row["factor"]) for row in units[:8:2]] == [
        ("Björkskolan", "Ansvar"),
        ("Björkskolan", "Lärande"),
        ("Björkskolan", "Tillit"),
        ("Lillskolan", "Ansvar"),
    ]


def as_told(key: str, value: Any) -> Any:
    """What a sheet says where the JSON has the value."""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if key in ("level", "rated_by"):
        return Level(value).label
    if key == "status":
        return LABELS[Status(value)]
    return ", ".join(value) or None if isinstance(value, list) else value


def test_excel_and_csv_hold_what_the_json_holds(
    cast: Cast, told_round: Round, place: Unit | None
) -> None:
    told, sheets = document(cast.admin, told_round, place), book(cast.admin, told_round, place)
    read = list(lines(cast.admin, told_round, place))
    for table in TABLES[: 2 if place else 3]:
        expected = [
            {
                str(COLUMNS[key].heading): as_told(key, value) if value != "" else None
                for key, value in row.items()
            }
            for row in told[table.key]
        ]
        assert expected
        assert sheet_rows(sheets, str(table.title)) == expected
        mine = [line for line in read if line["Tabell"] == table.title]
        assert [{heading: line[heading] for heading in expected[0]} for line in mine] == expected
        others = {str(column.heading) for column in COLUMNS.values()} - expected[0].keys()
        assert not any(line[heading] for line in mine for heading in others)
    assert {line["Tabell"] for line in read} == {str(e.title) for e in TABLES[: 2 if place else 3]}
