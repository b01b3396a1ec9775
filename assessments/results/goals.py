"""The national sub-goals beside a round: those that its factors concern, as the organisation says.

The sub-goals are those of the edition that the round asks from.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from assessments.results.asked import Asked, AskedFactor
from assessments.results.chain import FactorResult, Found
from factors.figures.beside_goals import Measure
from factors.models import Edition, SubGoal, SubGoalLink
from factors.sub_goal_links import (
    Concerned,
    SubGoalLinks,
    concerned_by,
    goals_of,
    sub_goal_links,
)
from factors.terms import OVERALL_ROW
from portal.terms import SchoolForm


class FormGoals(NamedTuple):
    """A school form's sub-goals: all of them, and those that the round's factors concern."""

    form: SchoolForm
    every: list[SubGoal]
    worked: list[SubGoal]


@dataclass(frozen=True, slots=True)
class GoalBeside:
    """A sub-goal and what stands beside it.

    `elsewhere` are the organisation's links to it from what the round does not ask about.
    """

    goal: SubGoal
    found: list[Found]
    elsewhere: list[SubGoalLink]
    measures: list[Measure]

    @property
    def names(self) -> list[str]:
        """Of what is linked elsewhere, told where they are local."""
        return [
            _("%(factor)s (lokal)") % {"factor": link.name} if link.factor.is_local else link.name
            for link in self.elsewhere
        ]


@dataclass(frozen=True)
class RoundGoals:
    """Read as it is asked for, so that a page without any link takes one query."""

    asked: Asked
    links: SubGoalLinks
    # A unit's own; None: those of all units in the round.
    unit_forms: Sequence[str] | None = None

    @cached_property
    def edition(self) -> Edition | None:
        """The national edition that the round asks from, or what was the newest as it opened."""
        asked = [edition for edition in self.asked.editions if not edition.is_local]
        national = Edition.objects.national().published()
        opened = national.filter(published_on__lte=self.asked.round.opens_on)
        return asked[0] if asked else opened.first()

    @cached_property
    def forms(self) -> list[SchoolForm]:
        found = _forms_in(self.asked) if self.unit_forms is None else self.unit_forms
        return [form for form in SchoolForm if form in found]

    @cached_property
    def by_form(self) -> list[FormGoals]:
        goals = goals_of(self.edition, self.forms)
        return [self._form(form, goals) for form in self.forms]

    def _form(self, form: SchoolForm, goals: list[SubGoal]) -> FormGoals:
        every = [goal for goal in goals if goal.school_form == form]
        return FormGoals(form, every, [goal for goal in every if self.concerning(goal)])

    @property
    def worked(self) -> list[FormGoals]:
        """The school forms where the round's factors concern any sub-goal."""
        return [each for each in self.by_form if each.worked] if self.links else []

    def concerning(self, goal: SubGoal) -> list[tuple[AskedFactor, int]]:
        """The factors and rows of the round that the sub-goal is chosen for; row 0 is a factor."""
        return [
            (asked, row)
            for asked in self.asked.factors
            for row in (OVERALL_ROW, *asked.rows)
            if self.links.between(asked.factor, row, goal)
        ]

    def concerned(self, asked: AskedFactor) -> list[Concerned]:
        """The sub-goals that one factor or its rows concern."""
        if not self.links:
            return []
        goals = [goal for each in self.by_form for goal in each.worked]
        return concerned_by(self.links, asked.factor, (OVERALL_ROW, *asked.rows), goals)

    def beside(
        self, goal: SubGoal, results: Iterable[FactorResult], measures: list[Measure]
    ) -> GoalBeside:
        by_place = {each.asked.position: each for each in results}
        here = self.concerning(goal)
        found = [_found(by_place[asked.position], row) for asked, row in here]
        used = [link for asked, row in here for link in self.links.between(asked.factor, row, goal)]
        elsewhere = [link for link in self.links.to(goal) if link not in used]
        return GoalBeside(goal, found, elsewhere, measures)


def round_goals(
    asked: Asked, unit_forms: Sequence[str] | None = None, until: datetime.date | None = None
) -> RoundGoals:
    """With the links of today, or those made by the day."""
    return RoundGoals(asked, sub_goal_links(asked.round.organisation, until), unit_forms)


def _forms_in(asked: Asked) -> set[str]:
    units = asked.round.organisation.units.filter(assessments__round=asked.round)
    return {form for forms in units.values_list("school_forms", flat=True) for form in forms}


def _found(result: FactorResult, number: int) -> Found:
    return result, next(row for row in (result.overall, *result.rows) if row.number == number)
