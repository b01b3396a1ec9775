"""The sub-goals that a round's factors concern, as chosen by the day that the report was made."""

import datetime
from collections.abc import Iterator

from assessments.report.parts import GoalsPart
from assessments.results.goals import FormGoals, RoundGoals, round_goals
from assessments.results.overview import Overview
from assessments.results.unit import UnitResult
from factors.figures.beside_goals import goal_figures
from portal.models import Unit


def goals_parts(
    place: Overview | UnitResult, unit: Unit | None, made_on: datetime.date
) -> Iterator[GoalsPart]:
    """A part for each school form; what is chosen or read later is no part of the report."""
    goals = round_goals(place.asked, unit.school_forms if unit else None, made_on)
    if goals.worked:
        here = Unit.objects.filter(assessments__round=place.asked.round).distinct()
        units = [unit] if unit else list(here)
        for each in goals.worked:
            yield _part(goals, each, place, units, made_on)


def _part(
    goals: RoundGoals,
    each: FormGoals,
    place: Overview | UnitResult,
    units: list[Unit],
    made_on: datetime.date,
) -> GoalsPart:
    organisation = goals.asked.round.organisation
    found = goal_figures(organisation, goals.edition, each.form, units, made_on)
    measures = {figures.sub_goal.pk: figures.measures for figures in found}
    beside = (goals.beside(goal, place.factors, measures[goal.pk]) for goal in each.worked)
    return GoalsPart(each.form, tuple(beside))
