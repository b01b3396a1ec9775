"""An attacker who sees every figure, knows who answered where, and solves for few persons.

Each figure is a sum over voices: a row of zeros and ones with a column for each voice. Adding
and subtracting figures in any measure reaches the space that the rows span. A set of voices is
exposed when that space holds a combination of them alone; it is a victim when they belong to
fewer than five distinct persons.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from assessments.terms import FLOOR
from tests.assessments.worlds import Voice

Row = list[Fraction]


@dataclass(frozen=True)
class Seen:
    """One shown figure: what it counts, and whose voices it is the sum of."""

    about: Hashable
    voices: frozenset[Voice]


def victim(seen: Iterable[Seen]) -> frozenset[int]:
    """The persons of one exposed set that is too small; empty when there is none."""
    sums: dict[Hashable, set[frozenset[Voice]]] = {}
    for figure in seen:
        sums.setdefault(figure.about, set()).add(figure.voices)
    exposed = (_exposed(sorted(sums[about], key=sorted)) for about in sums)
    return next((persons for persons in exposed if persons), frozenset())


def _exposed(sums: list[frozenset[Voice]]) -> frozenset[int]:
    atoms = _atoms(sums)
    rows = [[Fraction(atom <= voices) for atom in atoms] for voices in sums]
    whole = _rank(rows)
    for few in _small_unions(atoms):
        others = [[cell for n, cell in enumerate(row) if n not in few] for row in rows]
        if _rank(others) < whole:
            return _persons(atoms, few)
    return frozenset()


def _atoms(sums: list[frozenset[Voice]]) -> list[frozenset[Voice]]:
    """Voices that no figure tells apart, in bundles."""
    alike: dict[tuple[bool, ...], set[Voice]] = {}
    for voice in frozenset().union(*sums):
        alike.setdefault(tuple(voice in voices for voices in sums), set()).add(voice)
    return [frozenset(bundle) for bundle in alike.values()]


def _small_unions(atoms: list[frozenset[Voice]]) -> Iterator[tuple[int, ...]]:
    small = [n for n in range(len(atoms)) if len(_persons(atoms, (n,))) < FLOOR]
    for size in range(1, len(small) + 1):
        for few in combinations(small, size):
            if len(_persons(atoms, few)) < FLOOR:
                yield few


def _persons(atoms: list[frozenset[Voice]], few: tuple[int, ...]) -> frozenset[int]:
    return frozenset(person for n in few for person, _unit in atoms[n])


def _rank(rows: list[Row]) -> int:
    rows, rank = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[rank:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(rank, pivot)
        rank += 1
        rows[rank:] = [_without(row, pivot, column) for row in rows[rank:]]
    return rank


def _without(row: Row, pivot: Row, column: int) -> Row:
    if not row[column]:
        return row
    factor = row[column] / pivot[column]
    return [cell - factor * other for cell, other in zip(row, pivot, strict=True)]
