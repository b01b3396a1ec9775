"""The plan of a dialogue, step by step: what the leader says, asks and has time for."""

import datetime
from dataclasses import dataclass
from itertools import accumulate

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Dialogue
from assessments.terms import DialogueStep
from factors.models import Prompt, Statement
from factors.terms import OVERALL_ROW, PromptKind
from portal.terms import Level

KINDS = {
    DialogueStep.REFLECTION: PromptKind.REFLECTION,
    DialogueStep.TABLE: PromptKind.ROUND_TABLE,
    DialogueStep.CHECK_OUT: PromptKind.CHECK_OUT,
}
SAY = {
    DialogueStep.REFLECTION: _(
        "Tänk själv först, var och en för sig. Det du skriver är ditt. Bara det du väljer att dela "
        "går till bordet, utan namn."
    ),
    DialogueStep.TABLE: _(
        "Gå en runda där alla får säga sitt innan ni diskuterar. Lyssna klart på var och en. Skriv "
        "det viktigaste i bordets anteckning."
    ),
    DialogueStep.JOINT: _(
        "Läs påståendet högt. Enas om vilket steg som stämmer för er, och hur ni vet det. Kan ni "
        "inte enas är ”Kan inte bedöma” också ett svar."
    ),
    DialogueStep.CHECK_OUT: _(
        "Svara på frågan, var och en för sig. Svaren har inget namn och visas först när alla har "
        "svarat."
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A step; `at` is its clock time where the dialogue has one."""

    step: DialogueStep
    minutes: int
    at: datetime.datetime | None
    prompts: tuple[Prompt, ...]

    @property
    def say(self) -> str:
        return str(SAY[self.step])


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    texts: tuple[tuple[Level, Statement | None], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    dialogue: Dialogue
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]
    tables: int

    @property
    def minutes(self) -> int:
        return sum(part.minutes for part in self.parts)


def sheet(dialogue: Dialogue) -> Sheet:
    """With a constant number of queries."""
    given = {
        DialogueStep.REFLECTION: dialogue.reflection_minutes,
        DialogueStep.TABLE: dialogue.table_minutes,
        DialogueStep.JOINT: dialogue.joint_minutes,
        DialogueStep.CHECK_OUT: dialogue.check_out_minutes,
    }
    begun = accumulate(given.values(), initial=0)
    prompts = list(dialogue.prompts.all())
    parts = (
        Part(step, minutes, _at(dialogue, before), _of(prompts, step))
        for (step, minutes), before in zip(given.items(), begun, strict=False)
    )
    shown = tuple(part for part in parts if part.minutes)
    return Sheet(dialogue, shown, tuple(_rows(dialogue)), dialogue.tables.count())


def _at(dialogue: Dialogue, minutes: int) -> datetime.datetime | None:
    begins = dialogue.begins_at
    return timezone.localtime(begins) + datetime.timedelta(minutes=minutes) if begins else None


def _of(prompts: list[Prompt], step: DialogueStep) -> tuple[Prompt, ...]:
    return tuple(each for each in prompts if each.kind == KINDS.get(step))


def _rows(dialogue: Dialogue) -> list[Row]:
    chosen = [each.row for each in dialogue.rows.all()] or [OVERALL_ROW]
    found = dialogue.factor.statements.filter(row__in=chosen)
    table = {(each.row, each.level): each for each in found}
    return [
        Row(row, tuple((level, table.get((row, level.value))) for level in Level)) for row in chosen
    ]
