"""The chapters on the factors: rows at three levels, comments, and what the source lacks."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.disclosure import Shared
from assessments.drawings import NO_BREAK_SPACE
from assessments.joint_ratings import JointFactor
from assessments.reading import opening, row_reading
from assessments.report.material import Material, Table
from assessments.report.parts import CommentGroup, FactorPart, Row
from assessments.results.asked import AskedFactor
from factors.models import Factor
from factors.terms import OVERALL_ROW
from portal.terms import Level


def factor_part(material: Material, factor: Factor, position: int) -> FactorPart:
    anchor = f"faktor-{position}"
    rows = (_row(material, factor, row, anchor) for row in material.rows_of(factor))
    asked = AskedFactor(position, factor, material.tables[factor.pk])
    return FactorPart(
        factor=factor,
        anchor=anchor,
        overall=_row(material, factor, OVERALL_ROW, anchor),
        rows=tuple(rows),
        gaps=tuple(cut_rows(material.tables[factor.pk])),
        joint=JointFactor(asked, material.agreements),
        comments=tuple(_comment_groups(material, factor)),
    )


def _row(material: Material, factor: Factor, number: int, anchor: str) -> Row:
    cells = tuple(material.cell(factor, number, level) for level in material.levels)
    row = Row(number, f"{anchor}-rad-{number}", cells, "")
    return Row(number, row.anchor, cells, row_reading(row.shown))


def cut_rows(table: Table) -> Iterator[str]:
    """Rows that nobody could rate, since the source breaks off in them."""
    cut = [statement for statement in table.values() if not statement.complete]
    for number in sorted({statement.row for statement in cut}):
        found = {statement.level for statement in cut if statement.row == number}
        levels = [level for level in Level if level in found]
        yield _("Rad %(row)d är avklippt i källan på %(levels)s och kan inte skattas där.") % {
            "row": number,
            "levels": listed([level.place for level in levels]),
        }


def empty_cells(table: Table) -> Iterator[str]:
    """Rows where the source has no statement at a level ("-")."""
    for number in sorted({row for row, _level in table}):
        levels = [level.place for level in Level if (number, level) not in table]
        if levels and number != OVERALL_ROW:
            yield _("Rad %(row)d har inget påstående på %(levels)s.") % {
                "row": number,
                "levels": listed(levels),
            }


def listed(words: list[str]) -> str:
    """The words as a Swede lists them: "a, b och c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s och %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _comment_groups(material: Material, factor: Factor) -> Iterator[CommentGroup]:
    for statement in material.tables[factor.pk].values():
        texts = tuple(material.comments.on(statement))
        if texts:
            about = "" if statement.is_overall else row_name(statement.row)
            level = Level(statement.level)
            yield CommentGroup(level, about, opening(statement.text), texts)
    yield from _reflections(material.comments.reflections(factor))


def _reflections(shared: list[Shared]) -> Iterator[CommentGroup]:
    for level, prompt in dict.fromkeys((each.level, each.prompt) for each in shared):
        texts = tuple(e.text for e in shared if (e.level, e.prompt) == (level, prompt))
        yield CommentGroup(level, _("Delade reflektioner"), str(prompt), texts)


def row_name(number: int) -> str:
    """What a row is called, kept on one line."""
    if number == OVERALL_ROW:
        return _("Sammantaget")
    return (_("Rad %(row)d") % {"row": number}).replace(" ", NO_BREAK_SPACE)
