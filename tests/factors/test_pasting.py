"""Reading a table from the clipboard, whatever it was copied from."""

import csv
import html
import io
import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factors.pasting.doubts import is_foreign
from factors.pasting.headings import form_of, level_of
from factors.pasting.lines import pieces
from factors.pasting.mending import mend
from factors.pasting.reading import Pasted, Wanted, read
from portal.terms import Level, SchoolForm

SAMPLES = Path(__file__).resolve().parent / "samples"
ROWS: list[list[str]] = json.loads((SAMPLES / "table.json").read_text())
WANTED = Wanted(level_of, Level.values)
HEADS = ["huvudmannanivån", "rektorsnivån", "undervisningsnivån"]
STEM = "Varje nivå i styrkedjan bidrar till den professionella utveckling genom att på"


def pasted(text: str = "", markup: str = "", **wanted: bool) -> Pasted:
    return read(text, markup, Wanted(level_of, Level.values, **wanted))


def sample(name: str) -> Pasted:
    return pasted((SAMPLES / name).read_text())


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("utveck-\nling", "utveckling"),
        ("utveck\u2010\n  ling", "utveckling"),
        ("utveck\u00ad\nling och lä\u00adrande", "utveckling och lärande"),
        ("utveck- \nling", "utveckling"),
        ("kunskaps- \noch värdegrund", "kunskaps- och värdegrund"),
        ("kunskaps-\noch värdegrund", "kunskaps- och värdegrund"),
        ("IT-\nsystem", "IT-system"),
        ("Väst-\nSverige", "Väst-Sverige"),
        ("årskurs F-\n6", "årskurs F-6"),
        ("ut\u2010\nveck\u2010\nling", "utveckling"),
        ("pro\ufb01l", "profil"),
        ("till\u00a0exempel\u200b nu", "till exempel nu"),
        ("fo\u0308rskola", "förskola"),
        ("en\nbruten\r\nrad", "en bruten rad"),
        ("vänd\u202e om\0", "vänd om"),
    ],
)
def test_a_text_is_mended(raw: str, text: str) -> None:
    assert mend(raw).text == text


def test_what_was_mended_is_told() -> None:
    assert mend("profes-\nsionell ut\u2010\nveckling, IT-\nsystem").mends == (
        ("profes-/sionell", "professionell"),
        ("ut-/veckling", "utveckling"),
        ("IT-/system", "IT-system"),
    )


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Huvudman", "huvudman"),
        ("huvudmannanivån", "huvudman"),
        ("REKTORSNIVÅN", "rektor"),
        ("Undervisning:", "undervisning"),
        ("på undervisningsnivån", "undervisning"),
        ("rektor leder arbetet", ""),
    ],
)
def test_levels_are_known_by_their_names(name: str, level: str) -> None:
    assert level_of(name) == level


def test_school_forms_are_known_by_their_names() -> None:
    assert {form_of(str(form.label)) for form in SchoolForm} == set(SchoolForm.values)
    official = ["Förskolans delmål", "Anpassade grundskolan", "Vuxenutbildningens delmål"]
    assert [form_of(name) for name in official] == ["FS", "GRAN", "VUX"]


def test_lines_copied_from_chromium_become_the_table() -> None:
    found = sample("chromium-raw.txt")
    assert (found.columns, found.rows) == (Level.values, ROWS)
    assert (found.stem, found.lacking, found.is_table) == (STEM, 0, False)
    assert {"Skolverket", "1", "2"} < set(found.dropped)


def test_lines_copied_in_chromiums_own_reader_become_the_table() -> None:
    """All marked and copied as a person does it, which is how no blank lines come along."""
    found = sample("chromium-viewer.txt")
    assert (found.columns, found.rows) == (Level.values, ROWS)
    assert (found.stem, found.lacking, found.dropped) == (STEM, 0, [])


@pytest.mark.parametrize(
    ("copied", "row"),
    [
        ("leda.\n- undervisa\ntillsammans.", ["leda.", "", "undervisa tillsammans."]),
        ("- - undervisa.", ["", "", "undervisa."]),
        ("leda.\nstödja:\n- nya\n- gamla.\nlära.", ["leda.", "stödja: - nya - gamla.", "lära."]),
    ],
)
def test_a_dash_copied_with_the_cell_beside_it_is_a_cell(copied: str, row: list[str]) -> None:
    assert pasted(copied).rows == [row]


