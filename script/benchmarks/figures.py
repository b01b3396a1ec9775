"""What a measure finds: a value against its limit, with what it was computed from."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


@dataclass
class Figure:
    figure: str
    value: float
    limit: float | None = None
    # The limit is the least that will do, rather than the most.
    at_least: bool = False
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def reached(self) -> bool | None:
        if self.limit is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def told(self) -> dict[str, Any]:
        return asdict(self) | {"reached": self.reached}


def spread(values: Sequence[float], digits: int = 3) -> dict[str, float]:
    return {
        "median": round(median(values), digits),
        "min": round(min(values), digits),
        "max": round(max(values), digits),
        "n": len(values),
    }


def ratio(values: Sequence[float], others: Sequence[float]) -> float:
    return round(median(values) / median(others), 2)
