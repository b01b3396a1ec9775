"""The actions of a place as a board or a list: what nobody has followed up in time comes first."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from assessments.models import Action, FollowUp, Need
from assessments.models.actions import ActionQuerySet
from assessments.terms import ActionStatus
from portal.days import today
from portal.models import Organisation, Unit

ON_A_BOARD = 20
UNDER_WAY = (ActionStatus.PLANNED, ActionStatus.ONGOING)


@dataclass(frozen=True, slots=True)
class Column:
    status: ActionStatus
    actions: list[Any]

    @property
    def shown(self) -> list[Any]:
        """As many as a board can hold; all are in the list."""
        return self.actions[:ON_A_BOARD]


def told(actions: ActionQuerySet) -> QuerySet[Action]:
    """Each with whether it is `overdue`: past its last day, and not followed up since."""
    since = FollowUp.objects.filter(action=OuterRef("pk"), made_on__gte=OuterRef("ends_on"))
    late = Q(status__in=UNDER_WAY, ends_on__lt=today()) & ~Exists(since)
    waiting = Need.objects.filter(action=OuterRef("pk"), answered_on=None)
    return (
        actions.select_related("responsible", "unit")
        .annotate(overdue=late, waits=Exists(waiting), followed=Count("follow_ups"))
        .order_by(F("overdue").desc(), "ends_on", "pk")
    )


def columns(actions: Iterable[Any]) -> list[Column]:
    found = list(actions)
    return [Column(each, [a for a in found if a.status == each]) for each in ActionStatus]


@dataclass(frozen=True, slots=True)
class UnitCount:
    """A unit whose actions can be opened, and how many there are."""

    unit: Any
    under_way: int
    overdue: int


def counted(organisation: Organisation) -> Iterator[UnitCount]:
    """The units with actions, by name."""
    late: Any = Q(actions__status__in=UNDER_WAY, actions__ends_on__lt=today())
    since = FollowUp.objects.filter(
        action=OuterRef("actions"), made_on__gte=OuterRef("actions__ends_on")
    )
    units = Unit.objects.filter(organisation=organisation, actions__isnull=False).annotate(
        under_way=Count("actions", filter=Q(actions__status__in=UNDER_WAY)),
        overdue=Count("actions", filter=late & ~Exists(since)),
    )
    for unit in units.order_by("sort_key", "pk"):
        yield UnitCount(unit, unit.under_way, unit.overdue)


def is_overdue(action: Action, day: datetime.date) -> bool:
    late = action.status in UNDER_WAY and action.ends_on < day
    return late and not action.follow_ups.filter(made_on__gte=action.ends_on).exists()
