"""How voices are spread over the scale: counts add up, and the mean is computed last."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

STEPS = (1, 2, 3, 4)
# A level whose voices lie this far from their median on average sees two pictures, not one.
SPLIT = 1.0


@dataclass(frozen=True, slots=True)
class Distribution:
    """Counts per step (fördelning). The only value that may be added to another."""

    n1: int = 0
    n2: int = 0
    n3: int = 0
    n4: int = 0
    unsure: int = 0

    def __add__(self, other: Self) -> "Distribution":
        return Distribution(*(a + b for a, b in zip(self.counts, other.counts, strict=True)))

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        return (self.n1, self.n2, self.n3, self.n4, self.unsure)

    @property
    def n(self) -> int:
        """How many chose a step; what shares, mean and median are of."""
        return self.n1 + self.n2 + self.n3 + self.n4

    @property
    def total(self) -> int:
        """How many answered, with a step or with "kan inte bedöma"."""
        return self.n + self.unsure

    @property
    def mean(self) -> float | None:
        if not self.n:
            return None
        return (self.n1 + 2 * self.n2 + 3 * self.n3 + 4 * self.n4) / self.n

    @property
    def median(self) -> float | None:
        """The middle voice's step; between two steps when the two middle voices differ."""
        if not self.n:
            return None
        return (self._step_of((self.n - 1) // 2) + self._step_of(self.n // 2)) / 2

    def share(self, step: int | None) -> float:
        """The part of those with a step that chose `step`; None: of all, who could not judge."""
        if step is None:
            return self.unsure / self.total if self.total else 0.0
        return self.counts[step - 1] / self.n if self.n else 0.0

    @property
    def spread(self) -> float | None:
        """Spridning: how many steps from the median the voices lie on average, 0 to 1.5."""
        middle = self.median
        if middle is None:
            return None
        counted = zip(STEPS, self.counts, strict=False)
        return sum(count * abs(step - middle) for step, count in counted) / self.n

    @property
    def split(self) -> bool:
        return (self.spread or 0.0) >= SPLIT

    def _step_of(self, voice: int) -> int:
        """The step of the voice with that number (from 0) when they stand in order of step."""
        steps = (step for step in STEPS if voice < sum(self.counts[:step]))
        return next(steps)


EMPTY = Distribution()


def total(distributions: Iterable[Distribution]) -> Distribution:
    """The sum of many, column by column: 400 blocks a figure is much for `+`."""
    counts = (distribution.counts for distribution in distributions)
    return Distribution(*map(sum, zip(EMPTY.counts, *counts, strict=True)))


def span(distributions: Iterable[Distribution]) -> float | None:
    """Spännvidd: the largest distance between the levels' means on one row."""
    means = [mean for mean in (each.mean for each in distributions) if mean is not None]
    return max(means) - min(means) if len(means) > 1 else None
