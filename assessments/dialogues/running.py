"""A dialogue goes from place to place: forwards, back, and to its end.

A place is a step, and in the conversation and the joint rating a row. Everything that the leader
does names the version that they saw, so that two leaders, or two clicks, never skip a place.
"""

import datetime
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.dialogues.checking_out import put_in_order
from assessments.dialogues.codes import new_code
from assessments.models import Dialogue
from assessments.terms import DialogueStep


class Overtaken(Exception):
    """Somebody else has led the dialogue on since the page was shown."""


class Impossible(Exception):
    """What was asked for cannot be done where the dialogue is now."""


class Stop(NamedTuple):
    """A place in a dialogue; `row` is None where the whole factor is meant."""

    step: DialogueStep
    row: int | None = None


def stops(dialogue: Dialogue) -> list[Stop]:
    """All places of the plan in order; a step that has no minutes is left out."""
    rows: list[int | None] = [each.row for each in dialogue.rows.all()]
    planned = [Stop(DialogueStep.GATHERING)]
    if dialogue.reflection_minutes:
        planned.append(Stop(DialogueStep.REFLECTION))
    if dialogue.table_minutes:
        planned += [Stop(DialogueStep.TABLE, row) for row in rows or [None]]
    if dialogue.joint_minutes and rows:
        planned += [Stop(DialogueStep.JOINT, row) for row in rows]
    if dialogue.check_out_minutes:
        planned.append(Stop(DialogueStep.CHECK_OUT))
    return planned


def place(dialogue: Dialogue) -> Stop:
    return Stop(DialogueStep(dialogue.step), dialogue.row)


def minutes(dialogue: Dialogue, stop: Stop) -> int:
    """How long the plan gives a place: the rows of a step share its minutes, at least one each."""
    whole = {
        DialogueStep.REFLECTION: dialogue.reflection_minutes,
        DialogueStep.TABLE: dialogue.table_minutes,
        DialogueStep.JOINT: dialogue.joint_minutes,
        DialogueStep.CHECK_OUT: dialogue.check_out_minutes,
    }.get(stop.step, 0)
    together = sum(each.step == stop.step for each in stops(dialogue))
    return max(round(whole / together), 1) if whole and together else 0


def begin(dialogue: Dialogue, seen: int) -> Dialogue:
    """Opens the doors: the dialogue gets its code, and its phones may come."""

    def gather(now: Dialogue) -> None:
        if now.step != DialogueStep.PLANNED:
            raise Impossible
        now.code, now.begun_at = new_code(), timezone.now()
        _go_to(now, Stop(DialogueStep.GATHERING))

    try:
        return change(dialogue, seen, gather)
    except IntegrityError:  # one in 10 ** 11 codes is taken
        return change(dialogue, seen, gather)


def forward(dialogue: Dialogue, seen: int) -> Dialogue:
    return change(dialogue, seen, lambda now: _go_to(now, _beside(now, 1)))


def back(dialogue: Dialogue, seen: int) -> Dialogue:
    return change(dialogue, seen, lambda now: _go_to(now, _beside(now, -1)))


def reveal(dialogue: Dialogue, seen: int) -> Dialogue:
    """Shows everybody how the row was rated, all levels in the same moment, or the check-outs
    that the leader has read through.
    """

    def show(now: Dialogue) -> None:
        read = now.step == DialogueStep.CHECK_OUT and now.released
        if not read and now.step not in (DialogueStep.TABLE, DialogueStep.JOINT):
            raise Impossible
        now.revealed = True

    return change(dialogue, seen, show)


def give_time(dialogue: Dialogue, seen: int, more: int) -> Dialogue:
    """So many minutes more, from now if the time is already out."""

    def prolong(now: Dialogue) -> None:
        if not now.step_ends_at:
            raise Impossible
        left = max(now.step_ends_at, timezone.now())
        now.step_ends_at = left + datetime.timedelta(minutes=more)

    return change(dialogue, seen, prolong)


def release(dialogue: Dialogue, seen: int) -> Dialogue:
    """Takes no more check-outs: the leader may read them, all at once, before they are shown."""

    def let_out(now: Dialogue) -> None:
        if now.step != DialogueStep.CHECK_OUT or now.released:
            raise Impossible
        now.released, now.step_ends_at = True, None
        put_in_order(now)

    return change(dialogue, seen, let_out)


def end(dialogue: Dialogue, seen: int) -> Dialogue:
    def finish(now: Dialogue) -> None:
        if not now.runs:
            raise Impossible
        now.revealed = now.revealed and now.step == DialogueStep.CHECK_OUT
        now.step, now.row, now.step_ends_at = DialogueStep.ENDED, None, None
        now.released, now.held_on = True, timezone.localdate(now.begun_at)
        put_in_order(now)

    return change(dialogue, seen, finish)


@transaction.atomic
def change(dialogue: Dialogue, seen: int, act: Callable[[Dialogue], None]) -> Dialogue:
    """Does what is to be done with the dialogue as it stands, if it stands as it was seen."""
    now = Dialogue.objects.select_for_update().get(pk=dialogue.pk)
    if now.version != seen:
        raise Overtaken
    act(now)
    now.version += 1
    now.save(update_fields=CHANGED)
    return now


CHANGED: Iterable[str] = (
    "step",
    "row",
    "revealed",
    "step_ends_at",
    "released",
    "version",
    "code",
    "begun_at",
    "held_on",
)


def _beside(dialogue: Dialogue, by: int) -> Stop:
    planned = stops(dialogue)
    if place(dialogue) not in planned:
        raise Impossible
    to = planned.index(place(dialogue)) + by
    if not 0 <= to < len(planned):
        raise Impossible
    return planned[to]


def _go_to(dialogue: Dialogue, stop: Stop) -> None:
    dialogue.step, dialogue.row, dialogue.revealed = stop.step, stop.row, False
    given = minutes(dialogue, stop)
    dialogue.step_ends_at = timezone.now() + datetime.timedelta(minutes=given) if given else None
