"""Sub-goals, and which factors and rows concern them, for tests."""

import datetime

from factors.models import Edition, Factor, SubGoal, SubGoalLink
from factors.terms import OVERALL_ROW
from portal.days import today
from tests.conftest import Cast


def add_goal(
    edition: Edition, row: int, form: str = "GR", follows: SubGoal | None = None
) -> SubGoal:
    return SubGoal.objects.create(
        edition=edition,
        school_form=form,
        row=row,
        text=f"Delmål {form} {row} i {edition.slug}.",
        follows=follows,
    )


def add_concern(
    cast: Cast,
    factor: Factor,
    goal: SubGoal,
    row: int = OVERALL_ROW,
    day: datetime.date | None = None,
) -> SubGoalLink:
    return SubGoalLink.objects.create(
        organisation=cast.organisation,
        factor=factor,
        row=row,
        sub_goal=goal,
        linked_by=cast.admin,
        linked_on=day or today(),
    )
