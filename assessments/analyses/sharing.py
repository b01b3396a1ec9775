"""An analysis is shared, taken back and locked, and its decision written down."""

import datetime
import hashlib
from typing import Any

from django.db import transaction
from django.db.models import Q

from assessments.analyses.saving import Spot, held
from assessments.models import Analysis, QualityReport, Round
from assessments.report.storage import remove_files
from portal.days import start_of, today

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
    """What is shared already keeps its day."""
    analysis = _open(spot)
    analysis.shared_on = analysis.shared_on or today()
    analysis.save(update_fields=["shared_on"])
    return analysis


@transaction.atomic
def take_back(spot: Spot) -> Analysis:
    """Its stored reports print it: their files go, as when a name is masked.

    The round's lock is the one under which a report is kept, so that none is kept with it.
    """
    Round.objects.select_for_update().get(pk=spot.round.pk)
    analysis = _open(spot)
    if analysis.shared_on:
        _remove_printed(analysis, analysis.shared_on)
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


def _remove_printed(analysis: Analysis, since: datetime.date) -> None:
    """Its own reports since it was shared, and the huvudman's where they quote it, unless the
    huvudman's own analysis is locked: then they are what was decided on.
    """
    places = Q(unit=analysis.unit)
    quoted = analysis.passages.filter(quotable=True).exclude(text="")
    theirs = Analysis.objects.filter(round=analysis.round_id, unit=None)
    if quoted.exists() and not theirs.filter(locked_on__isnull=False).exists():
        places |= Q(unit=None)
    made = QualityReport.objects.filter(places, round=analysis.round_id).exclude(file="")
    remove_files(made.filter(made_at__gte=start_of(since)))
