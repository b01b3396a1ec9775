"""Texts of other editions that are the same thread: what a text goes on from, and into."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Kinship(Generic[T]):
    """Made of pairs: a later text, and the earlier one that it goes on from."""

    def __init__(self, pairs: Iterable[tuple[T, T]] = ()) -> None:
        self._earlier: dict[T, set[T]] = defaultdict(set)
        self._later: dict[T, set[T]] = defaultdict(set)
        for later, earlier in pairs:
            self._earlier[later].add(earlier)
            self._later[earlier].add(later)

    def of(self, text: T) -> set[T]:
        """The text itself, its ancestors and its descendants; what merely shares one is not kin."""
        return _reached(text, self._earlier) | _reached(text, self._later)


def _reached(start: T, steps: Mapping[T, set[T]]) -> set[T]:
    found, ahead = {start}, [start]
    while ahead:
        new = steps.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found
