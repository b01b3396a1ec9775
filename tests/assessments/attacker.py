"""An attacker who sees every figure, knows who answered where, and solves for few persons.

Each figure is a sum over voices: a row of zeros and ones with a column for each voice. Adding
and subtracting figures in any measure reaches the space that the rows span. A set of voices is
exposed when that space holds a combination of them alone; it is a victim when they belong to
fewer distinct persons than the floor.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from assessments.terms import FLOOR
from tests.assessments.worlds import Voice

Row = list[Fraction]


@dataclass(frozen=True)
class Seen:
    """One shown figure: what it counts, and whose voices it is the sum of."""

    about: Hashable
    voices: frozenset[Voice]


def victim(seen: Iterable[Seen], floor: int = FLOOR) -> frozenset[int]:
    """The persons of one exposed set that is too small; empty when there is none."""
    exposed = (_exposed(sums, floor) for sums in _by_measure(seen))
    return next((persons for persons in exposed if persons), frozenset())


def _exposed(sums: list[frozenset[Voice]], floor: int) -> frozenset[int]:
    """No figure tells the voices of an atom apart, so what can be exposed is whole atoms."""
    atoms = _atoms(sums)
    candidates = list(_small_unions(atoms, floor))
    rows = [[Fraction(atom <= voices) for atom in atoms] for voices in sums if candidates]
    whole = _rank(rows)
    for few in candidates:
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


def _small_unions(
    atoms: list[frozenset[Voice]], floor: int, few: tuple[int, ...] = ()
) -> Iterator[tuple[int, ...]]:
    """All sets of atoms that are few persons together: one that is too large is not added to."""
    for n in range(few[-1] + 1 if few else 0, len(atoms)):
        more = (*few, n)
        if len(_persons(atoms, more)) < floor:
            yield more
            yield from _small_unions(atoms, floor, more)


def sets_to_solve_for(seen: Iterable[Seen], floor: int = FLOOR) -> int:
    """How many bundles and sets of bundles the attacker has to look at."""
    bundles = [_atoms(sums) for sums in _by_measure(seen)]
    return sum(len(atoms) + sum(1 for _ in _small_unions(atoms, floor)) for atoms in bundles)


def _by_measure(seen: Iterable[Seen]) -> list[list[frozenset[Voice]]]:
    """Figures that count the same can be added and subtracted."""
    sums: dict[Hashable, set[frozenset[Voice]]] = {}
    for figure in seen:
        sums.setdefault(figure.about, set()).add(figure.voices)
    return [sorted(voices, key=sorted) for voices in sums.values()]


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
