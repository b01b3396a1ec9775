"""Saving an analysis: one text or stance at a time, by two at once if need be.

Each save, and sharing and locking too, holds the analysis' row: what is locked takes no more.
"""

import datetime
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from assessments.analyses.printed import quoted, remove_quoting
from assessments.analyses.proposals import Key
from assessments.models import Analysis, Finding, Passage, PassageVersion, Round
from assessments.models.answers import Answer
from assessments.saving import Attempt, Closed, Outcome, Saved, Stale
from assessments.terms import Section, Stance
from factors.models import Factor
from portal.models import Unit, User

A = TypeVar("A", bound=Answer)

# What one person saves within it is one version.
AN_HOUR = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Spot:
    """Where somebody writes: at a unit or (None) the huvudman, of a round that has closed there."""

    round: Round
    unit: Unit | None
    user: User


def held(spot: Spot) -> Analysis:
    """The analysis, begun now if it is not; whoever else would change it waits."""
    Analysis.objects.get_or_create(round=spot.round, unit=spot.unit)
    return Analysis.objects.select_for_update().get(round=spot.round, unit=spot.unit)


@transaction.atomic
def save_passage(
    spot: Spot,
    section: Section,
    factor: Factor | None,
    values: dict[str, Any],
    attempt: Attempt,
    anew: bool = False,
) -> Outcome:
    """`values`: its text, and whether it may be quoted. `anew`: as a version of its own.

    When it may not be quoted any more, stored reports that may have done so go.
    """
    key = {"section": section, "factor": factor}
    here = Passage.objects.filter(analysis__round=spot.round, analysis__unit=spot.unit, **key)
    withdrawn = not values.get("quotable", True) and quoted(here).exists()
    if withdrawn:
        Round.objects.select_for_update().get(pk=spot.round.pk)
    saved, outcome = _save(Passage, spot, key, values, attempt)
    if saved:
        _remember(saved, spot.user, anew)
        if withdrawn:
            remove_quoting(saved.analysis)
    return outcome


@transaction.atomic
def save_finding(
    spot: Spot, key: Key, sentence: str, stance: Stance, text: str, attempt: Attempt
) -> Outcome:
    """The sentence stays as it was when somebody first took a stance on it."""
    kind, factor, row = key
    named = {"kind": kind, "factor_id": factor, "row": row}
    values = {"stance": stance, "text": text}
    _saved, outcome = _save(Finding, spot, named, values, attempt, sentence=sentence)
    return outcome


def _save(
    model: type[A],
    spot: Spot,
    key: dict[str, Any],
    values: dict[str, Any],
    attempt: Attempt,
    **first: Any,
) -> tuple[A | None, Outcome]:
    """What was saved now, and what became of the attempt; `first` is for a new row alone."""
    analysis = held(spot)
    standing = model._default_manager.filter(analysis=analysis, **key).first()
    if standing and standing.token == attempt.token:
        return None, Saved(standing.version)
    if analysis.locked_on:
        return None, Closed()
    if attempt.seen != (standing.version if standing else 0):
        return None, Stale(standing)
    answer = standing or model(analysis=analysis, **key, **first)
    for name, value in values.items():
        setattr(answer, name, value)
    answer.version, answer.token = attempt.seen + 1, attempt.token
    answer.save()
    return answer, Saved(answer.version)


def _remember(passage: Passage, user: User, anew: bool) -> None:
    now, last = timezone.now(), passage.versions.first()
    if last and last.text == passage.text and not anew:
        return
    if last and not anew and _goes_on(last, passage.text, user, now):
        last.text, last.saved_at = passage.text, now
        last.save(update_fields=["text", "saved_at"])
        return
    passage.versions.create(text=passage.text, saved_by=user, begun_at=now, saved_at=now)


def _goes_on(last: PassageVersion, text: str, user: User, now: datetime.datetime) -> bool:
    """Not where most of it is taken away: then what stood there is kept."""
    same = last.saved_by_id == user.pk and now - last.begun_at < AN_HOUR
    return same and 2 * len(text) >= len(last.text)
