"""Adds to uv's bill of materials what it leaves out: licences, and what static/vendor holds."""

import json
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

VENDORED = Path("static/vendor/README.md")
UNKNOWN = "NOASSERTION"
CLASSIFIER = "License :: "


def licence_of(package: str) -> str:
    """As the package says itself: an SPDX expression, or its classifier, or its own words."""
    try:
        told = metadata(package)
    except PackageNotFoundError:
        return UNKNOWN  # not for this machine: another system's package
    classes = [each for each in told.get_all("Classifier", []) if each.startswith(CLASSIFIER)]
    named = [each.rpartition(" :: ")[2] for each in classes]
    own = (told.get("License") or "").partition("\n")[0].strip()
    return told.get("License-Expression") or ", ".join(named) or own or UNKNOWN


def vendored() -> list[dict[str, Any]]:
    """The rows of the table: folder, package, version, licence, files."""
    rows = [line for line in VENDORED.read_text().splitlines() if line.startswith("| `")]
    return [component(*[cell.strip().strip("`") for cell in row.split("|")[1:5]]) for row in rows]


def component(folder: str, package: str, version: str, licence: str) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": f"{VENDORED.parent}/{folder}",
        "name": package,
        "version": version,
        "purl": f"pkg:npm/{package.replace('@', '%40')}@{version}",
        "licenses": [{"license": {"name": licence}}],
    }


def main() -> None:
    bill = json.load(sys.stdin)
    for each in bill["components"]:
        each["licenses"] = [{"license": {"name": licence_of(each["name"])}}]
    bill["components"] += vendored()
    json.dump(bill, sys.stdout, indent=1, ensure_ascii=False)


if __name__ == "__main__":
    main()
