"""Garbage in Excel files: it is told, and never breaks the reading."""

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.imports.files import read_file
from portal.imports.sheets import worker
from portal.imports.sheets.refusals import REASONS
from portal.imports.sources import STAFF, UNITS
from portal.models import Organisation
from tests.portal.imports.workbooks import HEADINGS, by_hand, cell, row, sheet, workbook

SOUND = workbook(HEADINGS, ("Tea", "tea@x.example", "Skolan", "Lärare"))
SHEET = sheet(row("Tea", "tea@x.example", "Skolan", "Lärare"))
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.datetimes()
    | st.times()
    | st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8)
    | st.sampled_from(
        ["=1+1", "#REF!", "_x0000_", "_xD800_", "Exempel: x", "Rektor", "a@x.example"]
    )
)
ATTRIBUTES = st.sampled_from(
    ['t="s"', 't="d"', 't="e"', 't="b"', 't="?"', 's="7"', 's="x"', 'r="A0"', 'r=""', 'r="A1:B2"']
)


@settings(max_examples=6, deadline=None)
@given(rows=st.lists(st.lists(VALUES, max_size=4), min_size=30, max_size=60))
def test_no_row_is_lost_in_silence_whatever_it_holds(rows: list[list[object]]) -> None:
    for kind, headings in {STAFF: HEADINGS, UNITS: ("Enhet", "Kod", "Skolform", "Område")}.items():
        reading = read_file(kind, "x", workbook(headings, *rows, ("Sist",)), Organisation())
        told = [*reading.faults, *reading.remarks]
        assert all(each.where.isprintable() and each.problem.isprintable() for each in told)
        known = {each.where.partition(",")[0] for each in (*told, *reading.records)}
        filled = {f"rad {number}" for number, row in enumerate(rows, 2) if is_filled(row)}
        assert filled <= known


def is_filled(row: list[object]) -> bool:
    """Whether it has anything, and is no example."""
    texts = ["" if value is None else str(value).strip() for value in row]
    return any(texts) and not any(text.startswith("Exempel:") for text in texts)


@settings(max_examples=100, deadline=None)
@given(start=st.integers(0, len(SOUND) - 1), garbage=st.binary(min_size=1, max_size=20))
def test_no_bytes_break_the_reader(start: int, garbage: bytes) -> None:
    data = SOUND[:start] + garbage + SOUND[start + len(garbage) :]
    answer = worker.answer(STAFF, data)
    assert "table" in answer or answer["refused"] in REASONS


@settings(max_examples=100, deadline=None)
@given(attributes=ATTRIBUTES, value=st.text("1.eE-#x<&;", max_size=6), part=st.text(max_size=20))
def test_no_xml_breaks_the_reader(attributes: str, value: str, part: str) -> None:
    strange = f"<row><c {attributes}><v>{value}</v></c>{cell(value, attributes)}</row>"
    for data in (by_hand(sheet(strange)), by_hand(SHEET, styles=part), by_hand(sheet(part))):
        answer = worker.answer(STAFF, data)
        assert "table" in answer or answer["refused"] in REASONS
