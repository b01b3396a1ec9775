import datetime

import pytest
from django.utils import timezone

from assessments.dialogues.codes import new_code, shown, typed
from assessments.dialogues.running import (
    Impossible,
    Overtaken,
    Stop,
    back,
    begin,
    end,
    forward,
    give_time,
    minutes,
    place,
    release,
    reveal,
    stops,
)
from assessments.models import Dialogue
from assessments.terms import DialogueStep
from portal.days import today

WHOLE = [
    Stop(DialogueStep.GATHERING),
    Stop(DialogueStep.REFLECTION),
    Stop(DialogueStep.TABLE, 1),
    Stop(DialogueStep.TABLE, 2),
    Stop(DialogueStep.JOINT, 1),
    Stop(DialogueStep.JOINT, 2),
    Stop(DialogueStep.CHECK_OUT),
]


def test_goes_through_the_plan_in_order_and_back(dialogue: Dialogue):
    now = begin(dialogue, 1)
    seen = [place(now)]
    while place(now) != WHOLE[-1]:
        now = forward(now, now.version)
        seen.append(place(now))
    assert seen == WHOLE
    assert place(back(now, now.version)) == WHOLE[-2]


def test_leaves_out_what_has_no_minutes_and_rows_that_are_not_chosen(dialogue: Dialogue):
    dialogue.reflection_minutes = dialogue.check_out_minutes = 0
    dialogue.rows.all().delete()
    assert stops(dialogue) == [Stop(DialogueStep.GATHERING), Stop(DialogueStep.TABLE, None)]


def test_the_rows_of_a_step_share_its_minutes(dialogue: Dialogue):
    assert [minutes(dialogue, stop) for stop in WHOLE] == [0, 5, 10, 10, 5, 5, 5]
    dialogue.table_minutes = 1
    assert minutes(dialogue, WHOLE[2]) == 1


def test_two_leaders_or_two_clicks_never_skip_a_place(dialogue: Dialogue):
    now = begin(dialogue, 1)
    forward(now, now.version)
    with pytest.raises(Overtaken):
        forward(now, now.version)
    assert Dialogue.objects.get().step == DialogueStep.REFLECTION


def test_begins_once_and_never_beyond_its_ends(dialogue: Dialogue):
    now = begin(dialogue, 1)
    with pytest.raises(Impossible):
        begin(now, now.version)
    with pytest.raises(Impossible):
        back(now, now.version)
    with pytest.raises(Impossible):
        release(now, now.version)
    with pytest.raises(Impossible):
        reveal(now, now.version)


def test_what_was_revealed_is_covered_again_at_the_next_row(dialogue: Dialogue):
    now = forward(forward(begin(dialogue, 1), 2), 3)
    now = reveal(now, 4)
    assert now.revealed
    assert not forward(now, 5).revealed


def test_more_time_is_counted_from_now_when_it_is_out(dialogue: Dialogue):
    now = forward(begin(dialogue, 1), 2)
    Dialogue.objects.update(step_ends_at=timezone.now() - datetime.timedelta(minutes=3))
    now = give_time(now, 3, 2)
    left = now.step_ends_at - timezone.now()
    assert datetime.timedelta(seconds=110) < left <= datetime.timedelta(minutes=2)


def test_ended_has_its_day_and_is_led_no_further(dialogue: Dialogue):
    now = end(begin(dialogue, 1), 2)
    assert (now.step, now.held_on, now.released) == (DialogueStep.ENDED, today(), True)
    with pytest.raises(Impossible):
        forward(now, now.version)


def test_a_code_is_read_however_it_is_typed():
    code = new_code()
    assert typed(f" {shown(code).lower()} ") == code
    assert typed(code[:7]) is typed(code[:7] + "0") is typed("å" * 8) is None
