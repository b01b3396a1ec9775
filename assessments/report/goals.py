"""The sub-goals that a round's factors concern, as chosen by the day that the report was made."""

import datetime
from collections.abc import Iterator

from assessments.report.parts import GoalsPart
from assessments.results.goals import RoundGoals, round_goals
from assessments.results.overview import Overview
from assessments.results.unit import UnitResult
from factors.figures.beside_goals import goal_figures
from factors.models import SubGoal
from portal.models import Unit
from portal.terms import SchoolForm


def goals_parts(
    place: Overview | UnitResult, unit: Unit | None, made_on: datetime.date
) -> Iterator[GoalsPart]:
    """A part for each school form; what is chosen or read later is no part of the report."""
    goals = round_goals(place.asked, unit.school_forms if unit else None, made_on)
    if goals.worked:
        here = Unit.objects.filter(assessments__round=place.asked.round).distinct()
        units = [unit] if unit else list(here)
        for each in goals.worked:
            yield goals_part(goals, each.form, each.worked, place, units, made_on)


def goals_part(
    goals: RoundGoals,
    form: SchoolForm,
    shown: list[SubGoal],
    place: Overview | UnitResult,
    units: list[Unit],
    made_on: datetime.date,
) -> GoalsPart:
    """The sub-goals of the form that are `shown`, with what of the round is linked to them."""
    organisation = goals.asked.round.organisation
    found = goal_figures(organisation, goals.edition, form, units, made_on)
    measures = {figures.sub_goal.pk: figures.measures for figures in found}
    beside = (goals.beside(goal, place.factors, measures[goal.pk]) for goal in shown)
    return GoalsPart(form, tuple(beside))
