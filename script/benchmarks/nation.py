"""A whole country of organisations, each with a closed round and an open one.

One organisation of each size is made by the portal's own code, and the others are copies of it.
"""

from typing import NamedTuple

from assessments.closing import close_round
from benchmarks.answers import answer
from benchmarks.copies import OF_AN_ORGANISATION, Pattern
from benchmarks.world import add_organisation, opened_round
from factors.models import Edition
from portal.models import Organisation


class Size(NamedTuple):
    """So many organisations with so many units each, and so many who teach in a unit."""

    slug: str
    organisations: int
    units: int
    teach: int


# The one that is looked at, other municipalities, and independent schools: 2,800 organisations
# with 17,000 units, where 300,000 people have 18 million ratings.
SIZES = (
    Size("matby", 1, 400, 37),
    Size("kommun", 289, 42, 16),
    Size("skolor", 1952, 2, 16),
    Size("skola", 558, 1, 16),
)
QUICK = (Size("matby", 1, 5, 8), Size("kommun", 3, 2, 8), Size("skola", 4, 1, 8))


def add_nation(sizes: tuple[Size, ...], edition: Edition) -> None:
    """Everything but the ratings of the open rounds."""
    for size in sizes:
        pattern = Pattern(OF_AN_ORGANISATION)
        add_rounds(add_organisation(size.units, size.units * size.teach, size.slug), edition)
        pattern.repeat(size.organisations - 1)


def add_rounds(organisation: Organisation, edition: Edition) -> None:
    closed = opened_round(organisation, edition)
    answer(closed)
    close_round(closed)
    opened_round(organisation, edition)
