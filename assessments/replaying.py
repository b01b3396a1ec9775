"""What was removed after a copy was made is removed again when the copy is put back.

A closing that is done again must come to the very sums that people have seen: of two versions that
differ by a voice, that voice could be worked out. Where they differ, since somebody answered
between the copy and the closing, the anonymous answers are deleted and nothing of them is shown.
"""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.archives.removing import remove
from assessments.closing import AlreadyClosed, NotOpened, close_round, close_unit
from assessments.leaving import forget
from assessments.masking import digest, mask
from assessments.models import Assessment, Comment, Round
from assessments.retention import remove_texts
from assessments.sealed_sums import is_sealed_by, sums_of
from assessments.tallying import forget_mirrors, forget_voices
from assessments.terms import Outcome
from portal import audit
from portal.models import Organisation, Unit, User
from portal.removals import Entry, Kind, since
from portal.terms import Level
from portal.verbs import Verb

# What was removed before the copy may be removed again without harm, and clocks may be wrong.
MARGIN = datetime.timedelta(days=2)


class Differs(Exception):
    """The sums are not those that were shown."""


def replay(moment: datetime.datetime, ledger: Path) -> Iterator[str]:
    """A line for each thing that a person should know of."""
    for entry in since(moment - MARGIN, ledger):
        if entry is None:
            yield _("En rad i listan över det som har tagits bort gick inte att läsa.")
        elif told := AGAIN[entry.kind](entry):
            yield told


def _close_again(entry: Entry) -> str:
    place, _comma, seal = entry.detail.rpartition(",")
    round = Round.objects.filter(pk=entry.key).select_related("organisation").first()
    unit = Unit.objects.filter(pk=place).first() if place else None
    if round is None or (place and unit is None):
        return ""
    named = {"round": f"{round.organisation}: {round}"}
    try:
        _close(round, unit, entry.at, seal)
    except (AlreadyClosed, NotOpened):
        return ""
    except Differs:
        _close_unseen(Round.objects.get(pk=round.pk), unit, entry.at)
        return (
            _("%(round)s stängdes igen utan de anonyma svaren, som inte är de som visades.") % named
        )
    return _("%(round)s stängdes igen med samma summor som förut.") % named


@transaction.atomic
def _close(round: Round, unit: Unit | None, at: datetime.datetime, seal: str = "") -> None:
    if unit:
        close_unit(round, unit, at)
    else:
        close_round(round, at)
    if seal and not is_sealed_by(sums_of(round, unit), seal):
        raise Differs
    verb = Verb.ASSESSMENT_CLOSED if unit else Verb.ROUND_CLOSED
    audit.record(None, verb, round, round.organisation)


@transaction.atomic
def _close_unseen(round: Round, unit: Unit | None, at: datetime.datetime) -> None:
    """They were too many to be none, so they are told as too few."""
    pending = round.assessments.filter(outcome=Outcome.PENDING)
    if unit:
        pending = pending.filter(unit=unit)
    elif round.mirror:
        forget_mirrors(round)
    voiced = pending.filter(level=Level.UNDERVISNING, responses__isnull=False)
    unseen = set(voiced.values_list("pk", flat=True))
    forget_voices(list(pending))
    _close(round, unit, at)
    Assessment.objects.filter(pk__in=unseen).update(outcome=Outcome.FEW)


def _forget(entry: Entry) -> str:
    person = User.objects.filter(pk=entry.key, pseudonymised_on=None).first()
    if person:
        forget(None, person)
    return ""


def _remove_texts(entry: Entry) -> str:
    round = Round.objects.filter(pk=entry.key).first()
    if round:
        with transaction.atomic():
            list(remove_texts(round, datetime.date.fromisoformat(entry.detail)))
    return ""


def _mask(entry: Entry) -> str:
    """Which words were names is kept nowhere, so all go."""
    told = ""
    for comment in Comment.objects.filter(block__round=entry.key).select_related("block"):
        if is_sealed_by(comment.text, entry.detail):
            mask(comment, re.findall(r"\w+", comment.text), digest(comment.text))
            told = _("En kommentar där namn hade tagits bort togs bort helt.")
    return told


def _remove(entry: Entry) -> str:
    organisation = Organisation.objects.filter(pk=entry.key).first()
    if organisation is None:
        return ""
    remove(organisation)
    return _("En huvudman som hade tagits bort togs bort igen.")


AGAIN = {
    Kind.ROUND: _close_again,
    Kind.UNIT: _close_again,
    Kind.PERSON: _forget,
    Kind.TEXTS: _remove_texts,
    Kind.NAMES: _mask,
    Kind.ORGANISATION: _remove,
}
