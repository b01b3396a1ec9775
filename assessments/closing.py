"""Closing: answers become sums, once and for all.

One transaction. On PostgreSQL it locks the round and then its assessments, so that a save, which
holds a shared lock on its assessment, is wholly counted or refused; on SQLite every transaction
is alone.
"""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assessments.mirroring import count_mirrors
from assessments.models import Assessment, Block, Round
from assessments.pooling import form_blocks
from assessments.sealed_sums import remember_closing
from assessments.tallying import forget_voices, write_comments, write_tallies
from assessments.terms import Outcome
from assessments.turnout import Turnout, Turnouts, block_of, group_of, turnouts_of
from portal.models import Unit
from portal.terms import Level


class NotOpened(Exception):
    """The round has not opened, so there is nothing to close."""


class AlreadyClosed(Exception):
    """The round, or the unit's part of it, was closed before; closing cannot be repeated."""


@transaction.atomic
def close_round(round: Round, at: datetime.datetime | None = None) -> None:
    """Close what is open and count everything, also units that closed early and wait."""
    _lock(round)
    if round.closed_at:
        raise AlreadyClosed
    pending = _locked(round.assessments.filter(outcome=Outcome.PENDING))
    round.closed_at = at or timezone.now()
    round.save(update_fields=["closed_at"])
    _close(pending, round.closed_at)
    _count(round, pending, turnouts_of(pending))
    if round.mirror:
        count_mirrors(round)
    remember_closing(round)


@transaction.atomic
def close_unit(round: Round, unit: Unit, at: datetime.datetime | None = None) -> None:
    """Close a unit's levels before the round closes.

    As many as the round's floor become a block at once. Fewer wait, to be pooled when the round
    closes, and so do those that were placed together with others, and all that mirrors.
    """
    _lock(round)
    pending = _locked(round.assessments.filter(unit=unit, closed_at=None))
    if not pending:
        raise AlreadyClosed
    _close(pending, at or timezone.now())
    turnouts = turnouts_of(pending)
    _count(round, [each for each in pending if not _must_wait(round, each, turnouts)], turnouts)
    remember_closing(round, unit)


def _lock(round: Round) -> None:
    """One closing at a time, and what it reads of the round is what is true."""
    locked = Round.objects.select_for_update().get(pk=round.pk)
    for name in ("opened_at", "closed_at", "floor"):
        setattr(round, name, getattr(locked, name))
    if not round.opened_at:
        raise NotOpened


def _locked(assessments: QuerySet[Assessment]) -> list[Assessment]:
    locked = assessments.select_for_update(of=("self",)).select_related("unit")
    return list(locked.order_by("pk"))


def _close(assessments: list[Assessment], at: datetime.datetime) -> None:
    still_open = Assessment.objects.filter(pk__in=[each.pk for each in assessments], closed_at=None)
    still_open.update(closed_at=at)


def _must_wait(round: Round, assessment: Assessment, turnouts: Turnouts) -> bool:
    turnout = turnouts[assessment.pk]
    if not Level(assessment.level).anonymous or not turnout.answered:
        return False
    return assessment.company is not None or len(turnout.rated) < round.floor


def _count(round: Round, assessments: list[Assessment], turnouts: Turnouts) -> None:
    """Make blocks of what closes in this moment, and sums of its answers."""
    groups = _groups_to_show(round, assessments, turnouts)
    blocks = Block.objects.bulk_create(block_of(round, group, turnouts) for group in groups)
    for block, group in zip(blocks, groups, strict=True):
        for assessment in group:
            assessment.block, assessment.outcome = block, Outcome.SHOWN
    for assessment in assessments:
        assessment.outcome = assessment.outcome or _absence(turnouts[assessment.pk])
    Assessment.objects.bulk_update(assessments, ["block", "outcome"])
    write_tallies(round)
    write_comments([group[0] for group in groups if _keeps_comments(group)])
    forget_voices(assessments)


def _keeps_comments(group: list[Assessment]) -> bool:
    """Who was placed together with others was told that they are not kept, whoever answered."""
    return len(group) == 1 and group[0].company is None


def _groups_to_show(
    round: Round, assessments: list[Assessment], turnouts: Turnouts
) -> list[list[Assessment]]:
    """Role answers stand alone, anonymous ones as the forming of blocks allows."""
    answered = [each for each in assessments if turnouts[each.pk].answered]
    roles = [[each] for each in answered if not Level(each.level).anonymous]
    voices = {each.pk: each for each in answered if Level(each.level).anonymous}
    formed = form_blocks(
        (group_of(each, turnouts[each.pk]) for each in voices.values()), round.floor
    )
    return roles + [[voices[group.key] for group in pool] for pool in formed.blocks]


def _absence(turnout: Turnout) -> Outcome:
    return Outcome.FEW if turnout.answered else Outcome.NONE
