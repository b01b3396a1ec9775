"""A dialogue that was held without the portal, written up afterwards."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from assessments.joint_ratings import Agreements, JointFactor, save_agreements
from assessments.models import CheckOut, Dialogue, DialogueTable, JointRating, Round, TableRating
from assessments.terms import DialogueStep
from factors.terms import OVERALL_ROW
from portal.models import Unit, User
from portal.terms import Level

NO_MINUTES = dict.fromkeys(
    ("reflection_minutes", "table_minutes", "joint_minutes", "check_out_minutes"), 0
)


@dataclass(frozen=True, slots=True)
class Account:
    """What is told of the dialogue."""

    held_on: datetime.date
    group: str
    took_part: int | None
    summary: str
    decisions: str
    in_report: bool
    rows: tuple[int, ...]
    agreed: Agreements
    check_outs: tuple[str, ...]


@transaction.atomic
def write_up(
    round: Round,
    unit: Unit | None,
    factor: JointFactor,
    told: Account,
    leader: User,
    seen: str,
) -> Dialogue:
    """What a whole unit agreed on is the unit's joint rating; a group's is its own, as a table's.

    The same told twice, as by two clicks, is one dialogue.
    """
    Round.objects.select_for_update().get(pk=round.pk)
    about = {
        "round": round,
        "unit": unit,
        "factor": factor.asked.factor,
        "level": Level(factor.levels[0]),
        "group": told.group,
        "held_on": told.held_on,
        "took_part": told.took_part,
        "summary": told.summary,
        "decisions": told.decisions,
        "in_report": told.in_report,
        "step": DialogueStep.ENDED,
        "code": None,
    }
    for same in Dialogue.objects.filter(**about):
        if _is_told(same, told):
            return same
    if not told.group and told.agreed:
        save_agreements(round, unit, factor, factor.standing | told.agreed, seen)
    dialogue = Dialogue.objects.create(
        **about, **NO_MINUTES, facilitator=leader, released=True, revealed=True
    )
    for row in told.rows:
        dialogue.rows.create(row=row)
    if told.group and told.agreed:
        _say_at_table(dialogue, told.agreed)
    _check_out(dialogue, told.check_outs)
    return dialogue


def _is_told(dialogue: Dialogue, told: Account) -> bool:
    """Whether nothing of what is told is new."""
    at_tables = TableRating.objects.filter(table__dialogue=dialogue)
    joint = JointRating.objects.filter(round=dialogue.round_id, unit=dialogue.unit_id)
    ratings: QuerySet[Any] = at_tables if told.group else joint
    said = set(ratings.values_list("statement", "step", "reason"))
    wanted = {(statement, each.step, each.reason) for statement, each in told.agreed.items()}
    texts = sorted(each.text for each in dialogue.check_outs.all())
    rows = tuple(each.row for each in dialogue.rows.all())
    return wanted <= said and (texts, rows) == (sorted(told.check_outs), told.rows)


def rows_of(factor: JointFactor, agreed: Agreements, chosen: Iterable[int]) -> tuple[int, ...]:
    """Those that were agreed on, and those that were chosen before."""
    said = {each.row for each in factor.statements if each.pk in agreed}
    return tuple(sorted({*said, *(set(chosen) & set(factor.asked.rows))} - {OVERALL_ROW}))


def _say_at_table(dialogue: Dialogue, agreed: Agreements) -> None:
    table = DialogueTable.objects.create(dialogue=dialogue, number=1)
    TableRating.objects.bulk_create(
        TableRating(table=table, statement_id=statement, step=said.step, reason=said.reason)
        for statement, said in agreed.items()
    )


def _check_out(dialogue: Dialogue, texts: Iterable[str]) -> None:
    """In an order that tells nothing of who wrote them."""
    CheckOut.objects.bulk_create(CheckOut(dialogue=dialogue, text=text) for text in sorted(texts))
