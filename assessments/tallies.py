"""Tallies as they are read: of each block, or added for all blocks by the database.

Nobody but `disclosure` asks, which knows whose blocks a figure may be a sum of.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db.models import Count, F, Q, QuerySet, Sum

from assessments.distribution import Distribution
from assessments.models import Round, Tally
from assessments.models.rounds import RoundQuerySet
from factors.models import Statement
from factors.terms import OVERALL_ROW

# The statements whose tallies are read; None is all of the round's.
Asked = Collection[Statement] | None
AskedOfEach = Mapping[Round, Collection[Statement]]

# By block and statement.
Tallies = dict[tuple[int, int], Distribution]
# By the level of the voices, and statement.
Sums = dict[tuple[str, int], Distribution]

COUNTS = ("n1", "n2", "n3", "n4", "unsure")


def in_round(round: Round, mirrors: bool) -> Q:
    return Q(block__round=round, block__mirrors=mirrors)


def in_blocks(blocks: Iterable[int | None]) -> Q:
    return Q(block__in={block for block in blocks if block})


def by_block(blocks: Q, statements: Asked) -> Tallies:
    return _by_block(_counted(blocks, statements))


def by_block_each(blocks: Q, asked: AskedOfEach) -> Tallies:
    return _by_block(Tally.objects.filter(_each(asked), blocks))


def added(blocks: Q, statements: Asked) -> Sums:
    found = _counted(blocks, statements).values_list("block__level", "statement")
    return {(level, statement): voices for level, statement, voices in _summed(found)}


def added_each(asked: AskedOfEach) -> dict[int, Sums]:
    """By round."""
    sums: dict[int, Sums] = {round.pk: {} for round in asked}
    found = Tally.objects.filter(_each(asked), block__mirrors=False)
    for round, level, statement, voices in _summed(
        found.values_list("block__round", "block__level", "statement")
    ):
        sums[round][level, statement] = voices
    return sums


def overall_of(rounds: RoundQuerySet) -> Iterator[tuple[int, int, str, Distribution]]:
    """Of the national factors in closed rounds: by round, factor and level."""
    own = Tally.objects.filter(
        block__round__in=rounds.closed(),
        block__level=F("statement__level"),
        statement__row=OVERALL_ROW,
        statement__complete=True,
        statement__factor__edition__organisation=None,
    )
    yield from _summed(own.values_list("block__round", "statement__factor", "statement__level"))


def with_steps(
    round: Round, statements: Iterable[Statement]
) -> Iterator[tuple[int, int, Distribution]]:
    """By statement, of the blocks at its own level with a step on it: how many, and their sum."""
    steps = Q(n1__gt=0) | Q(n2__gt=0) | Q(n3__gt=0) | Q(n4__gt=0)
    tallies = Tally.objects.filter(
        steps,
        block__round=round,
        block__level=F("statement__level"),
        statement__in=[each.pk for each in statements],
    )
    yield from _summed(tallies.values_list("statement").annotate(Count("block")))


def _by_block(found: QuerySet[Tally]) -> Tallies:
    rows = found.values_list("block", "statement", *COUNTS)
    return {(block, statement): Distribution(*counts) for block, statement, *counts in rows}


def _summed(keyed: QuerySet) -> Iterator[tuple]:
    """Each key with its sum."""
    for *key, n1, n2, n3, n4, unsure in keyed.annotate(*map(Sum, COUNTS)).order_by():
        yield *key, Distribution(n1, n2, n3, n4, unsure)


def _counted(blocks: Q, statements: Asked) -> QuerySet[Tally]:
    found = Tally.objects.filter(blocks)
    if statements is None:  # which is quicker than to name two hundred
        return found
    return found.filter(statement__in=[each.pk for each in statements])


def _each(asked: AskedOfEach) -> Q:
    """The tallies of what is asked of each round."""
    found = Q(pk__in=[])
    for round, statements in asked.items():
        found |= Q(block__round=round, statement__in=[each.pk for each in statements])
    return found
