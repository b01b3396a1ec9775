"""Writes a draft's tables: what stands in each cell, and nothing where there is no text."""

from collections.abc import Mapping

from factors.models import Edition, Factor, Statement, SubGoal
from factors.terms import OVERALL_QUESTION, OVERALL_ROW

# The text at (row, level) or (row, school form).
Cells = Mapping[tuple[int, str], str]


def write_levels(factor: Factor, cells: Cells) -> None:
    """The factor's table says just this.

    A cell that stays keeps what is remarked about it. Each level that has a row is asked the
    overall question.
    """
    standing = {(each.row, each.level): each for each in factor.statements.all()}
    asked = {(OVERALL_ROW, level) for _row, level in cells}
    for cell in standing.keys() - cells.keys() - asked:
        standing[cell].delete()
    for (row, level), text in cells.items():
        if (row, level) in standing:
            _rewrite(standing[row, level], text)
        else:
            Statement.objects.create(factor=factor, row=row, level=level, text=text)
    for row, level in asked - standing.keys():
        Statement.objects.create(
            factor=factor, row=row, level=level, text=OVERALL_QUESTION, own_wording=True
        )


def write_goals(edition: Edition, cells: Cells) -> None:
    """The table of sub-goals says just this."""
    standing = {(goal.row, goal.school_form): goal for goal in edition.sub_goals.all()}
    source = edition.sources.first()
    for cell in standing.keys() - cells.keys():
        standing[cell].delete()
    for (row, form), text in cells.items():
        if (row, form) in standing:
            _rewrite(standing[row, form], text)
        else:
            SubGoal.objects.create(
                edition=edition, row=row, school_form=form, text=text, source=source
            )


def _rewrite(entry: Statement | SubGoal, text: str) -> None:
    if entry.text != text:
        entry.text = text
        entry.save(update_fields=["text"])
