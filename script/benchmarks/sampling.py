"""What processes and all that they have started use: CPU, and memory over time."""

import os
import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression, median
from typing import NamedTuple

TICKS = os.sysconf("SC_CLK_TCK")
WARM_UP = 0.2


class Sample(NamedTuple):
    """`at` in hours since the first; megabytes by name."""

    at: float
    megabytes: dict[str, float]


def tree(pid: int) -> list[int]:
    """A process and those below it."""
    try:
        found = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return [pid]
    return [
        pid,
        *(each for children in found for pid in children.split() for each in tree(int(pid))),
    ]


def cpu_seconds(pid: int) -> float:
    """With those that have ended below it."""
    return sum(map(_cpu_seconds, tree(pid)))


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


def megabytes(pid: int) -> float:
    """Of memory in all, what is shared between them once."""
    return sum(map(_megabytes, tree(pid)))


def _megabytes(pid: int) -> float:
    try:
        found = re.search(r"^Pss:\s*(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    except OSError:
        return 0.0
    return int(found[1]) / 1000 if found else 0.0


@dataclass
class Sampling(threading.Thread):
    """Looks at each of the named processes again and again until it is stopped."""

    pids: dict[str, int]
    every: float
    samples: list[Sample] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    __hash__ = threading.Thread.__hash__

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        begun = time.monotonic()
        while not self.over.wait(self.every):
            at = (time.monotonic() - begun) / 3600
            self.samples.append(
                Sample(at, {name: megabytes(pid) for name, pid in self.pids.items()})
            )

    def stop(self) -> None:
        self.over.set()
        self.join()

    def growth(self, name: str) -> dict[str, float]:
        """Medians of the first and last quarter after the warm-up, and the slope over it all."""
        warm = self.samples[int(len(self.samples) * WARM_UP) :]
        values, quarter = [each.megabytes[name] for each in warm], max(len(warm) // 4, 1)
        first, last = median(values[:quarter]), median(values[-quarter:])
        slope = linear_regression([each.at for each in warm], values).slope if len(warm) > 1 else 0
        return {
            "first_quarter_mb": round(first, 1),
            "last_quarter_mb": round(last, 1),
            "mb_an_hour": round(slope, 1),
            "most_mb": round(max(values), 1),
            "samples": len(warm),
        }
