import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
# Each costs half a minute, and some have little to do with the database: what grows with size is
# built inside it, and only PostgreSQL is asked to hold a nation.
MEASURES = {
    "sqlite": [
        *("saving", "crowd", "dialogue", "factor_page", "overview", "closing", "municipality"),
        *("report", "disclosure"),
    ],
    "postgresql": ["closing", "municipality", "nation"],
}[DATABASE]


def test_what_is_measured_still_exists_whatever_the_figures_are() -> None:
    found = measured_in_small()
    assert found["machine"]["cpus"] > 0
    assert len(found["load"]["after"]) == 3
    assert {each["database"] for each in found["figures"]} == {DATABASE}
    assert {each["measure"] for each in found["figures"]} == {*MEASURES}
    [grown] = [each for each in found["figures"] if each["figure"] == "pages_whose_queries_grow"]
    assert [*grown["details"]] == [
        f"{units} units, {rounds} closed" for units in (2, 5) for rounds in (1, 2, 5)
    ]
    assert all(page["queries"] for pages in grown["details"].values() for page in pages.values())


def measured_in_small() -> Any:
    only = [f"--only={name}" for name in MEASURES]
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
