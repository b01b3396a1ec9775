"""Which anonymous voices may be told apart: units become blocks of at least `floor` persons.

A pure function of who chose a step where. Voices are partitioned: each is in one block or in
none, so that whatever blocks are added or subtracted, at least so many persons are left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from assessments.terms import FLOOR
from portal.terms import SchoolForm


@dataclass(frozen=True, slots=True)
class Group:
    """One unit's voices: `persons` are those who chose a step on at least one statement.

    Groups where somebody answered, but nobody with a step, take part too with no persons: were
    they left out, it would show what they answered. Those of the same company are never parted.
    """

    key: int
    form: SchoolForm
    persons: frozenset[int]
    name: str = ""
    company: int | None = None


Pool = tuple[Group, ...]


class Partition(NamedTuple):
    """What closing makes of the groups: blocks to show, and groups that found no company."""

    blocks: list[Pool]
    left_out: Pool = ()


def form_blocks(groups: Iterable[Group], floor: int = FLOOR) -> Partition:
    """Large units alone, small ones by school form, then the rest together.

    A rest below the floor takes in the smallest block: all blocks here close in this moment.
    """
    units = _placed_together(sorted(groups, key=lambda group: (group.name, group.key)))
    blocks, small = _split(units, floor)
    pools, small = _split(_by_form(small), floor)
    blocks += pools
    rest = tuple(group for pool in small for group in pool)
    if not rest:
        return Partition(blocks)
    if persons_in(rest) >= floor:
        return Partition([*blocks, rest])
    return _with_company(blocks, rest)


def persons_in(pool: Pool) -> int:
    """Distinct persons: somebody employed at two of the units counts once."""
    return len(frozenset().union(*(group.persons for group in pool)))


def _placed_together(groups: list[Group]) -> list[Pool]:
    pools: dict[tuple[int | None, int | None], Pool] = {}
    for group in groups:
        key = (None, group.key) if group.company is None else (group.company, None)
        pools[key] = (*pools.get(key, ()), group)
    return list(pools.values())


def _split(pools: list[Pool], floor: int) -> tuple[list[Pool], list[Pool]]:
    large = [pool for pool in pools if persons_in(pool) >= floor]
    return large, [pool for pool in pools if persons_in(pool) < floor]


def _by_form(units: list[Pool]) -> list[Pool]:
    """Units that were placed together go by the first one's form."""
    pools = [
        tuple(group for unit in units if unit[0].form is form for group in unit)
        for form in SchoolForm
    ]
    return [pool for pool in pools if pool]


def _with_company(blocks: list[Pool], rest: Pool) -> Partition:
    if not blocks:
        return Partition([], rest)
    smallest = min(blocks, key=lambda block: (persons_in(block), block[0].name, block[0].key))
    others = [block for block in blocks if block is not smallest]
    return Partition([*others, smallest + rest])
