"""An administrator says which sub-goals a factor or a row concerns."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from factors.models import Factor, SubGoal, SubGoalLink
from factors.sub_goal_links import SubGoalLinks, sub_goal_links
from factors.terms import OVERALL_ROW
from portal.days import today
from portal.models import Organisation, User


class Changes(NamedTuple):
    made: list[SubGoalLink]
    removed: list[SubGoalLink]


def rows_of(factor: Factor) -> list[int]:
    """The factor as a whole, and the rows of its table."""
    rows = factor.statements.order_by("row").values_list("row", flat=True).distinct()
    return [OVERALL_ROW, *(row for row in rows if row != OVERALL_ROW)]


def choose(
    organisation: Organisation,
    factor: Factor,
    row: int,
    goals: Sequence[SubGoal],
    chosen: Collection[int],
    by: User,
) -> Changes:
    """Of the goals, the row concerns those chosen and no others; the factor's other rows stay.

    Called in a transaction. A link from another edition may reach several rows, so what its
    removal takes from the others is made again.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # one choice at a time
    before = sub_goal_links(organisation)
    others = [each for each in rows_of(factor) if each != row]
    wanted = [(at, goal) for at in others for goal in goals if before.between(factor, at, goal)]
    wanted += [(row, goal) for goal in goals if goal.pk in chosen]
    removed = _remove(before, factor, row, [goal for goal in goals if goal.pk not in chosen])
    after = sub_goal_links(organisation) if removed else before
    missing = [(at, goal) for at, goal in wanted if not after.between(factor, at, goal)]
    made = [
        SubGoalLink(
            organisation=organisation,
            factor=factor,
            row=at,
            sub_goal=goal,
            linked_by=by,
            linked_on=today(),
        )
        for at, goal in missing
    ]
    return Changes(SubGoalLink.objects.bulk_create(made), removed)


def _remove(
    links: SubGoalLinks, factor: Factor, row: int, goals: Sequence[SubGoal]
) -> list[SubGoalLink]:
    found = {link.pk: link for goal in goals for link in links.between(factor, row, goal)}
    SubGoalLink.objects.filter(pk__in=found).delete()
    return list(found.values())
