"""Mirrors (spegling): what a level says about the rows of the level above it.

They are anonymous at every level. Those of a unit that closes early wait, so that all of a round
are partitioned in one moment, when it closes.
"""

from assessments.models import Assessment, Block, Participation, Round
from assessments.pooling import form_blocks
from assessments.tallying import forget_mirrors, write_mirror_tallies
from assessments.terms import Outcome
from assessments.turnout import Turnout, Turnouts, block_of, group_of, turnouts_of
from portal.terms import Level


def levels_of(round: Round) -> set[Level]:
    return {Level(level) for level in round.assessments.values_list("level", flat=True)}


def mirroring_levels(round: Round) -> list[Level]:
    """The levels that mirror: none unless the round wants it, and the level above takes part."""
    levels = levels_of(round) if round.mirror else set()
    return [level for level in Level if level in levels and level.above in levels]


def mirroring_beside(participation: Participation) -> int:
    """How many persons in the round mirror the same level as this one."""
    assessment = participation.assessment
    asked = Participation.objects.filter(
        assessment__round=assessment.round_id, assessment__level=assessment.level
    )
    return asked.exclude(mirror=None).values("user").distinct().count()


def count_mirrors(round: Round) -> None:
    """Make blocks of all that mirror in the round, level by level, and sums of their ratings."""
    for level in mirroring_levels(round):
        found = round.assessments.filter(level=level).select_related("unit")
        _form(round, list(found.order_by("pk")))
    write_mirror_tallies(round)
    forget_mirrors(round)


def _form(round: Round, assessments: list[Assessment]) -> None:
    turnouts = turnouts_of(assessments, "mirror")
    asked = {each.pk: each for each in assessments if _takes_part(each, turnouts[each.pk])}
    formed = form_blocks(
        (group_of(each, turnouts[each.pk]) for each in asked.values()), round.floor
    )
    pools = [[asked[group.key] for group in pool] for pool in formed.blocks]
    blocks = Block.objects.bulk_create(_block(round, pool, turnouts) for pool in pools)
    for each in assessments:
        each.mirror_outcome = Outcome.FEW if each.pk in asked else Outcome.NONE
    for block, pool in zip(blocks, pools, strict=True):
        for each in pool:
            each.mirror_block, each.mirror_outcome = block, Outcome.SHOWN
    Assessment.objects.bulk_update(assessments, ["mirror_block", "mirror_outcome"])


def _takes_part(assessment: Assessment, turnout: Turnout) -> bool:
    """Of the teaching level those where somebody answered, as with its own ratings. But a rektor is
    often alone at a unit, and nobody is to see whether just that person answered."""
    return bool(turnout.asked if assessment.level == Level.REKTOR else turnout.answered)


def _block(round: Round, pool: list[Assessment], turnouts: Turnouts) -> Block:
    block = block_of(round, pool, turnouts)
    block.mirrors = True
    return block
