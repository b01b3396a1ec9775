"""Run each measure on each database, in a process of its own, and print what they found."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.databases import DATABASES
from benchmarks.machine import load, machine
from benchmarks.tables import tables

MEASURES = {
    "saving": ("sqlite", "postgresql"),
    "crowd": ("sqlite", "postgresql"),
    "dialogue": ("sqlite", "postgresql"),
    "factor_page": ("sqlite", "postgresql"),
    "overview": ("sqlite", "postgresql"),
    "closing": ("sqlite", "postgresql"),
    "report": ("sqlite",),
    "disclosure": ("sqlite",),
    "municipality": ("sqlite", "postgresql"),
    "nation": ("postgresql",),
    "load": ("postgresql",),
    "faults": ("postgresql",),
}
# They take long, and the nation much disk, so they are run only when they are named.
NAMED_ONLY = {"disclosure", "nation", "load", "faults"}


def main() -> None:
    wanted = arguments()
    before = load()
    figures = list(measured(wanted))
    found = {
        "machine": machine(),
        "load": {"before": before, "after": load()},
        "quick": wanted.quick,
        "figures": figures,
    }
    if wanted.table:
        sys.stdout.write(tables(found))
        return
    json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/benchmark")
    parser.add_argument("--only", action="append", choices=MEASURES)
    parser.add_argument("--disclosure", action="append_const", dest="only", const="disclosure")
    parser.add_argument("--load", action="append_const", dest="only", const="load")
    parser.add_argument("--faults", action="append_const", dest="only", const="faults")
    parser.add_argument("--minutes", type=float, help="how long --load lasts")
    parser.add_argument("--database", choices=DATABASES)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--table", action="store_true")
    return parser.parse_args()


def measured(wanted: argparse.Namespace) -> Iterator[dict[str, Any]]:
    for database, serve in DATABASES.items():
        names = [name for name in chosen(wanted) if database in MEASURES[name]]
        if not names or wanted.database not in (None, database):
            continue
        with (
            tempfile.TemporaryDirectory(prefix="styrkedjan-") as folder,
            serve(Path(folder)) as empty,
        ):
            for together in [names] if wanted.quick else [[name] for name in names]:
                yield from measure(together, database, empty(), folder, wanted)


def chosen(wanted: argparse.Namespace) -> list[str]:
    return wanted.only or [name for name in MEASURES if name not in NAMED_ONLY]


def measure(
    names: list[str], database: str, url: str, folder: str, wanted: argparse.Namespace
) -> list[dict[str, Any]]:
    """In a process of its own; only where nothing is really measured do many share one."""
    sys.stderr.write(f"{', '.join(names)} ({database})\n")
    ran = subprocess.run(  # noqa: S603 (our own module)
        [
            sys.executable,
            "-m",
            "benchmarks.measures",
            *names,
            *(["--quick"] if wanted.quick else []),
        ],
        env=os.environ
        | {"DATABASE_URL": url, "STYRKEDJAN_VAR": folder, "MINUTES": str(wanted.minutes or "")},
        stdout=subprocess.PIPE,
    )
    if ran.returncode:
        sys.exit(
            f"script/benchmark: {', '.join(names)} på {database} gick inte att mäta; "
            "se orsaken ovanför."
        )
    figures = [{"database": database} | each for each in json.loads(ran.stdout)]
    for figure in figures:
        sys.stderr.write(f"  {told(figure)}\n")
    return figures


def told(figure: dict[str, Any]) -> str:
    mark = {True: "nådd", False: "INTE NÅDD", None: "utan gräns"}[figure["reached"]]
    return f"{figure['figure']}: {figure['value']} (gräns {figure['limit']}) {mark}"


if __name__ == "__main__":
    main()
