"""Rounds open and close by themselves at their days, whoever's timer asks, and how often."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.closing import close_round
from assessments.models import Round
from assessments.opening import Refused, hold, open_round
from assessments.terms import RoundState
from portal import audit
from portal.days import today
from portal.verbs import Verb


def open_and_close_due() -> Iterator[str]:
    """Do what is due today, and tell it in a line for each round."""
    rounds = Round.objects.select_related("organisation")
    past = rounds.open().filter(closes_on__lt=today())
    begun = rounds.drafts().filter(opens_on__lte=today(), closes_on__gte=today())
    for act, due in ((_close, list(past)), (_open, list(begun))):
        yield from filter(None, map(act, due))


@transaction.atomic
def _close(round: Round) -> str:
    if not _holds(round, RoundState.OPEN) or round.closes_on >= today():
        return ""
    close_round(round)
    audit.record(None, Verb.ROUND_CLOSED, round, round.organisation)
    return _("Stängde %(round)s.") % {"round": _name(round)}


@transaction.atomic
def _open(round: Round) -> str:
    if not _holds(round, RoundState.DRAFT) or round.opens_on > today():
        return ""
    told: dict[str, object] = {"round": _name(round)}
    try:
        told["asked"] = open_round(round)
    except Refused as reason:
        return _("Öppnade inte %(round)s. %(reason)s") % (told | {"reason": reason})
    audit.record(None, Verb.ROUND_OPENED, round, round.organisation)
    return _("Öppnade %(round)s: %(asked)d tillfrågade.") % told


def _holds(round: Round, state: RoundState) -> bool:
    """Whether it still is so: another timer, or an administrator, may have come first."""
    try:
        hold(round)
    except Refused:
        return False
    return round.state is state


def _name(round: Round) -> str:
    return f"{round.organisation}: {round}"
