"""What a report holds that people may still change when its round has closed."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from assessments.analyses.reading import quotable, shared_at, shared_by_units
from assessments.joint_ratings import agreements_at
from assessments.models import (
    ActionRow,
    CheckOut,
    CheckOutRating,
    Finding,
    FollowUp,
    Need,
    Passage,
    Round,
)
from assessments.report.development import reported_actions, reported_needs
from assessments.report.talks import reported_dialogues
from portal.models import Unit

DIALOGUE = ("pk", "factor", "group", "held_on", "took_part", "summary", "decisions")
ACTION = ("title", "seen", "cause", "doing", "measure", "begins_on", "ends_on", "status")
ANALYSIS = ("shared_on", "locked_on", "decided_by", "decided_on", "diary_number")
FINDING = ("kind", "factor", "row", "stance", "sentence", "text")
NEED = ("pk", "level", "text", "asked_on", "answered_on", "reason", "answer__title")


def built_from(round: Round, unit: Unit | None) -> str:
    """A digest, to tell whether anything has changed since a version was made."""
    agreed = sorted(agreements_at(round, unit).items())
    rows = [list(each) for each in _rows(round, unit)]
    return hashlib.sha256(repr((agreed, rows)).encode()).hexdigest()


def _rows(round: Round, unit: Unit | None) -> Iterator[QuerySet[Any, Any]]:
    dialogues = reported_dialogues(round, unit)
    held = dialogues.order_by().values("pk")
    yield dialogues.values_list(*DIALOGUE)
    checked_out = CheckOut.objects.filter(dialogue__in=held).order_by("pk")
    yield checked_out.values_list("dialogue", "text", "hidden")
    again = CheckOutRating.objects.filter(dialogue__in=held).order_by("pk")
    yield again.values_list("dialogue", "step")

    analyses = shared_at(round, unit)
    yield analyses.values_list(*ANALYSIS)
    passages = Passage.objects.filter(analysis__in=analyses.values("pk")).exclude(text="")
    yield passages.order_by("pk").values_list("section", "factor", "text")
    findings = Finding.objects.filter(analysis__in=analyses.values("pk"))
    yield findings.values_list(*FINDING)
    if unit is None:
        yield shared_by_units(round).values_list("unit")
        yield quotable(round).order_by("pk").values_list("pk", "text")

    actions = reported_actions(round, unit)
    done = actions.order_by().values("pk")
    # The name of who is responsible stands in the unit's own report alone.
    yield actions.values_list("pk", *ACTION, *(["responsible"] if unit else []))
    yield ActionRow.objects.filter(action__in=done).values_list("action", "factor", "row")
    follow_ups = FollowUp.objects.filter(action__in=done)
    yield follow_ups.values_list("action", "made_on", "done", "led_to", "evidence", "status")
    needs = Need.objects.filter(action__in=done) if unit else reported_needs(round)
    yield needs.values_list(*NEED)
