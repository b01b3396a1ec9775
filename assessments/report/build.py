"""A quality report of a closed round, from its material."""

import datetime
from collections.abc import Iterable
from dataclasses import replace

from assessments.analyses.reading import words_of_units
from assessments.models import Round
from assessments.report.analysis import asked_units, read_analysis
from assessments.report.development import read_actions, read_needs
from assessments.report.factors import factor_part
from assessments.report.goals import goals_parts
from assessments.report.material import read_material
from assessments.report.parts import CommentGroup, FactorPart, Participation, Report
from assessments.report.source import editions
from assessments.report.summary import summarise
from assessments.report.units import units_tables
from assessments.report.unseen import unseen
from assessments.results.chain import turnout
from assessments.results.overview import Overview
from portal.models import Unit

# About seventy pages of comments; what there is no room for is said, and is in the results.
COMMENTS_LIMIT = 150_000


def build_report(
    round: Round, unit: Unit | None, made_on: datetime.date, version: int = 1
) -> Report:
    """The report of the unit, or (None) of the huvudman, for a round that is closed."""
    material = read_material(round, unit)
    place, asked = material.result, material.result.asked
    analysis = read_analysis(round, unit)
    factors, left_out = _with_room(factor_part(material, analysis, each) for each in asked.factors)
    results = [part.result for part in factors]
    participation = tuple(Participation(each, turnout(results, each)) for each in place.levels)
    units = tuple(units_tables(place)) if isinstance(place, Overview) else ()
    return Report(
        organisation=round.organisation,
        unit=unit,
        round=round,
        reference=reference(round, unit),
        version=version,
        made_on=made_on,
        levels=place.levels,
        summary=summarise(results, participation),
        participation=participation,
        factors=factors,
        units=units,
        unseen=tuple(unseen(round, participation, results, units)),
        editions=tuple(editions(asked)),
        goals=tuple(goals_parts(place, unit, made_on)),
        actions=read_actions(round, unit),
        needs=() if unit else read_needs(round),
        analysis=analysis,
        words=() if unit else words_of_units(round),
        asked_units=0 if unit else asked_units(round),
        left_out=left_out,
    )


def reference(round: Round, unit: Unit | None) -> str:
    """What the report is called in a register: "SK-2026-12-345", without the unit's part "-345"."""
    day = round.closed_on or round.closes_on
    return "-".join(["SK", f"{day.year}", f"{round.pk}", *([f"{unit.pk}"] if unit else [])])


def _with_room(parts: Iterable[FactorPart]) -> tuple[tuple[FactorPart, ...], int]:
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
