"""An action is saved with what it concerns, all at once."""

from collections.abc import Iterable

from django.db import transaction

from assessments.development.origins import RowKey
from assessments.models import Action, ActionRow, FollowUp, Need
from factors.models import SubGoal
from portal.days import today


class Stale(Exception):
    """Somebody else saved in between; `standing` is what they saved."""

    def __init__(self, standing: Action) -> None:
        self.standing = standing


@transaction.atomic
def save_action(
    action: Action,
    seen: int,
    rows: Iterable[RowKey] | None,
    sub_goals: Iterable[SubGoal] | None,
    answers: Need | None,
) -> Action:
    """`answers` is a need that a new action is the answer to, if nobody has answered it yet."""
    if action.pk:
        standing = Action.objects.select_for_update().get(pk=action.pk)
        if standing.version != seen:
            raise Stale(standing)
        action.version = seen + 1
    action.save()
    if rows is not None:
        action.rows.all().delete()
        ActionRow.objects.bulk_create(
            ActionRow(action=action, factor_id=factor, row=row) for factor, row in rows
        )
    if sub_goals is not None:
        action.sub_goals.set(sub_goals)
    if answers:
        Need.objects.filter(pk=answers.pk, answered_on=None).update(
            answered_on=today(), answered_by=action.created_by, answer=action
        )
    return action


@transaction.atomic
def follow_up(made: FollowUp) -> None:
    """What was followed up says how the action stands."""
    Action.objects.select_for_update().get(pk=made.action_id)
    made.save()
    Action.objects.filter(pk=made.action_id).update(status=made.status)
