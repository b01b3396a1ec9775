"""What a dialogue leaves behind is removed the day after: its phones, and what they wrote."""

import datetime

from django.db import transaction
from django.utils import timezone

from assessments.dialogues.running import Overtaken, end
from assessments.models import Dialogue, Seat
from assessments.terms import DialogueStep
from portal.days import today

LONGEST = datetime.timedelta(hours=24)


def clear_dialogues() -> None:
    _end_what_was_left_running()
    _forget_phones()


def _end_what_was_left_running() -> None:
    """Whoever led it forgot to end it; its check-outs are kept."""
    ended = (DialogueStep.PLANNED, DialogueStep.ENDED)
    running = Dialogue.objects.exclude(step__in=ended)
    for dialogue in running.filter(begun_at__lt=timezone.now() - LONGEST):
        try:
            end(dialogue, dialogue.version)
        except Overtaken:
            continue  # somebody leads it after all


@transaction.atomic
def _forget_phones() -> None:
    """With the code, which may be another dialogue's from now on."""
    over = Dialogue.objects.filter(step=DialogueStep.ENDED, held_on__lt=today(), code__isnull=False)
    Seat.objects.filter(table__dialogue__in=over).delete()
    over.update(code=None)