def test_lines_copied_from_another_pdf_become_the_table() -> None:
    """A row that a page cuts in an unlucky place is lengthened by hand; the others are right."""
    found = sample("weasyprint-raw.txt")
    assert found.rows[:4] == ROWS[:4]
    assert found.page_ends == [5]
    assert (ROWS[0][0], ("profes-/sionell", "professionell")) in found.mends


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "head", [" ".join(HEADS), "\n".join(HEADS), "Huvudman Rektor Undervisning"]
)
def test_heads_stand_on_one_line_or_three(head: str, between: str) -> None:
    cells = [broken(text, 28) for row in ROWS for text in row]
    found = pasted(f"{head}\n" + between.join(cells))
    assert (found.columns, found.rows, found.dropped) == (Level.values, ROWS, [])


def test_columns_one_after_another_under_their_names() -> None:
    columns = zip(HEADS, zip(*ROWS, strict=True), strict=True)
    text = "\n".join(
        "\n".join([head, *(broken(cell, 30) for cell in cells)]) for head, cells in columns
    )
    found = pasted(text)
    assert (found.columns, found.rows) == (Level.values, ROWS)


def test_columns_one_after_another_without_names() -> None:
    cells = [broken(cell, 30) for column in zip(*ROWS, strict=True) for cell in column]
    assert pasted("\n".join(cells), by_column=True).rows == ROWS


def test_one_statement_a_line() -> None:
    assert pasted("leda arbetet\nföljer upp\n–\nlära", one_column=True).rows == [
        ["leda arbetet"],
        ["följer upp"],
        [""],
        ["lära"],
    ]


def test_a_shortened_word_ends_no_statement() -> None:
    assert pieces(["leda t.ex.", "genom samtal.", "följa upp", "och lära."]) == [
        "leda t.ex.\ngenom samtal.",
        "följa upp\noch lära.",
    ]


def test_columns_of_spaces_are_told() -> None:
    assert pasted("leda        stödja      lära\nallt.       alla.       mer.\n" * 3).spaced
    assert not sample("chromium-raw.txt").spaced


def test_pieces_that_do_not_fill_the_rows_are_counted() -> None:
    assert pasted("leda.\nstödja.\nse.\nlära.").lacking == 2


def test_a_table_as_word_copies_it() -> None:
    markup = """<html xmlns:o="urn:x"><head><style><!-- td {color: red} --></style></head><body>
    <!--[if gte mso 9]><xml><td>nej</td></xml><![endif]--><table class=MsoTable><tr>
    <td colspan=3><p>Varje nivå i styrkedjan bidrar till lärande genom
    att på<o:p></o:p></p></td></tr><tr><th>Huvudman<th><b>Rektor</b><th>Undervisning
    <tr><td rowspan=2><p>leda<br>hela <b>verk</b>samheten.</p><td><ul><li>stödja<li>se</ul><td>–
    <tr><td>följa&nbsp;upp.<td>l&auml;ra.</table>"""
    found = pasted("något annat", markup)
    assert found.stem == "Varje nivå i styrkedjan bidrar till lärande genom att på"
    assert found.columns == Level.values
    assert found.rows == [["leda hela verksamheten.", "stödja se", ""], ["", "följa upp.", "lära."]]


def test_a_table_in_a_pages_layout_is_found() -> None:
    inner = "<table><tr><td>Huvudman<td>Rektor<tr><td>leda.<td>se.</table>"
    found = pasted(markup=f"<table><tr><td>Meny<td>{inner}<td>Sidfot</table>")
    assert (found.columns, found.rows) == (["huvudman", "rektor"], [["leda.", "se."]])


def test_a_column_of_row_numbers_is_left_out() -> None:
    assert pasted("\thuvudman\trektor\n1\tleda.\tse.\n2.\tlära.\t-").rows == [
        ["leda.", "se."],
        ["lära.", ""],
    ]


