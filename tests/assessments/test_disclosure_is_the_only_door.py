"""Nothing but `disclosure` asks for tallies and `comments` for texts: nothing goes round the rule.

Tallies are read in `tallies`, which nothing but `disclosure` may import.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import QuerySet

ROOT = Path(__file__).resolve().parent.parent.parent
# Models define them, closing writes them and seals what it came to, names in comments are masked,
# in time they go, and what has gone goes again when a copy is put back. An archive carries all
# blocks' tallies, which are what `disclosure` tells of each unit, and comments as they are read.
READERS = {"tallies.py", "comments.py"}
DOOR = "disclosure.py"
WRITERS = {
    "tallying.py",
    "sealed_sums.py",
    "masking.py",
    "retention.py",
    "replaying.py",
    "archives",
}
INSIDE = READERS | WRITERS | {"models", "migrations"}
MODELS = {"Tally", "Comment"}
RELATED = {"tallies", "comments", "tally", "comment"}
QUERIES = set(dir(QuerySet)) - {"__class__"}
SOURCES = [
    path
    for app in ("portal", "factors", "assessments")
    for path in sorted((ROOT / app).rglob("*.py"))
    if not INSIDE & set(path.relative_to(ROOT).parts[1:2])
]


def ways_in(source: str) -> Iterator[str]:
    """Imports and names of the models, their managers on others, and lookups through them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "assessments.models":
            yield from (alias.name for alias in node.names if alias.name in MODELS)
        elif isinstance(node, ast.Attribute):
            yield from _attribute(node)
        elif isinstance(node, ast.keyword) and node.arg:
            yield from _lookup(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _lookup(node.value)


def _attribute(node: ast.Attribute) -> Iterator[str]:
    """`models.Tally`, and `block.comments.all`: what is asked of a manager, whatever it is."""
    if node.attr in MODELS | {"tallies"}:
        yield node.attr
    if isinstance(node.value, ast.Attribute) and node.value.attr == "comments":
        yield from {node.attr} & QUERIES


def _lookup(text: str) -> Iterator[str]:
    """A path such as "block__tallies__n1", or the table by its name."""
    if "__" in text and RELATED & set(text.split("__")):
        yield text
    if "assessments_tally" in text or "assessments_comment" in text:
        yield text


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_other_module_reads_tallies_or_comments(path: Path) -> None:
    assert not list(ways_in(path.read_text()))


def asks_for_tallies(source: str) -> bool:
    """`from assessments import tallies` and `from assessments.tallies import added`, or either
    by `import`.
    """
    imported = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return "assessments.tallies" in imported


def test_nothing_but_the_door_asks_for_tallies() -> None:
    every = (ROOT / "assessments").rglob("*.py")
    assert [path.name for path in every if asks_for_tallies(path.read_text())] == [DOOR]


@pytest.mark.parametrize(
    "source",
    [
        "import assessments.tallies",
        "from assessments import closing, tallies",
        "from assessments.tallies import by_block",
    ],
)
def test_a_way_to_the_tallies_is_found(source: str) -> None:
    assert asks_for_tallies(source)


@pytest.mark.parametrize(
    "source",
    [
        "from assessments.models import Round, Tally",
        "from assessments import models\nmodels.Comment.objects.all()",
        "round.blocks.get().tallies.all()",
        "block.comments.count()",
        "Assessment.objects.values('block__tallies__n1')",
        "Round.objects.filter(blocks__comments__text='x')",
        "cursor.execute('SELECT n1 FROM assessments_tally')",
    ],
)
def test_a_way_round_the_door_is_found(source: str) -> None:
    assert list(ways_in(source))


def test_asking_at_the_door_is_no_way_round_it() -> None:
    source = "comments.comments(round, unit, from_above=True).on(self.comments[0])"
    assert not list(ways_in(source))
