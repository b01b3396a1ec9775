"""A report's figures as flat rows: the same that its page and its PDF show, and no others."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from assessments.distribution import Distribution
from assessments.drawings import rounded
from assessments.figure import Figure, Status
from assessments.report.parts import FactorPart, Participation, Report, UnitsTable
from assessments.results.chain import Cell
from assessments.results.chain import Row as Thread
from factors.models import Factor, Statement
from portal.models import Unit
from portal.terms import Level

SHARE_PLACES = 3


@dataclass(frozen=True, slots=True)
class Row:
    """What is told of one level somewhere. None is no figure, and never zero; `status` says why.

    `rated_by` is the level itself, or the one below it in a mirror.
    """

    place: str
    unit_code: str
    level: Level
    rated_by: Level
    status: Status
    together_with: tuple[str, ...] = ()
    school_forms: str = ""
    edition: str = ""
    factor: str = ""
    factor_slug: str = ""
    local: bool | None = None
    row: int | None = None
    statement: str = ""
    asked: int | None = None
    answered: int | None = None
    share: Decimal | None = None
    answers: int | None = None
    n: int | None = None
    step_1: int | None = None
    step_2: int | None = None
    step_3: int | None = None
    step_4: int | None = None
    unsure: int | None = None
    mean: Decimal | None = None
    span: Decimal | None = None


def participation_rows(report: Report) -> Iterator[Row]:
    for each in report.participation:
        figure = each.figure
        yield replace(
            _row(report, each.level, _counted(each), figure),
            asked=figure.asked if each.counted else None,
            answered=figure.answered if each.counted else None,
            share=rounded(figure.answered / figure.asked, SHARE_PLACES) if each.counted else None,
        )


def rating_rows(report: Report) -> Iterator[Row]:
    for part in report.factors:
        for thread in (part.result.overall, *part.result.rows):
            for cell in thread.cells:
                yield from _rating(report, part, thread, cell)


def unit_rows(report: Report) -> Iterator[Row]:
    """What the tables of units hold, unit by unit: n and mean alone."""
    for unit, factor, cell in _across(report.units):
        yield Row(
            place=unit.name,
            unit_code=unit.code or "",
            school_forms=unit.school_form_names,
            level=cell.level,
            rated_by=cell.level,
            status=_status(cell.figure),
            together_with=cell.figure.pooled_with,
            n=cell.voices.n or None,
            mean=_mean(cell.voices),
            **_of(factor),
        )


def _row(report: Report, level: Level, status: Status, figure: Figure) -> Row:
    """The huvudman's own answers are of the whole organisation, in a unit's report too."""
    unit = None if level is Level.HUVUDMAN else report.unit
    return Row(
        place=unit.name if unit else report.organisation.name,
        unit_code=unit.code or "" if unit else "",
        level=level,
        rated_by=level,
        status=status,
        together_with=figure.pooled_with,
    )


def _counted(each: Participation) -> Status:
    return Status.SHOWN if each.counted and each.figure.answered else each.figure.status


def _rating(report: Report, part: FactorPart, thread: Thread, cell: Cell) -> Iterator[Row]:
    figures = [(cell.level, cell.figure)]
    if cell.mirror:
        figures.append((cell.mirror.by, cell.mirror.figure))
    for rated_by, figure in figures:
        yield replace(
            _row(report, cell.level, _status(figure), figure),
            rated_by=rated_by,
            row=thread.number,
            statement=_text(cell.statement),
            span=None if thread.span is None else rounded(thread.span),
            mean=_mean(figure.distribution),
            **_of(part.factor),
            **_counts(figure.distribution),
        )


def _across(tables: tuple[UnitsTable, ...]) -> Iterator[tuple[Unit, Factor, Cell]]:
    """The tables have the same units, and a few factors each, as fits the paper."""
    for rows in zip(*(table.rows for table in tables), strict=True):
        for table, row in zip(tables, rows, strict=True):
            factors = [factor for factor in table.factors for _level in table.levels]
            for factor, cell in zip(factors, row.cells, strict=True):
                yield row.unit, factor, cell


def _status(figure: Figure) -> Status:
    return Status.SHOWN if figure.distribution.n else figure.absence


def _mean(voices: Distribution) -> Decimal | None:
    return None if voices.mean is None else rounded(voices.mean)


def _of(factor: Factor) -> dict[str, Any]:
    return {
        "edition": factor.edition.title,
        "factor": factor.name,
        "factor_slug": factor.slug,
        "local": factor.is_local,
    }


def _text(statement: Statement | None) -> str:
    """As the report prints it: what is cut in its source ends in dots."""
    if not statement:
        return ""
    return statement.text if statement.complete else f"{statement.text} …"


def _counts(voices: Distribution) -> dict[str, Any]:
    if not voices.total:
        return {}
    steps = {f"step_{step}": voices.counts[step - 1] for step in range(1, 5)}
    return steps | {"unsure": voices.unsure, "n": voices.n, "answers": voices.total}
