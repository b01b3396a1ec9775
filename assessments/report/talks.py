"""The dialogues that stand in a report, since who leads them has said so."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.dialogues.outcomes import CheckOuts, Shift, check_outs, shift
from assessments.disclosure import UnitFigures
from assessments.models import Dialogue, Round
from assessments.results.asked import AskedFactor
from assessments.terms import DialogueStep
from factors.terms import OVERALL_ROW
from portal.models import Unit
from portal.terms import Level


@dataclass(frozen=True, slots=True)
class Talk:
    dialogue: Dialogue
    check_outs: CheckOuts
    shift: Shift | None


def reported_dialogues(round: Round, unit: Unit | None) -> QuerySet[Dialogue]:
    """The unit's, or (None) the huvudman's own, in the order of their days."""
    held = Dialogue.objects.filter(round=round, unit=unit, in_report=True, step=DialogueStep.ENDED)
    return held.order_by("held_on", "pk")


def read_dialogues(round: Round, unit: Unit | None) -> tuple[Dialogue, ...]:
    found = reported_dialogues(round, unit).select_related("round")
    return tuple(found.prefetch_related("check_outs", "check_out_ratings"))


def talks(dialogues: tuple[Dialogue, ...], asked: AskedFactor, look: UnitFigures) -> Iterator[Talk]:
    """Those about the factor."""
    for each in dialogues:
        if each.factor_id == asked.factor.pk:
            overall = asked.statement(OVERALL_ROW, Level(each.level))
            yield Talk(each, check_outs(each), shift(each, look, overall))
