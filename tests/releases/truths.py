"""What is true of the small database of a release, whatever has been done with its tables since.

Each is asked with the models of today, and was told with those of the release. Names of tables
and columns are not among them.
"""

import hashlib
from collections import defaultdict
from typing import Any

from django.db import models

from assessments.closing import close_round
from assessments.models import (
    Action,
    Analysis,
    Comment,
    Dialogue,
    OrderedReport,
    Participation,
    Passage,
    Rating,
    Reflection,
    Remark,
    Round,
    Tally,
)
from factors.models import Statement
from portal.models import AuditEvent, Membership, Organisation, Unit, User

COUNTED = [
    *(Organisation, Unit, User, Membership, AuditEvent, Statement, Round, Participation),
    *(Rating, Reflection, Remark, Tally, Comment, Action, Analysis, Passage, Dialogue),
    OrderedReport,
]


def truths() -> dict[str, Any]:
    return {
        "rows": {model.__name__: model._base_manager.count() for model in COUNTED},
        "texts": {model.__name__: digest(model) for model in (Comment, Remark, Reflection)},
        "answers": answers(),
        "sums": sums(),
    }


def digest(model: type[models.Model]) -> str:
    texts = sorted(model._base_manager.values_list("text", flat=True))
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def answers() -> dict[str, str]:
    """Each person's steps in each open round, statement by statement; ? cannot judge."""
    found: dict[str, str] = defaultdict(str)
    order = ("round__title", "level", "unit__slug")
    ordered = Participation.objects.order_by(*(f"assessment__{each}" for each in order))
    for participation in ordered.select_related("user"):
        ratings = Rating.objects.filter(response=participation.response_id)
        for rating in ratings.order_by("statement__factor__slug", "statement__row"):
            found[participation.user.email or participation.user.name] += str(rating.step or "?")
    return dict(found)


def sums() -> dict[str, dict[str, list[int]]]:
    """Of each closed round and level: how many chose each step, and how many could not judge."""
    steps = [models.Sum(name) for name in ("n1", "n2", "n3", "n4", "unsure")]
    counted = Tally.objects.order_by().values_list("block__round__title", "statement__level")
    found: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for title, level, *told in counted.annotate(*steps):
        found[title][level] = told
    return {title: dict(sorted(levels.items())) for title, levels in sorted(found.items())}


def close_all() -> None:
    """Every round that is open, as when their last day has come."""
    for round in Round.objects.filter(closed_at=None).exclude(opened_at=None).order_by("pk"):
        close_round(round)
