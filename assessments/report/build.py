"""A quality report of a closed round, from its material."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

from assessments.models import Round
from assessments.report.factors import cut_rows, empty_cells, factor_part
from assessments.report.material import Material, read_material
from assessments.report.parts import (
    CommentGroup,
    EditionPart,
    FactorPart,
    Participation,
    Report,
    UnitRow,
    UnitsTable,
)
from assessments.report.summary import summarise
from assessments.report.unseen import unseen
from factors.models import Factor
from factors.terms import OVERALL_ROW
from portal.models import Unit
from portal.terms import Level

# About seventy pages of comments; what there is no room for is said, and is in the results.
COMMENTS_LIMIT = 150_000
FACTORS_ACROSS = 3


def build_report(round: Round, unit: Unit | None, made_on: datetime.date) -> Report:
    """The report of the unit, or (None) of the huvudman, for a round that is closed."""
    material = read_material(round, unit)
    whole = [factor_part(material, factor, i) for i, factor in enumerate(material.factors, 1)]
    factors, left_out = _with_room(whole)
    participation = tuple(_participation(material, level) for level in material.levels)
    units = tuple(_units_tables(material)) if unit is None else ()
    threads = [(part, row) for part in factors for row in part.rows]
    return Report(
        organisation=round.organisation,
        unit=unit,
        round=round,
        reference=reference(round, unit),
        made_on=made_on,
        levels=material.levels,
        summary=summarise(threads, participation),
        participation=participation,
        factors=factors,
        units=units,
        unseen=tuple(unseen(participation, factors, units)),
        editions=tuple(_editions(material)),
        left_out=left_out,
    )


def reference(round: Round, unit: Unit | None) -> str:
    """What the report is called in a register: "SK-2026-12-345", without the unit's part "-345"."""
    day = round.closed_on or round.closes_on
    return "-".join(["SK", f"{day.year}", f"{round.pk}", *([f"{unit.pk}"] if unit else [])])


def _participation(material: Material, level: Level) -> Participation:
    """Of any statement: how many were asked and answered is the same for the whole block."""
    cells = (
        material.cell(factor, row, level)
        for factor in material.factors
        for row, _level in material.tables[factor.pk]
    )
    figures = [cell.figure for cell in cells if cell.statement and cell.statement.complete]
    return Participation(level, max(figures, key=lambda figure: (figure.asked, figure.shown)))


def _with_room(parts: list[FactorPart]) -> tuple[tuple[FactorPart, ...], int]:
    """The parts with as many comments as there is room for, and how many were left out."""
    room, left_out, kept = COMMENTS_LIMIT, 0, []
    for part in parts:
        groups = []
        for group in part.comments:
            texts, room = _fitting(group, room)
            left_out += len(group.texts) - len(texts)
            if texts:
                groups.append(replace(group, texts=texts))
        kept.append(replace(part, comments=tuple(groups)))
    return tuple(kept), left_out


def _fitting(group: CommentGroup, room: int) -> tuple[tuple[str, ...], int]:
    texts = []
    for text in group.texts:
        room -= len(text)
        if room < 0:
            break
        texts.append(text)
    return tuple(texts), room


def _units_tables(material: Material) -> Iterator[UnitsTable]:
    """Units by name, a few factors at a time so that the table fits the paper."""
    levels = tuple(level for level in material.levels if level is not Level.HUVUDMAN)
    units = Unit.objects.filter(pk__in=material.round.assessments.values("unit"))
    taking_part = list(units)
    for across in _side_by_side(material.factors) if levels else []:
        rows = tuple(_unit_row(material, unit, across, levels) for unit in taking_part)
        yield UnitsTable(across, levels, rows)


def _side_by_side(factors: tuple[Factor, ...]) -> list[tuple[Factor, ...]]:
    """The factors in as few tables as they need, about as many in each."""
    tables = -(-len(factors) // FACTORS_ACROSS)
    return [
        factors[i * len(factors) // tables : (i + 1) * len(factors) // tables]
        for i in range(tables)
    ]


def _unit_row(
    material: Material, unit: Unit, factors: tuple[Factor, ...], levels: tuple[Level, ...]
) -> UnitRow:
    cells = tuple(
        material.unit_cell(unit, factor, OVERALL_ROW, level)
        for factor in factors
        for level in levels
    )
    pooled = next((cell.figure.pooled_with for cell in cells if cell.figure.pooled_with), ())
    return UnitRow(unit, pooled, cells)


def _editions(material: Material) -> Iterator[EditionPart]:
    editions = {factor.edition_id: factor.edition for factor in material.factors}
    for edition in editions.values():
        mine = [factor for factor in material.factors if factor.edition_id == edition.pk]
        yield EditionPart(edition, tuple(gap for factor in mine for gap in _gaps(material, factor)))


def _gaps(material: Material, factor: Factor) -> Iterator[str]:
    """The edition's own remark on the factor, or else what its table lacks."""
    table = material.tables[factor.pk]
    remarks = [factor.note] if factor.note else [*cut_rows(table), *empty_cells(table)]
    return (f"{factor.name}: {remark}" for remark in remarks)
