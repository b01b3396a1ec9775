"""What the figures were measured on, and how busy it was."""

import os
import platform
import re
import sqlite3
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any


def machine() -> dict[str, Any]:
    return {
        "measured_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "cpus": len(os.sched_getaffinity(0)),
        "model": cpu_model(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgresql": postgresql_version(),
    }


def cpu_model() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def postgresql_version() -> str:
    """Of the newest server here, which is the one that is measured."""
    servers = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not servers:
        return ""
    return subprocess.check_output([servers[-1], "--version"], text=True).split()[2]  # noqa: S603


def load() -> list[float]:
    """The load average over one, five and fifteen minutes."""
    return [round(each, 2) for each in os.getloadavg()]
