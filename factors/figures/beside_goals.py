"""The goals of a school form, and beside each sub-goal the figures that have been chosen for it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from factors.figures.measures import measure_name
from factors.figures.values import State
from factors.kinship import Kinship
from factors.models import Edition, Figure, FigureLink, FigureReading, SubGoal
from factors.sub_goal_links import sub_goal_kinship
from portal.days import end_of
from portal.models import Organisation, Unit
from portal.terms import SchoolForm

SHOWN_PERIODS = 5


class FigureCell(NamedTuple):
    period: str
    figure: Figure | None
    state: State


class FigureRow(NamedTuple):
    unit: Unit
    programme: str
    cells: list[FigureCell]


class Measure(NamedTuple):
    """A measure beside a sub-goal. Units stand by name, whatever their figures are."""

    link: FigureLink
    name: str
    periods: list[str]
    rows: list[FigureRow]
    unread: list[Unit]
    readings: list[FigureReading]


class GoalFigures(NamedTuple):
    sub_goal: SubGoal
    measures: list[Measure]


def forms_of(units: Iterable[Unit]) -> list[SchoolForm]:
    found = {form for unit in units for form in unit.school_forms}
    return [form for form in SchoolForm if form in found]


def goals_with_links(
    organisation: Organisation,
    edition: Edition | None,
    form: str,
    until: datetime.date | None = None,
) -> list[tuple[SubGoal, list[FigureLink]]]:
    """Each sub-goal, and what has been linked to it in any edition, by the day if told."""
    goals = list(SubGoal.objects.filter(edition=edition, school_form=form))
    links = organisation.figure_links.select_related("linked_by", "sub_goal")
    links = links.filter(linked_on__lte=until) if until else links
    by_goal: dict[int, list[FigureLink]] = defaultdict(list)
    for link in links.filter(sub_goal__school_form=form):
        by_goal[link.sub_goal_id].append(link)
    kinship = sub_goal_kinship()
    return [(goal, _once(_linked(goal, kinship, by_goal))) for goal in goals]


def _linked(
    goal: SubGoal, kinship: Kinship[int], by_goal: dict[int, list[FigureLink]]
) -> list[FigureLink]:
    """What has been linked to the sub-goal, and then to its kin in other editions."""
    others = sorted(kinship.of(goal.pk) - {goal.pk}, reverse=True)
    return [link for pk in (goal.pk, *others) for link in by_goal.get(pk, [])]


def _once(links: list[FigureLink]) -> list[FigureLink]:
    """A measure that was linked in two editions stands once, by name."""
    by_measure: dict[str, FigureLink] = {}
    for link in links:
        by_measure.setdefault(link.measure, link)
    return sorted(by_measure.values(), key=lambda link: (link.name, link.pk))


def goal_figures(
    organisation: Organisation,
    edition: Edition | None,
    form: str,
    units: Iterable[Unit],
    until: datetime.date | None = None,
) -> list[GoalFigures]:
    """As it stands, or as far as it had been linked and read by the day."""
    goals = goals_with_links(organisation, edition, form, until)
    here = [unit for unit in units if form in unit.school_forms]
    measures = {link.measure for _goal, links in goals for link in links}
    figures = _figures(here, form, measures, until)
    return [
        GoalFigures(goal, [_measure(link, here, figures[link.measure]) for link in links])
        for goal, links in goals
    ]


def _figures(
    units: list[Unit], form: str, measures: set[str], until: datetime.date | None
) -> dict[str, list[Figure]]:
    by_measure: dict[str, list[Figure]] = defaultdict(list)
    found = Figure.objects.filter(unit__in=units, school_form=form, measure__in=measures)
    found = found.filter(reading__made_at__lt=end_of(until)) if until else found
    for figure in found.select_related("reading"):
        by_measure[figure.measure].append(figure)
    return by_measure


def _measure(link: FigureLink, units: list[Unit], figures: list[Figure]) -> Measure:
    periods = sorted({figure.period for figure in figures}, key=_in_time)[-SHOWN_PERIODS:]
    cells = {(each.unit_id, each.programme, each.period): each for each in figures}
    rows = [
        FigureRow(unit, programme, _cells(periods, cells, unit, programme))
        for unit in units
        for programme in _programmes(unit, figures)
    ]
    unread = [unit for unit in units if not _programmes(unit, figures)]
    readings = {each.reading_id: each.reading for each in figures if each.period in periods}
    told = [readings[pk] for pk in sorted(readings, reverse=True)]
    return Measure(link, measure_name(link.measure), periods, rows, unread, told)


def _programmes(unit: Unit, figures: list[Figure]) -> list[str]:
    """What the unit has figures of: itself as a whole ("") or its programmes."""
    return sorted({each.programme for each in figures if each.unit_id == unit.pk})


def _cells(
    periods: Sequence[str],
    cells: dict[tuple[int, str, str], Figure],
    unit: Unit,
    programme: str,
) -> list[FigureCell]:
    found = [(period, cells.get((unit.pk, programme, period))) for period in periods]
    return [
        FigureCell(period, figure, figure.state if figure else State.NOT_READ)
        for period, figure in found
    ]


def _in_time(period: str) -> tuple[str, str]:
    """2024/25 and 2025 by their year, VT25 and HT25 in 2025 in that order."""
    if period[0] in "VH":
        return f"20{period[2:]}", period.translate(str.maketrans("VH", "12"))
    return period[:4], period
