"""The check-out: answers that nobody can be found behind, and that come out all at once.

A phone is held to one answer by a count on its seat; nothing leads from the answer to the seat.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F

from assessments.models import CheckOut, CheckOutRating, Dialogue, Seat
from assessments.terms import FLOOR, MOST_AT_A_TABLE


@dataclass(frozen=True)
class CameOut:
    """What may be read once it is let out: nothing at all where too few have answered."""

    texts: tuple[str, ...]
    hidden: int
    few: bool
    floor: int


def limit_of(dialogue: Dialogue) -> int:
    """How many may answer on one phone."""
    return MOST_AT_A_TABLE if dialogue.one_phone_a_table else 1


def takes_check_outs(dialogue: Dialogue) -> bool:
    return dialogue.runs and not dialogue.released


@transaction.atomic
def check_out(seat: Seat, number: int, text: str, rated: bool, step: int | None) -> bool:
    """Whether the answer with that number on the phone is stored, now or already."""
    dialogue = _held(seat.table.dialogue_id)
    mine = Seat.objects.filter(pk=seat.pk)
    free = takes_check_outs(dialogue) and number < limit_of(dialogue)
    if free and mine.filter(check_outs=number).update(check_outs=F("check_outs") + 1):
        if text:
            CheckOut.objects.create(dialogue=dialogue, text=text)
        if rated:
            CheckOutRating.objects.create(dialogue=dialogue, step=step)
    return mine.filter(check_outs__gt=number).exists()


def _held(dialogue: int) -> Dialogue:
    """Kept from being let out or ended meanwhile, but not from others who answer."""
    shared = " FOR SHARE" if connection.vendor == "postgresql" else ""
    table = Dialogue._meta.db_table
    rows = Dialogue.objects.raw(f"SELECT * FROM {table} WHERE id = %s{shared}", [dialogue])  # noqa: S608 (our own table)
    return rows[0]


def put_in_order(dialogue: Dialogue) -> None:
    """Written anew in alphabetical order, so that not even the disk tells who came first."""
    texts = sorted(dialogue.check_outs.all(), key=lambda each: (each.sort_key, each.text))
    ratings = sorted(dialogue.check_out_ratings.all(), key=lambda each: each.step or 0)
    dialogue.check_outs.all().delete()
    dialogue.check_out_ratings.all().delete()
    CheckOut.objects.bulk_create(
        CheckOut(dialogue=dialogue, text=each.text, hidden=each.hidden) for each in texts
    )
    CheckOutRating.objects.bulk_create(
        CheckOutRating(dialogue=dialogue, step=each.step) for each in ratings
    )


def come_out(dialogue: Dialogue) -> CameOut:
    """For the whole dialogue, and never a table; only once its leader has shown it."""
    floor = max(FLOOR, dialogue.round.floor)
    if not dialogue.revealed or dialogue.check_outs.count() < floor:
        return CameOut((), 0, True, floor)
    shown = dialogue.check_outs.filter(hidden=False).order_by("sort_key", "text")
    texts = tuple(shown.values_list("text", flat=True))
    hidden = dialogue.check_outs.filter(hidden=True).count()
    return CameOut(texts, hidden, False, floor)
