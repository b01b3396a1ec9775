"""Which sub-goals an organisation says that factors and rows concern, whatever the edition.

A link to a whole factor follows its slug, one to a row what its statements go on from or into,
and both follow the sub-goal.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from factors.kinship import Kinship
from factors.models import Edition, Factor, Statement, SubGoal, SubGoalLink
from factors.tables import in_words
from factors.terms import OVERALL_ROW
from portal.models import Organisation
from portal.terms import SchoolForm

# A factor by its keeper and slug, or a row by its factor and number.
Thread = tuple[int | None, str | int]


class SubGoalLinks:
    """All of an organisation's links, found from any edition's factor and sub-goal."""

    def __init__(
        self, links: Iterable[SubGoalLink], rows: Kinship[Thread], goals: Kinship[int]
    ) -> None:
        self._between: dict[tuple[Thread, int], list[SubGoalLink]] = defaultdict(list)
        self._to: dict[int, list[SubGoalLink]] = defaultdict(list)
        for link in links:
            for goal in goals.of(link.sub_goal_id):
                self._to[goal].append(link)
                for thread in rows.of(_thread(link.factor, link.row)):
                    self._between[thread, goal].append(link)

    def between(self, factor: Factor, row: int, goal: SubGoal) -> list[SubGoalLink]:
        return self._between.get((_thread(factor, row), goal.pk), [])

    def to(self, goal: SubGoal) -> list[SubGoalLink]:
        return self._to.get(goal.pk, [])

    def __bool__(self) -> bool:
        return bool(self._to)


def sub_goal_links(organisation: Organisation, until: datetime.date | None = None) -> SubGoalLinks:
    """Those made by the day, if told; in one query where nothing is linked, or else in three."""
    found = organisation.sub_goal_links.select_related("factor__edition", "sub_goal")
    links = list(found.filter(linked_on__lte=until) if until else found)
    rows = _rows(organisation) if any(link.row != OVERALL_ROW for link in links) else ()
    return SubGoalLinks(links, Kinship(rows), sub_goal_kinship() if links else Kinship())


def sub_goal_kinship() -> Kinship[int]:
    """Of the national sub-goals, in one query however many editions there are."""
    national = SubGoal.objects.filter(edition__organisation=None, follows__isnull=False)
    pairs = national.order_by().values_list("pk", "follows")
    return Kinship((later, earlier) for later, earlier in pairs if earlier)


def _rows(organisation: Organisation) -> Iterable[tuple[Thread, Thread]]:
    keepers = Q(factor__edition__organisation=None)
    keepers |= Q(factor__edition__organisation=organisation)
    moved = Statement.objects.filter(keepers, follows__isnull=False).exclude(row=OVERALL_ROW)
    places = moved.order_by().values_list("factor", "row", "follows__factor", "follows__row")
    return [((factor, row), (before, at)) for factor, row, before, at in places.distinct()]


def _thread(factor: Factor, row: int) -> Thread:
    if row == OVERALL_ROW:
        return factor.edition.organisation_id, factor.slug
    return factor.pk, row


class Concerned(NamedTuple):
    """A sub-goal, and for which rows of a factor it is chosen; row 0 is the factor as a whole."""

    goal: SubGoal
    rows: list[int]

    @property
    def where(self) -> str:
        numbers = [str(row) for row in self.rows if row != OVERALL_ROW]
        whole = [_("hela faktorn")] if OVERALL_ROW in self.rows else []
        return in_words([*whole, *([_("rad %s") % in_words(numbers)] if numbers else [])])


def concerned_by(
    links: SubGoalLinks, factor: Factor, rows: Iterable[int], goals: Iterable[SubGoal]
) -> list[Concerned]:
    """Those of the goals that the factor or any of its rows concerns."""
    numbers = list(rows)
    found = [
        Concerned(goal, [row for row in numbers if links.between(factor, row, goal)])
        for goal in goals
    ]
    return [each for each in found if each.rows]


def goals_of(edition: Edition | None, forms: Iterable[str]) -> list[SubGoal]:
    """The edition's sub-goals of the school forms, a form at a time."""
    order = list(SchoolForm)
    found = SubGoal.objects.filter(edition=edition, school_form__in=list(forms))
    return sorted(found, key=lambda goal: (order.index(SchoolForm(goal.school_form)), goal.row))