def test_cells_of_several_lines_between_tabs() -> None:
    found = pasted('huvudman\trektor\tundervisning\n"leda\narbetet."\tse.\t"säga ""ja""."')
    assert found.rows == [["leda arbetet.", "se.", 'säga "ja".']]
    assert pasted(
        "Huvudman\tRektor\tUndervisning\nleda\narbetet.\tstödja\noch se.\tlära."
    ).rows == [["leda arbetet.", "stödja och se.", "lära."]]


def test_a_quote_that_nothing_closes_takes_no_other_cells() -> None:
    assert pasted('"leda\tse.\tlära.\na.\tb.\tc.').rows[1] == ["a.", "b.", "c."]


def test_another_language_is_told_from_swedish() -> None:
    assert is_foreign("ensure that the head of the school leads the work")
    assert not any(is_foreign(text) for row in ROWS for text in row)


@pytest.mark.parametrize("markup", ["<!--", "<![", "<b>", "<table><td>", "<tr><td rowspan=99999>"])
def test_hostile_markup_is_read_in_a_moment(markup: str) -> None:
    started = time.monotonic()
    pasted(markup="<table><td>" + markup * 30_000)
    assert time.monotonic() - started < 10


WORD = st.text("abcdefghijklmnopqrstuvwxyzåäö", min_size=1, max_size=12)
STATEMENT = st.lists(WORD, min_size=1, max_size=12).map(lambda words: " ".join(words) + ".")
TABLE = st.lists(
    st.lists(st.one_of(st.just(""), STATEMENT), min_size=3, max_size=3), min_size=1, max_size=6
).filter(
    lambda rows: (
        all(map(any, rows)) and not any(names_a_level(text) for row in rows for text in row)
    )
)


def names_a_level(text: str) -> bool:
    return any(level_of(word) for word in re.findall(r"\w+", text))


def broken(text: str, width: int) -> str:
    """As a PDF has it: lines of a width, words parted with a hyphen where they don't fit."""
    if not text:
        return "-"
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) < width:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif len(word) > 8 and len(lines[-1]) < width - 6:
            lines[-1] = f"{lines[-1]} {word[:4]}\u2010".strip()
            lines.append(word[4:])
        else:
            lines.append(word)
    return "\n".join(line for line in lines if line)


@given(TABLE)
def test_a_table_of_html_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    body = "".join(
        "<tr>" + "".join(f"<td><p>{html.escape(text)}</p></td>" for text in row) + "</tr>"
        for row in rows
    )
    assert pasted(markup=f"<table>{body}</table>").rows == rows


@given(TABLE)
def test_a_table_of_tabs_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    file = io.StringIO()
    csv.writer(file, "excel-tab", lineterminator="\n").writerows([HEADS, *rows])
    assert pasted(file.getvalue()).rows == rows


@given(TABLE, st.integers(16, 60))
def test_a_table_of_broken_lines_is_read_as_it_was_written(
    rows: list[list[str]], width: int
) -> None:
    cells = [broken(text, width) for row in rows for text in row]
    assert pasted("\n".join([" ".join(HEADS), *cells])).rows == rows


@given(st.text(), st.text(), st.booleans(), st.booleans(), st.booleans())
@example("\t\n\t", "<table><tr><td>", False, False, False)
@example("", "<table><td><table>", False, True, False)
@example("rektor\n\nHuvudman\nrektor", "", False, False, False)
def test_garbage_crashes_nothing(
    text: str, markup: str, one_column: bool, by_column: bool, each_line: bool
) -> None:
    wanted = {"one_column": one_column, "by_column": by_column, "each_line": each_line}
    found = pasted(text, f"<table>{markup}", **wanted)
    assert all(len(row) == len(found.columns) for row in found.rows)


@given(st.lists(st.one_of(WORD, st.sampled_from(["-", ".", "\n", "\n\n", "Rektor", "12", "A."]))))
def test_no_word_is_lost_or_invented(parts: list[str]) -> None:
    text = " ".join(parts).replace(" \n ", "\n").replace(" \n\n ", "\n\n")
    found = pasted(text)
    heads = found.columns if found.columns != Level.values else []
    kept = " ".join([*(text for row in found.rows for text in row), *found.dropped, *heads])
    assert letters(kept) == letters(text)


def letters(text: str) -> list[str]:
    """Its signs in no order, as words are joined where a hyphen stood."""
    return sorted(sign for sign in text.lower() if sign.isalnum())
