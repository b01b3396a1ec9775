"""What became of it: what a unit saw, decided, has done since, and asked of those above."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from assessments.disclosure import unit_figures
from assessments.models import Action, Assessment, Dialogue, FollowUp, Need, Round
from assessments.results.asked import asked_in
from assessments.results.unit import UnitResult
from assessments.terms import ActionStatus, DialogueStep
from portal.models import Unit, User

# As much as can be read in two minutes.
AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Became:
    """`result` None: no round has closed at the unit. Those above see none of its dialogues."""

    own: bool
    result: UnitResult | None
    dialogues: list[Dialogue]
    actions: list[Action]
    follow_ups: list[FollowUp]
    needs: list[Need]

    @property
    def seen(self) -> list[Dialogue]:
        return [each for each in self.dialogues if each.summary]

    @property
    def decided(self) -> list[Dialogue]:
        return [each for each in self.dialogues if each.decisions]


def became(user: User, unit: Unit) -> Became:
    """Nine queries at most: of what the person may see of the unit, the latest first."""
    actions = Action.objects.visible_to(user).filter(unit=unit)
    ended = Dialogue.objects.visible_to(user).filter(unit=unit, step=DialogueStep.ENDED)
    follow_ups = FollowUp.objects.filter(action__in=actions).select_related("action")
    needs = Need.objects.filter(action__in=actions).select_related("action")
    answers = Prefetch("answer", Action.objects.visible_to(user))
    return Became(
        unit.pk in user.offices.units(),
        _latest_result(user, unit),
        list(ended.select_related("factor").order_by("-held_on", "-pk")[:AT_MOST]),
        list(_current(actions)),
        list(follow_ups[:AT_MOST]),
        list(needs.prefetch_related(answers).order_by("-asked_on", "-pk")[:AT_MOST]),
    )


def _current(actions: Any) -> Any:
    """What is planned, under way or done; the newest first."""
    kept = actions.filter(~Q(status=ActionStatus.DROPPED))
    return kept.order_by("-created_on", "-pk")[:AT_MOST]


def _latest_result(user: User, unit: Unit) -> UnitResult | None:
    there = Assessment.objects.visible_to(user).filter(unit=unit)
    closed = Round.objects.visible_to(user).closed().filter(pk__in=there.values("round"))
    asked = asked_in(closed.order_by("-closes_on", "-pk")[:1])
    if asked is None:
        return None
    asked.round.organisation = unit.organisation
    return UnitResult(asked, unit_figures(asked.round, unit.slug, asked.ratable), unit.slug)
