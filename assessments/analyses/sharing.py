"""An analysis is shared, taken back and locked, and its decision written down."""

import hashlib
from typing import Any

from django.db import transaction

from assessments.analyses.printed import remove_printed
from assessments.analyses.saving import Spot, held
from assessments.analyses.telling import tell_administrators
from assessments.models import Analysis, Round
from portal.days import today

DECISION = ("decided_by", "decided_on", "diary_number")

# The decision by the names of its form's fields.
Decision = dict[str, Any]


class Locked(Exception):
    """Nothing in it can be changed any more."""


class NotShared(Exception):
    """Nobody else has been able to read it."""


class Stale(Exception):
    """Somebody else saved in between; `standing` is what they saved."""

    def __init__(self, standing: Decision) -> None:
        self.standing = standing


def decision_of(analysis: Analysis) -> Decision:
    return {name: getattr(analysis, name) for name in DECISION}


def digest(standing: Decision) -> str:
    """What somebody has seen, to be compared with what stands when they save."""
    return hashlib.sha256(repr(sorted(standing.items())).encode()).hexdigest()


@transaction.atomic
def save_decision(spot: Spot, wanted: Decision, seen: str) -> Analysis:
    analysis = _open(spot)
    standing = decision_of(analysis)
    if wanted != standing and seen != digest(standing):
        raise Stale(standing)
    for name, value in wanted.items():
        setattr(analysis, name, value)
    analysis.save(update_fields=DECISION)
    return analysis


@transaction.atomic
def share(spot: Spot) -> Analysis:
    """What is shared already keeps its day. Of a unit's the huvudman's administrators are told."""
    analysis = _open(spot)
    if analysis.shared_on is None:
        analysis.shared_on = today()
        analysis.save(update_fields=["shared_on"])
        if analysis.unit_id:
            tell_administrators(analysis, spot.user)
    return analysis


@transaction.atomic
def take_back(spot: Spot) -> Analysis:
    """Stored reports that print it go."""
    Round.objects.select_for_update().get(pk=spot.round.pk)
    analysis = _open(spot)
    remove_printed(analysis)
    analysis.shared_on = None
    analysis.save(update_fields=["shared_on"])
    return analysis


@transaction.atomic
def lock(spot: Spot) -> Analysis:
    analysis = _open(spot)
    if analysis.shared_on is None:
        raise NotShared
    analysis.locked_on = today()
    analysis.save(update_fields=["locked_on"])
    return analysis


def _open(spot: Spot) -> Analysis:
    analysis = held(spot)
    if analysis.locked_on:
        raise Locked
    return analysis
