"""The chapters on the factors: rows at three levels, and comments."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from assessments.analyses.reading import Told
from assessments.comments import Said
from assessments.joint_ratings import JointFactor
from assessments.reading import opening
from assessments.report.material import Material
from assessments.report.parts import CommentGroup, FactorPart
from assessments.report.source import cut_rows
from assessments.report.talks import talks
from assessments.results.asked import AskedFactor
from assessments.results.chain import Cell, FactorResult, Row


def factor_part(material: Material, analysis: Told | None, asked: AskedFactor) -> FactorPart:
    result = _with_rated_rows(material.view.factor(asked))
    shared = material.comments.reflections(asked.factor)
    return FactorPart(
        result=result,
        gaps=tuple(cut_rows(asked)),
        joint=JointFactor(asked, material.agreements, material.agreeing),
        talks=tuple(talks(material.dialogues, asked, material.result.figures)),
        comments=(*_comment_groups(result), *_reflections(shared)),
        judgement=analysis.judgements.get(asked.factor.pk, "") if analysis else "",
    )


def _with_rated_rows(result: FactorResult) -> FactorResult:
    """Of rows that nobody could rate a report says so once, and leaves them out."""
    rows = (row for row in result.rows if any(cell.ratable for cell in row.cells))
    return replace(result, rows=tuple(rows))


def _comment_groups(result: FactorResult) -> Iterator[CommentGroup]:
    for row in (result.overall, *result.rows):
        yield from (_comments_on(row, cell) for cell in row.cells if cell.comments)


def _comments_on(row: Row, cell: Cell) -> CommentGroup:
    about = row.name if row.number else ""
    quote = opening(cell.statement.text) if cell.statement else ""
    return CommentGroup(cell.level, about, quote, tuple(each.text for each in cell.comments))


def _reflections(shared: list[Said]) -> Iterator[CommentGroup]:
    for level, prompt in dict.fromkeys((each.level, each.prompt) for each in shared):
        texts = tuple(e.text for e in shared if (e.level, e.prompt) == (level, prompt))
        yield CommentGroup(level, _("Delade reflektioner"), str(prompt), texts)
