"""Saving one text of a dialogue: what two write at once is never lost, and a repeat is harmless.

A save names the version that it was written over and a token of its own. What is stale changes
nothing: its writer sees both, and chooses.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from assessments.saving import Attempt, Closed, Saved


@dataclass(frozen=True)
class Overwritten:
    """Another save came first: its `values` stand, of that version and token."""

    values: dict[str, Any]
    version: int
    token: UUID


Outcome = Saved | Overwritten | Closed


def keep(
    model: type[models.Model], place: dict[str, Any], values: dict[str, Any], attempt: Attempt
) -> Outcome:
    """Writes the one row that `place` names, or makes it."""
    written = values | {"token": attempt.token}
    rows: models.QuerySet[Any] = model._default_manager.filter(**place)
    if rows.filter(version=attempt.seen).update(version=attempt.seen + 1, **written):
        return Saved(attempt.seen + 1)
    standing = rows.first()
    if standing is None and _made(model, place | written):
        return Saved(1)
    standing = standing or rows.first()
    if standing is None:
        return Closed()
    told = {name: getattr(standing, name) for name in values}
    return judged(told, standing.version, standing.token, attempt)


def judged(values: dict[str, Any], version: int, token: UUID, attempt: Attempt) -> Outcome:
    """What stands may be the very same save, whose answer was lost on the way."""
    return Saved(version) if token == attempt.token else Overwritten(values, version, token)


def _made(model: type[models.Model], row: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            model._default_manager.create(**row)
    except IntegrityError:
        return False
    return True
