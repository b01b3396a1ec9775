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


def open_and_close_due() -> Iterator[str]:
    """Do what is due today, and tell it in a line for each round."""
    rounds = Round.objects.select_related("organisation")
    for round in list(rounds.open().filter(closes_on__lt=today())):
        yield from _close(round)
    for round in list(rounds.drafts().filter(opens_on__lte=today(), closes_on__gte=today())):
        yield from _open(round)


def _close(round: Round) -> Iterator[str]:
    with transaction.atomic():
        if not _holds(round, RoundState.OPEN) or round.closes_on >= today():
            return
        close_round(round)
        audit.record(None, "round.closed", round, round.organisation)
    yield _("Stängde %(round)s.") % {"round": _name(round)}


def _open(round: Round) -> Iterator[str]:
    with transaction.atomic():
        if not _holds(round, RoundState.DRAFT) or round.opens_on > today():
            return
        try:
            asked = open_round(round)
        except Refused as reason:
            yield _("Öppnade inte %(round)s. %(reason)s") % {
                "round": _name(round),
                "reason": reason,
            }
            return
        audit.record(None, "round.opened", round, round.organisation)
    yield _("Öppnade %(round)s: %(asked)d tillfrågade.") % {"round": _name(round), "asked": asked}


def _holds(round: Round, state: RoundState) -> bool:
    """Whether it still is so: another timer, or an administrator, may have come first."""
    try:
        hold(round)
    except Refused:
        return False
    return round.state is state


def _name(round: Round) -> str:
    return f"{round.organisation}: {round}"
