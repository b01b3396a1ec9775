"""What each table agreed on is brought together to what the whole unit agrees on."""

from typing import Any

from assessments.dialogues.running import Impossible, change
from assessments.models import Dialogue, JointRating, Round
from assessments.terms import DialogueStep
from factors.models import Statement
from portal.days import today


def bring_together(
    dialogue: Dialogue, seen: int, statement: Statement, step: int | None, reason: str
) -> Dialogue:
    """A group's stays with its dialogue: only a whole unit, or the huvudman, agrees as such."""

    def agree(now: Dialogue) -> None:
        if now.step != DialogueStep.JOINT or now.group or now.row != statement.row:
            raise Impossible
        Round.objects.select_for_update().get(pk=now.round_id)
        agreed: dict[str, Any] = {"step": step, "reason": reason, "agreed_on": today()}
        JointRating.objects.update_or_create(
            round=now.round, unit=now.unit, statement=statement, defaults=agreed
        )

    return change(dialogue, seen, agree)
