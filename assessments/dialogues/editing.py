"""What is written of a dialogue afterwards, by two at once if need be."""

import hashlib
from typing import Any

from django.db import transaction

from assessments.models import Dialogue, QualityReport, Round
from assessments.report.storage import remove_files

WRITTEN = ("held_on", "took_part", "summary", "decisions", "in_report")

# The outcome by the names of its form's fields.
Written = dict[str, Any]


class Stale(Exception):
    """Somebody else saved in between; `standing` is what they saved."""

    def __init__(self, standing: Written) -> None:
        self.standing = standing


def note_key(table: int) -> str:
    return f"note-{table}"


def standing_outcome(dialogue: Dialogue) -> Written:
    """With the tables' notes, and which of the check-outs are hidden."""
    written = {name: getattr(dialogue, name) for name in WRITTEN}
    notes = {note_key(table.number): table.note for table in dialogue.tables.all()}
    hidden = [str(each.pk) for each in dialogue.check_outs.all() if each.hidden]
    return written | notes | {"hidden": hidden}


def digest(standing: Written) -> str:
    """What somebody has seen, to be compared with what stands when they save."""
    return hashlib.sha256(repr(sorted(standing.items())).encode()).hexdigest()


@transaction.atomic
def save_outcome(dialogue: Dialogue, wanted: Written, seen: str) -> None:
    """What is hidden was perhaps printed: the files go, as when a name is masked.

    The round's lock is the one under which a report is kept, so that none is kept with it.
    """
    Round.objects.select_for_update().get(pk=dialogue.round_id)
    now = Dialogue.objects.select_for_update().get(pk=dialogue.pk)
    standing = standing_outcome(now)
    if wanted != standing and seen != digest(standing):
        raise Stale(standing)
    for name in WRITTEN:
        setattr(now, name, wanted[name])
    now.revealed = True  # whoever saves has had the check-outs before them
    now.save(update_fields=[*WRITTEN, "revealed"])
    for table in now.tables.all():
        note = wanted[note_key(table.number)]
        if table.note != note:
            table.note, table.note_version = note, table.note_version + 1
            table.save(update_fields=["note", "note_version"])
    hidden = set(wanted["hidden"])
    now.check_outs.exclude(pk__in=hidden).update(hidden=False)
    now.check_outs.filter(pk__in=hidden).update(hidden=True)
    if hidden - set(standing["hidden"]):
        kept = QualityReport.objects.filter(round=now.round_id, unit=now.unit_id)
        remove_files(kept.exclude(file=""))
