"""What a place has worked with between two rounds, row by row. It claims no cause: the actions
stand beside a change, and what the one has to do with the other is for people to say.
"""

from dataclasses import dataclass, field

from django.db.models import Q

from assessments.models import Action, ActionRow, Round
from assessments.models.actions import ActionQuerySet
from assessments.results.moment import Key, Moment, key_of
from assessments.terms import ActionStatus
from factors.models import Factor
from factors.terms import OVERALL_ROW

WORKED = (ActionStatus.ONGOING, ActionStatus.DONE)


@dataclass(frozen=True)
class Worked:
    rows: dict[Key, list[ActionRow]] = field(default_factory=dict)

    def on(self, factor: Factor, number: int) -> tuple[Action, ...]:
        """On the row, or on the factor as a whole, which is all of its rows."""
        here = (
            each.action
            for each in self.rows.get(key_of(factor), ())
            if each.row == number or OVERALL_ROW in (each.row, number)
        )
        return tuple(dict.fromkeys(here))


NOTHING = Worked()


def worked(actions: ActionQuerySet, before: Round, after: Moment) -> Worked:
    """Of the unit, or the huvudman's own, in one query: under way or done between the rounds."""
    between = Q(begins_on__lte=after.round.closes_on, ends_on__gte=before.closes_on)
    there = actions.filter(
        between,
        status__in=WORKED,
        unit=after.unit,
        organisation=after.round.organisation_id,
    )
    found = ActionRow.objects.filter(action__in=there).order_by("action__begins_on", "action")
    rows: dict[Key, list[ActionRow]] = {}
    for each in found.select_related("action", "factor__edition"):
        rows.setdefault(key_of(each.factor), []).append(each)
    return Worked(rows)
