"""The one thing that waits first in a unit's year, as a sentence that leads there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.cycle.work import UNDER_WAY, Item, Work, day_words, when
from assessments.models import Round


def next_step(work: Work) -> Item | None:
    return next(_waiting(work), None)


def _waiting(work: Work) -> Iterator[Item]:
    """To answer, then what is late, then to talk, to work, to write, and at last to read."""
    yield from _answering(work)
    yield from _late(work)
    yield from _talking(work)
    yield from _working(work)
    yield from _writing(work)
    for each in work.closed:
        words = _("Läs kvalitetsrapporten om %(round)s.") % {"round": each.round.title}
        yield Item(words, work.at("unit_report", each.round_id))


def _answering(work: Work) -> Iterator[Item]:
    for each in work.open:
        told = {"round": each.round.title, "day": day_words(each.round.closes_on)}
        words = _("Självskattningen %(round)s pågår till och med %(day)s.") % told
        yield Item(words, work.answering(each.round_id))


def _late(work: Work) -> Iterator[Item]:
    for each in work.late:
        told = {"action": each.title, "day": day_words(each.ends_on)}
        words = _("Följ upp ”%(action)s”, som skulle vara klar %(day)s.") % told
        yield Item(words, work.page("action", each.pk))


def _talking(work: Work) -> Iterator[Item]:
    for each in work.to_come:
        told = {"factor": each.factor.name, "when": when(each).lower()}
        words = _("Tala om %(factor)s: %(when)s.") % told
        yield Item(words, work.page("dialogue", each.pk))
    talked_of = {each.round_id for each in work.dialogues}
    for place in work.closed[:1]:
        if work.own and place.round_id not in talked_of:
            yield _untalked(work, place.round)
    worked = {each.dialogue_id for each in work.actions}
    for each in work.held[:1]:
        if work.leads and each.pk not in worked:
            words = _("Bestäm vad ni ska göra efter samtalet om %(factor)s.")
            told = {"factor": each.factor.name}
            yield Item(words % told, work.new("action_create", samtal=each.pk))


def _untalked(work: Work, round: Round) -> Item:
    if work.leads:
        words = _("Planera ett samtal om resultatet i %(round)s.") % {"round": round.title}
        return Item(words, work.new("dialogue_create", omgang=round.pk))
    words = _("Läs resultatet i %(round)s.") % {"round": round.title}
    return Item(words, work.at("unit_results", round.pk))


def _working(work: Work) -> Iterator[Item]:
    for each in work.actions:
        if each.status in UNDER_WAY:
            told = {"action": each.title, "day": day_words(each.ends_on)}
            words = _("Arbeta med ”%(action)s” till och med %(day)s.") % told
            yield Item(words, work.page("action", each.pk))


def _writing(work: Work) -> Iterator[Item]:
    """The analysis of the latest round, until it is shared."""
    shared = {each.round_id for each in work.analyses if each.shared_on}
    for each in work.closed[:1]:
        if work.leads and each.round_id not in shared:
            words = _("Skriv analysen av %(round)s.") % {"round": each.round.title}
            yield Item(words, work.at("analysis_edit", each.round_id))
