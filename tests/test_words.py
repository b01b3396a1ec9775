"""Every word of ours is marked for translation, and stands in English with what is put into it."""

import ast
import re
from gettext import GNUTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.words import (
    ROOT,
    Words,
    in_python,
    in_template,
    marked_calls,
    marks_in,
    python_files,
    template_files,
    translations,
)

pytestmark = pytest.mark.one_database

PO = ROOT / "locale/en/LC_MESSAGES/django.po"
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]*>")
SWEDISH = re.compile(r"[åäöÅÄÖ]")
WORD = re.compile(r"[A-Za-zÅÄÖåäö]{2,}")
# What Django fills in, and what scripts do: {message}.
TAGS = re.compile(
    r"\{#.*?#\}|\{% comment.*?endcomment %\}|\{% blocktranslate\b.*?\{% endblocktranslate %\}"
    r"|\{%.*?%\}|\{\{.*?\}\}|\{\w+\}",
    re.DOTALL,
)
# Names, which are the same in every language.
NAMES = {"Styrkedjan", "Excel", "JSON", "CSV", "PDF", "SHA-256", "minut"}
# Swedish by decision: what is typed or read in a terminal by those who run the portal; made-up
# people; what stands in files by others or in a file format; and what is recognised in texts.
SWEDISH_FILES = (
    "management/commands/*",
    "migrations/*",
    "assessments/demo/*",
    "portal/appointing.py",
    "portal/environment.py",
    "portal/releases.py",
    "portal/sorting.py",
    "portal/imports/duties.py",
    "portal/imports/sheets/words.py",
    "portal/imports/ss12000/*",
    "factors/catalogue/columns.py",
    "factors/pasting/*",
    "factors/figures/reading.py",
    "factors/terms.py",
    "apps.py",
    "portal/my_data.py",
    "assessments/my_data.py",
    "assessments/archives/readme.py",
    "assessments/archives/receipt.py",
    "assessments/archives/tables.py",
    "assessments/development/own.py",
)


def asked_for() -> set[Words]:
    found = [words for path in python_files() for words in in_python(path)]
    found += [words for path in template_files() for words in in_template(path)]
    assert None not in found, "a text that is put together can't be translated"
    return {words for words in found if words}


def test_everything_is_in_english_and_nothing_else_is():
    """Run script/messages, and write what it finds to be missing."""
    asked, told = asked_for(), translations(PO)
    forms = {(words.context, words.singular) for words in told}
    assert {each for each in asked if (each.context, each.singular) not in forms} == set()
    named = {(words.context, words.singular) for words in asked}
    assert {each for each in told if (each.context, each.singular) not in named} == set()
    assert [words.singular for words, texts in told.items() if not all(texts)] == []


def test_what_is_put_into_words_is_put_into_the_english():
    """One of one thing may be written without its number."""
    wrong = []
    for words, texts in translations(PO).items():
        sources = [words.singular, words.plural] if words.plural else [words.singular]
        for source, text in zip(sources, texts, strict=True):
            places, theirs = set(PLACES.findall(source)), set(PLACES.findall(text))
            if text and places != theirs:
                wrong.append((source, text))
    assert wrong == []


def test_what_is_read_is_what_is_written():
    """The portal reads a compiled file, which is kept since not every machine can make it."""
    with PO.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for words, texts in translations(PO).items():
        key = f"{words.context}\x04{words.singular}" if words.context else words.singular
        if words.plural:
            assert [compiled.ngettext(key, words.plural, n) for n in (1, 2)] == texts
        elif all(texts):
            assert compiled.gettext(key) == texts[0]
    assert "fuzzy" not in PO.read_text()


def unseen(path: Path) -> list[str]:
    """The marks that xgettext misses: it knows the functions by name, looks into no f-string, and
    takes an escape for what it looks like."""
    source = path.read_text()
    tree = ast.parse(source)
    marks = marks_in(tree)
    calls = [call for call, _mark in marked_calls(tree, marks)]
    called = {id(call.func) for call in calls}
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(node) for string in strings for node in ast.walk(string)}
    texts = [ast.get_source_segment(source, each) or "" for call in calls for each in call.args]
    loaded = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in marks]
    return [
        *(name for name, mark in marks.items() if name not in (mark, "_")),
        *(f"line {call.lineno}" for call in calls if id(call) in inside),
        *(f"line {name.lineno}" for name in loaded if id(name) not in called),
        *(text for text in texts if re.search(r"\\[uxN]", text)),
    ]


def test_words_are_marked_where_the_collecting_of_them_sees_it():
    found = {str(path.relative_to(ROOT)): unseen(path) for path in python_files()}
    assert {path: marks for path, marks in found.items() if marks} == {}


def unmarked(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    calls = [call for call, _mark in marked_calls(tree, marks_in(tree))]
    marked = {id(node) for call in calls for node in ast.walk(call)}
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    found = [node.value for node in texts if id(node) not in marked | told]
    return [text for text in found if isinstance(text, str) and SWEDISH.search(text)]


def test_no_swedish_is_left_unmarked_in_python():
    found = {}
    for path in python_files():
        name = path.relative_to(ROOT)
        if not any(name.match(pattern) for pattern in SWEDISH_FILES):
            found[str(name)] = unmarked(path)
    assert {path: texts for path, texts in found.items() if texts} == {}


class Unmarked(HTMLParser):
    """The words that stand in a template as they are, in text or in what is read out.

    What is marked as Swedish is meant to be.
    """

    SPOKEN = ("alt", "aria-label", "data-label", "placeholder", "title")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.swedish = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.swedish = self.swedish or (tag if ("lang", "sv") in attrs else "")
        for name, value in attrs:
            if name in self.SPOKEN:
                self.handle_data(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.swedish:
            self.swedish = ""

    def handle_data(self, data: str) -> None:
        if not self.swedish:
            self.found += [word for word in WORD.findall(data) if word not in NAMES]


def words_in(path: Path) -> list[str]:
    parser = Unmarked()
    parser.feed(TAGS.sub("", path.read_text()))
    return parser.found


def test_no_words_are_left_unmarked_in_templates():
    found = {}
    for path in template_files():
        name = path.relative_to(ROOT / "templates")
        if name.parts[0] != "django":  # parts of tags, without words
            found[str(name)] = words_in(path)
    assert {path: words for path, words in found.items() if words} == {}


def test_scripts_have_no_words_of_their_own():
    """They take them from the page."""
    for path in sorted((ROOT / "static/js").glob("*.js")):
        code = re.sub(r"(?m)//.*$|/\*[\s\S]*?\*/", "", path.read_text())
        assert not SWEDISH.search(code), path
