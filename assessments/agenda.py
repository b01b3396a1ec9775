"""What comes of the answers, as far as it is a person's own now: dialogues to go to, actions to
see to, needs to answer, and what became of it at the units where they teach.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from assessments.models import Action, Dialogue, FollowUp, Need
from assessments.terms import ActionStatus, DialogueStep
from portal.days import months_before, today
from portal.models import Membership, Unit, User
from portal.terms import HUVUDMAN_ROLES, Level, Role

UNDER_WAY = (ActionStatus.PLANNED, ActionStatus.ONGOING)
# More than these are a list of their own, not the first thing of a day.
AT_MOST = 3


@dataclass(frozen=True, slots=True)
class UnitNews:
    """In three lines: what the unit saw is told by its latest result."""

    unit: Unit
    talked: Dialogue | None
    decided: Action | None
    followed: Action | None

    @property
    def is_empty(self) -> bool:
        return not (self.talked or self.decided)


@dataclass(frozen=True)
class Agenda:
    """Of one organisation. The dialogues are those to come, and the last year's at own units."""

    user: User
    day: datetime.date
    taught: list[Unit] = field(default_factory=list)
    dialogues: list[Any] = field(default_factory=list)
    actions: list[Any] = field(default_factory=list)
    needs: int = 0

    @cached_property
    def talks(self) -> list[Any]:
        """To come, the nearest first; one whose day is past or not set is its leaders' alone."""
        found = [each for each in self.dialogues if self._is_to_come(each)]
        return sorted(found, key=_nearest)[:AT_MOST]

    def _is_to_come(self, dialogue: Any) -> bool:
        if dialogue.step == DialogueStep.ENDED:
            return False
        day = timezone.localdate(dialogue.begins_at) if dialogue.begins_at else None
        return bool(dialogue.runs or dialogue.led or (day and day >= self.day))

    @cached_property
    def mine(self) -> list[Any]:
        """The actions that the person answers for, the soonest first."""
        own = (each for each in self.actions if each.responsible_id == self.user.pk)
        return [each for each in own if each.status in UNDER_WAY]

    @property
    def soonest(self) -> list[Any]:
        return self.mine[:AT_MOST]

    @property
    def news(self) -> list[UnitNews]:
        return [self._news(unit) for unit in self.taught]

    def _news(self, unit: Unit) -> UnitNews:
        talked = [d for d in self.dialogues if d.unit_id == unit.pk and d.held_on]
        decided = [a for a in self.actions if a.unit_id == unit.pk]
        followed = [a for a in decided if a.followed_on]
        return UnitNews(
            unit,
            max(talked, key=lambda each: (each.held_on, each.pk), default=None),
            max(decided, key=lambda each: (each.created_on, each.pk), default=None),
            max(followed, key=lambda each: (each.followed_on, each.pk), default=None),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.talks or self.mine or self.needs)


def agendas_of(user: User, memberships: Iterable[Membership]) -> dict[int, Agenda]:
    """By organisation: two queries, and one for needs to those who may be asked for something."""
    here: dict[int, list[Membership]] = {}
    for each in memberships:
        here.setdefault(each.organisation_id, []).append(each)
    units = {each.unit_id for each in memberships if each.unit_id}
    dialogues, actions = list(_dialogues(user, units)), list(_actions(user, units))
    needs = _needs(memberships)
    return {
        pk: Agenda(
            user,
            today(),
            [each.unit for each in mine if each.unit and each.role == Role.UNDERVISNING],
            [each for each in dialogues if each.round.organisation_id == pk],
            [each for each in actions if each.organisation_id == pk],
            needs.get(pk, 0),
        )
        for pk, mine in here.items()
    }


def _nearest(dialogue: Any) -> tuple[bool, float]:
    begins_at = dialogue.begins_at
    return not dialogue.runs, begins_at.timestamp() if begins_at else float("inf")


def _dialogues(user: User, units: set[int]) -> Any:
    to_come = ~Q(step=DialogueStep.ENDED)
    lately = Q(unit__in=units, held_on__gte=months_before(today(), 12))
    found = Dialogue.objects.visible_to(user).filter(to_come | lately).with_led(user)
    return found.select_related("factor", "unit", "round__organisation")


def _actions(user: User, units: set[int]) -> Any:
    mine = Q(responsible=user, status__in=UNDER_WAY)
    lately = Q(unit__in=units, ends_on__gte=months_before(today(), 12))
    kept = ~Q(status=ActionStatus.DROPPED)
    made_on = FollowUp.objects.filter(action=OuterRef("pk")).values("made_on")
    found = Action.objects.visible_to(user).filter(mine | lately, kept)
    return found.annotate(followed_on=Subquery(made_on[:1]))


def _needs(memberships: Iterable[Membership]) -> dict[int, int]:
    """How many unanswered needs wait on the person, by organisation."""
    governed = {each.organisation_id for each in memberships if each.role in HUVUDMAN_ROLES}
    led = {each.unit_id for each in memberships if each.role == Role.REKTOR}
    if not (governed or led):
        return {}
    asked = Q(level=Level.HUVUDMAN, action__organisation__in=governed) | Q(
        level=Level.REKTOR, action__unit__in=led
    )
    waiting = Need.objects.filter(asked, answered_on=None).order_by()
    return dict(waiting.values_list("action__organisation").annotate(Count("pk")))
