"""What the portal consists of, told to those who must know."""

import json
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parent.parent
# Other systems' packages: the lock names them, and they are not installed here.
ELSEWHERE = {"brotlicffi", "colorama"}


def test_each_part_is_listed_with_its_version_and_licence() -> None:
    done = subprocess.run(["script/sbom"], cwd=ROOT, capture_output=True, text=True, check=True)
    bill = json.loads(done.stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    licences = {each["name"]: each["licenses"][0]["license"]["name"] for each in bill["components"]}
    assert licences["django"] == "BSD-3-Clause"
    assert licences["htmx.org"] == "0BSD"
    assert {name for name, told in licences.items() if told == "NOASSERTION"} <= ELSEWHERE
    assert "pytest-django" not in licences
    folders = {each.name for each in (ROOT / "static" / "vendor").iterdir() if each.is_dir()}
    listed = {each["bom-ref"].rpartition("vendor/")[2].strip("/") for each in bill["components"]}
    assert folders <= listed
