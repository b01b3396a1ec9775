"""The development work of a round as its report tells it: actions, and what was asked of others."""

from django.db.models import Q, QuerySet

from assessments.models import Action, Need, Round
from portal.models import Unit
from portal.terms import Level


def reported_actions(round: Round, unit: Unit | None) -> QuerySet[Action]:
    """The unit's, or (None) the huvudman's own, that came from the round or a dialogue in it."""
    here = Action.objects.filter(organisation=round.organisation_id, unit=unit)
    return here.filter(Q(round=round) | Q(round=None, dialogue__round=round))


def read_actions(round: Round, unit: Unit | None) -> tuple[Action, ...]:
    found = reported_actions(round, unit).select_related("responsible")
    return tuple(found.prefetch_related("rows__factor", "follow_ups", "needs__answer"))


def reported_needs(round: Round) -> QuerySet[Need]:
    """What units have asked of the huvudman, for the huvudman's report."""
    asked = Need.objects.filter(level=Level.HUVUDMAN, action__unit__isnull=False)
    here = asked.filter(action__organisation=round.organisation_id)
    return here.filter(
        Q(action__round=round) | Q(action__round=None, action__dialogue__round=round)
    )


def read_needs(round: Round) -> tuple[Need, ...]:
    found = reported_needs(round).select_related("action__unit", "answer")
    return tuple(found.order_by("action__unit__sort_key", "asked_on", "pk"))
