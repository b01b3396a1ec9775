"""The house's law of imports: portal <- factors <- assessments, and inwards in each app."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("portal", "factors", "assessments")
SOURCES = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_an_app_imports_only_from_itself_and_the_apps_before_it(path: Path) -> None:
    app = path.relative_to(ROOT).parts[0]
    later = APPS[APPS.index(app) + 1 :]
    assert not [name for name in imported_modules(path) if name.split(".")[0] in later]


@pytest.mark.parametrize("app", APPS)
def test_models_know_nothing_of_forms_and_views(app: str) -> None:
    outer = {"forms", "views", "urls"}
    for path in sorted((ROOT / app / "models").rglob("*.py")):
        assert not [
            name
            for name in imported_modules(path)
            if name.split(".")[0] in APPS and outer & set(name.split("."))
        ]
