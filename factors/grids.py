"""Writes a draft's tables: what stands in each cell, and nothing where there is no text."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.models import F

from factors.models import Edition, Factor, Source, Statement, SubGoal
from factors.terms import LAST_ROW, OVERALL_QUESTION, OVERALL_ROW

# The text at (row, level) or (row, school form).
Cells = Mapping[tuple[int, str], str]


class Remark(NamedTuple):
    """What is said about a cell's text: whether the source has it whole, and where it was read."""

    complete: bool
    note: str
    source: Source | None


Remarks = Mapping[tuple[int, str], Remark]


def write_levels(factor: Factor, cells: Cells, remarks: Remarks | None = None) -> None:
    """The factor's table says just this.

    A cell that stays keeps what is remarked about it, where nothing else is told. Each level that
    has a row is asked the overall question.
    """
    standing = {(each.row, each.level): each for each in factor.statements.all()}
    asked = {(OVERALL_ROW, level) for _row, level in cells}
    for cell in standing.keys() - cells.keys() - asked:
        standing[cell].delete()
    for (row, level), text in cells.items():
        entry = standing.get((row, level)) or Statement(factor=factor, row=row, level=level)
        _write(entry, text, (remarks or {}).get((row, level)))
    for row, level in asked - standing.keys():
        Statement.objects.create(
            factor=factor, row=row, level=level, text=OVERALL_QUESTION, own_wording=True
        )


def order_rows(factor: Factor, order: Sequence[int | None]) -> None:
    """Rows get the numbers 1, 2, 3 ... in this order, with all that is remarked about them.

    None is a row that is not there yet; a row that is left out goes.
    """
    rows = factor.statements.exclude(row=OVERALL_ROW)
    rows.exclude(row__in=[row for row in order if row]).delete()
    # Two rows never have the same number, not even on their way.
    rows.update(row=F("row") + LAST_ROW)
    for number, row in enumerate(order, 1):
        if row:
            rows.filter(row=row + LAST_ROW).update(row=number)


def write_goals(edition: Edition, cells: Cells, remarks: Remarks | None = None) -> None:
    """The table of sub-goals says just this."""
    standing = {(goal.row, goal.school_form): goal for goal in edition.sub_goals.all()}
    source = edition.sources.first()
    for cell in standing.keys() - cells.keys():
        standing[cell].delete()
    for (row, form), text in cells.items():
        entry = standing.get((row, form)) or SubGoal(
            edition=edition, row=row, school_form=form, source=source
        )
        _write(entry, text, (remarks or {}).get((row, form)))


def _write(entry: Statement | SubGoal, text: str, remark: Remark | None) -> None:
    entry.text = text
    if remark:
        entry.complete, entry.note, entry.source = remark
    entry.save()
