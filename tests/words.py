"""What the code asks to have in other languages, and what stands in a file of translations."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ("portal", "factors", "assessments")
MODULE = "django.utils.translation"
# The code's own words for it, and how many texts each is given before a number or nothing.
MARKS = {
    "gettext": 1,
    "gettext_lazy": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": 2,
    "pgettext_lazy": 2,
    "npgettext": 3,
    "npgettext_lazy": 3,
}
CONTEXTUAL = ("pgettext", "npgettext")


class Words(NamedTuple):
    """One text, in one or two forms; the context tells apart what is spelt alike."""

    context: str
    singular: str
    plural: str = ""


def python_files() -> list[Path]:
    return [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]


def template_files() -> list[Path]:
    found = sorted((ROOT / "templates").rglob("*"))
    return [path for path in found if path.suffix in (".html", ".txt")]


def marks_in(tree: ast.AST) -> dict[str, str]:
    """By the name that the module has for it, the function that marks words."""
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = [name for node in imported if node.module == MODULE for name in node.names]
    return {name.asname or name.name: name.name for name in names if name.name in MARKS}


def marked_calls(tree: ast.AST, marks: dict[str, str]) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in marks:
            yield node, marks[node.func.id]


def words_of(call: ast.Call, mark: str) -> Words | None:
    """None where the text is put together: then nobody can have translated it."""
    given = call.args[: MARKS[mark]]
    texts = [each.value for each in given if isinstance(each, ast.Constant)]
    if len(texts) < len(given) or not all(isinstance(text, str) for text in texts):
        return None
    return Words(*texts) if mark.startswith(CONTEXTUAL) else Words("", *texts)


def in_python(path: Path) -> Iterator[Words | None]:
    tree = ast.parse(path.read_text())
    for call, mark in marked_calls(tree, marks_in(tree)):
        yield words_of(call, mark)


def in_template(path: Path) -> Iterator[Words | None]:
    """Django makes Python of a template, for just this: each mark a call on a line of signs."""
    signs = templatize(path.read_text())
    for name in re.finditer(r"(?<!\w)(n?p?gettext|_)\(", signs):
        mark = name[1].replace("_", "gettext")
        depth, end = 0, name.end() - 1
        quoted = ""
        while True:
            sign = signs[end]
            if quoted:
                if sign == "\\":
                    end += 1
                elif sign == quoted:
                    quoted = ""
            elif sign in "'\"":
                quoted = sign
            else:
                depth += {"(": 1, ")": -1}.get(sign, 0)
            end += 1
            if depth == 0:
                break
        call = ast.parse(f"f{signs[name.end() - 1 : end]}", mode="eval").body
        assert isinstance(call, ast.Call)
        yield words_of(call, mark)


def translations(path: Path) -> dict[Words, list[str]]:
    """What a .po file says of each text: one string, or one for each form."""
    found = {}
    for entry in path.read_text().split("\n\n"):
        texts: dict[str, str] = {}
        key = ""
        for line in entry.splitlines():
            if line.startswith("msg"):
                key, _space, line = line.partition(" ")
                texts[key] = ""
            if line.startswith('"'):
                texts[key] += ast.literal_eval(line)
        if texts.get("msgid"):
            words = Words(texts.get("msgctxt", ""), texts["msgid"], texts.get("msgid_plural", ""))
            found[words] = [text for key, text in texts.items() if key.startswith("msgstr")]
    return found
