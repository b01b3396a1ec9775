import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
DATABASE = "postgresql" if POSTGRESQL else "sqlite"


@pytest.mark.parametrize(
    "measure", ["saving", "crowd", "factor_page", "overview", "closing", "report", "disclosure"]
)
def test_the_benchmark_prints_its_figures_as_json(measure: str) -> None:
    """In small: what is measured still exists, whatever the figures are."""
    if POSTGRESQL and measure in ("report", "disclosure"):
        pytest.skip("measured on SQLite alone")
    kept = {name: value for name, value in os.environ.items() if name[:2] != "PG"}
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--only", measure, "--database", DATABASE],
        cwd=ROOT,
        env=kept | {"PYTHONPATH": "script"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert found["machine"]["cpus"] > 0
    assert found["figures"]
    assert {(each["measure"], each["database"]) for each in found["figures"]} == {
        (measure, DATABASE)
    }
