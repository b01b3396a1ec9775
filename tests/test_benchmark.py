import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
MEASURES = ["saving", "crowd", "dialogue", "factor_page", "overview", "closing", "municipality"]
# Some have nothing to do with the database, and only PostgreSQL is asked to hold a nation.
OWN = {"sqlite": ["report", "disclosure"], "postgresql": ["nation"]}


@pytest.fixture(scope="module")
def found() -> Any:
    """All measures in small: what is measured still exists, whatever the figures are."""
    only = [f"--only={name}" for name in (*MEASURES, *OWN[DATABASE])]
    kept = {name: value for name, value in os.environ.items() if name[:2] != "PG"}
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", *only, "--database", DATABASE],
        cwd=ROOT,
        env=kept | {"PYTHONPATH": "script"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_the_benchmark_tells_the_machine_and_its_load(found: Any) -> None:
    assert found["machine"]["cpus"] > 0
    assert len(found["load"]["after"]) == 3


@pytest.mark.parametrize("measure", [*MEASURES, *OWN[DATABASE]])
def test_a_measure_has_figures(found: Any, measure: str) -> None:
    figures = [each for each in found["figures"] if each["measure"] == measure]
    assert figures
    assert {each["database"] for each in figures} == {DATABASE}


def test_both_sizes_of_municipality_are_told_with_one_round_and_with_more(found: Any) -> None:
    [grown] = [each for each in found["figures"] if each["figure"] == "pages_whose_queries_grow"]
    assert [*grown["details"]] == [
        f"{units} units, {rounds} closed" for units in (2, 5) for rounds in (1, 2, 5)
    ]
    assert all(page["queries"] for pages in grown["details"].values() for page in pages.values())
