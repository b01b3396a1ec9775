"""What a table does together: takes turns, writes a note, agrees on a row, shares reflections."""

from collections.abc import Iterable

from django.db.models import F

from assessments.dialogues.keeping import Outcome, judged, keep
from assessments.dialogues.seats import changed
from assessments.models import DialogueTable, Seat, SeatReflection, TableRating
from assessments.saving import Attempt, Closed, Saved
from factors.models import Prompt, Statement
from portal.sorting import sort_key


def speaker(table: DialogueTable, seats: Iterable[Seat]) -> int | None:
    """The number whose turn it is: the next one where that phone has left."""
    numbers = sorted(seat.number for seat in seats)
    return next((number for number in numbers if number >= table.turn), next(iter(numbers), None))


def next_turn(table: DialogueTable, seen: int) -> None:
    """On from the turn that was seen, so that two who press at once skip nobody."""
    numbers = sorted(table.seats.values_list("number", flat=True))
    after = next((number for number in numbers if number > seen), next(iter(numbers), 1))
    now = speaker(table, table.seats.all())
    if now == seen:
        DialogueTable.objects.filter(pk=table.pk, turn=table.turn).update(
            turn=after, version=F("version") + 1
        )


def save_note(table: DialogueTable, text: str, attempt: Attempt) -> Outcome:
    if not table.dialogue.runs:
        return Closed()
    mine = DialogueTable.objects.filter(pk=table.pk)
    written = mine.filter(note_version=attempt.seen).update(
        note=text,
        note_token=attempt.token,
        note_version=attempt.seen + 1,
        version=F("version") + 1,
    )
    if written:
        return Saved(attempt.seen + 1)
    now = mine.get()
    return judged({"note": now.note}, now.note_version, now.note_token, attempt)


def save_rating(
    table: DialogueTable, statement: Statement, step: int | None, reason: str, attempt: Attempt
) -> Outcome:
    if not table.dialogue.runs:
        return Closed()
    place, values = {"table": table, "statement": statement}, {"step": step, "reason": reason}
    return _told(table, keep(TableRating, place, values, attempt))


def save_reflection(
    seat: Seat, prompt: Prompt, text: str, shared: bool, attempt: Attempt
) -> Outcome:
    """A phone that comes back late still gets its own thoughts saved, but shares no more."""
    concerns_all = shared or seat.reflections.filter(prompt=prompt, shared=True).exists()
    place, values = {"seat": seat, "prompt": prompt}, {"text": text, "shared": shared}
    outcome = keep(SeatReflection, place, values, attempt)
    return _told(seat.table, outcome) if concerns_all else outcome


def shared_at(table: DialogueTable, prompts: Iterable[Prompt]) -> list[tuple[Prompt, list[str]]]:
    """What the table's phones have shared, on each question in alphabetical order."""
    shared = SeatReflection.objects.filter(seat__table=table, shared=True).exclude(text="")
    found = [(each.prompt_id, each.text) for each in shared]
    by_prompt = (
        (prompt, sorted((text for pk, text in found if pk == prompt.pk), key=sort_key))
        for prompt in prompts
    )
    return [(prompt, texts) for prompt, texts in by_prompt if texts]


def _told(table: DialogueTable, outcome: Outcome) -> Outcome:
    if isinstance(outcome, Saved):
        changed([table.pk])
    return outcome
