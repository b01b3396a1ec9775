import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
# Each costs many seconds, so each is tried on one database: what grows with size on PostgreSQL,
# which alone is asked to hold a nation.
MEASURES = {
    "sqlite": ["saving", "dialogue", "factor_page", "overview", "report", "disclosure"],
    "postgresql": ["crowd", "closing", "municipality", "nation", "load"],
}[DATABASE]


def test_what_is_measured_still_exists_whatever_the_figures_are() -> None:
    found = measured_in_small()
    assert found["machine"]["cpus"] > 0
    assert len(found["load"]["after"]) == 3
    assert {each["database"] for each in found["figures"]} == {DATABASE}
    assert {each["measure"] for each in found["figures"]} == {*MEASURES}
    grown = [each for each in found["figures"] if each["figure"] == "pages_whose_queries_grow"]
    assert len(grown) == ("municipality" in MEASURES)
    for pages in (each["details"] for each in grown):
        assert [*pages] == [
            f"{units} units, {rounds} closed" for units in (2, 5) for rounds in (1, 2, 5)
        ]
        assert all(page["queries"] for size in pages.values() for page in size.values())


def measured_in_small() -> Any:
    only = [f"--only={name}" for name in MEASURES]
    kept = {name: value for name, value in os.environ.items() if name[:2] != "PG"}
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", *only, "--database", DATABASE],
        cwd=ROOT,
        env=kept | {"PYTHONPATH": "script"},
        capture_output=True,
        text=True,
        timeout=380,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
