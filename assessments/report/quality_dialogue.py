"""The pack for a quality dialogue (kvalitetsdialog): per school form the national goals, what the
figures of the success factors say beside them, and what the place wants to talk about.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assessments import disclosure
from assessments.models import Round
from assessments.reading import comparison
from assessments.report.build import build_report
from assessments.report.goals import goals_part
from assessments.report.parts import GoalsPart, Highlight, Report
from assessments.report.points import Point, points_of
from assessments.report.summary import highlight_of
from assessments.results.asked import asked_by
from assessments.results.chain import FactorResult, Found, counted, rows_apart
from assessments.results.goals import RoundGoals, round_goals
from assessments.results.overview import Overview
from assessments.results.unit import UnitResult
from assessments.terms import Section
from factors.models import NationalGoal
from portal.models import Unit
from portal.terms import Level

ROWS = 3
# What the analysis says that a dialogue goes on from, in its own order.
SECTIONS = (Section.TO_DEVELOP, Section.CAUSES, Section.FOLLOW_UP)
Look = Callable[[str], Overview | UnitResult]


@dataclass(frozen=True, slots=True)
class FormPart:
    """A school form: its goals, and the round's figures for the units that have it."""

    goals: GoalsPart
    national: NationalGoal | None
    results: list[FactorResult]
    levels: tuple[Level, ...]

    @property
    def lede(self) -> str:
        return comparison([row.span for _result, row in self._rows if row.span is not None])

    @property
    def apart(self) -> list[Highlight]:
        return [_told(found) for found in rows_apart(counted(self.results))[:ROWS]]

    @property
    def _rows(self) -> list[Found]:
        return [(each, row) for each in counted(self.results) for row in each.rows]


@dataclass(frozen=True, slots=True)
class QualityDialogue:
    report: Report
    points: list[Point]
    said: list[tuple[Section, str]]
    forms: list[FormPart]


def build_quality_dialogue(
    round: Round, unit: Unit | None, made_on: datetime.date, version: int
) -> QualityDialogue:
    """Of a closed round, for the unit or (None) for the huvudman."""
    report = build_report(round, unit, made_on, version)
    told = dict(report.analysis.sections) if report.analysis else {}
    return QualityDialogue(
        report=report,
        points=points_of(report),
        said=[(section, told[section]) for section in SECTIONS if told.get(section)],
        forms=list(_forms(round, unit, made_on)),
    )


def _forms(round: Round, unit: Unit | None, made_on: datetime.date) -> Iterator[FormPart]:
    asked = asked_by(round)
    goals = round_goals(asked, unit.school_forms if unit else None, made_on)
    units = [unit] if unit else list(Unit.objects.filter(assessments__round=round).distinct())
    national = _national(goals)
    look = _look(goals, unit, units)
    for each in goals.by_form:
        place = look(each.form)
        beside = goals_part(goals, each.form, each.every, place, units, made_on)
        yield FormPart(beside, national.get(each.form), place.factors, place.levels)


def _national(goals: RoundGoals) -> dict[str, NationalGoal]:
    found = NationalGoal.objects.filter(edition=goals.edition, school_form__in=goals.forms)
    return {each.school_form: each for each in found}


def _look(goals: RoundGoals, unit: Unit | None, units: list[Unit]) -> Look:
    """A unit is the same whole in each of its forms; the huvudman's is the units of the form."""
    asked = goals.asked
    if unit:
        figures = disclosure.unit_figures(asked.round, unit.slug, asked.ratable)
        place = UnitResult(asked, figures, unit.slug)
        return lambda form: place
    everywhere = disclosure.figures(asked.round).unit_by_unit(())

    def within(form: str) -> Overview:
        here = [each.pk for each in units if form in each.school_forms]
        return Overview(asked, everywhere.within(here))

    return within


def _told(found: Found) -> Highlight:
    return highlight_of(found, found[1].between, next(reversed(found[1].told)))
