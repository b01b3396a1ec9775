"""A unit's year, phase by phase: what is done in each, and what is ahead."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.cycle.work import Item, Work, day_words, when
from assessments.cycle.years import Stretch
from assessments.models import Action, Assessment, Dialogue, FollowUp
from assessments.terms import ActionStatus, Phase

Told = Callable[[Work], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class PhaseWork:
    stretch: Stretch
    done: list[Item]
    ahead: list[Item]


def unit_year(work: Work) -> list[PhaseWork]:
    told: dict[Phase, tuple[Told, Told]] = {
        Phase.WHERE: (_closed, _open),
        Phase.AIM: (_held, _to_come),
        Phase.HOW: (_ongoing, _planned),
        Phase.OUTCOME: (_how_it_went, _late),
    }
    return [
        PhaseWork(each, *(list(items(work)) for items in told[each.phase]))
        for each in work.year.stretches
    ]


def _closed(work: Work) -> Iterator[Item]:
    for each in work.closed:
        told = _("stängde %(day)s") % {"day": day_words(_closed_on(each))}
        yield Item(each.round.title, work.at("unit_results", each.round_id), told)


def _closed_on(place: Assessment) -> datetime.date | None:
    early = timezone.localdate(place.closed_at) if place.closed_at else None
    return place.round.closed_on or early


def _open(work: Work) -> Iterator[Item]:
    for each in work.open:
        told = _until(each.round.closes_on)
        yield Item(each.round.title, work.answering(each.round_id), told)


def _held(work: Work) -> Iterator[Item]:
    for each in work.held:
        yield Item(_talk(each), work.page("dialogue", each.pk), day_words(each.held_on))


def _to_come(work: Work) -> Iterator[Item]:
    for each in work.to_come:
        yield Item(_talk(each), work.page("dialogue", each.pk), when(each))


def _talk(dialogue: Dialogue) -> str:
    words = _("Samtal om %(factor)s") % {"factor": dialogue.factor.name}
    return f"{words}, {dialogue.group}" if dialogue.group else words


def _ongoing(work: Work) -> Iterator[Item]:
    return _in_state(work, ActionStatus.ONGOING)


def _planned(work: Work) -> Iterator[Item]:
    return _in_state(work, ActionStatus.PLANNED)


def _in_state(work: Work, status: ActionStatus) -> Iterator[Item]:
    for each in work.actions:
        if each.status == status:
            yield _item(work, each, _until(each.ends_on))


def _item(work: Work, action: Action, told: str) -> Item:
    return Item(action.title, work.page("action", action.pk), told)


def _how_it_went(work: Work) -> Iterator[Item]:
    """Follow-ups, what is finished without one, the analyses and the reports."""
    for each in work.follow_ups:
        yield _item(work, each.action, _followed(each))
    followed = {each.action_id for each in work.follow_ups}
    for action in work.actions:
        if action.status == ActionStatus.DONE and action.pk not in followed:
            yield _item(work, action, str(ActionStatus.DONE.label).lower())
    for analysis in work.analyses:
        words = _("Analys, %(round)s") % {"round": analysis.round.title}
        yield Item(words, work.at("analysis", analysis.round_id))
    for place in work.closed:
        words = _("Kvalitetsrapport, %(round)s") % {"round": place.round.title}
        yield Item(words, work.at("unit_report", place.round_id))


def _followed(follow_up: FollowUp) -> str:
    status = str(ActionStatus(follow_up.status).label).lower()
    told = {"day": day_words(follow_up.made_on), "status": status}
    return _("uppföljd %(day)s: %(status)s") % told


def _late(work: Work) -> Iterator[Item]:
    for each in work.late:
        told = _("skulle vara klar %(day)s") % {"day": day_words(each.ends_on)}
        yield _item(work, each, told)


def _until(day: datetime.date) -> str:
    return _("till och med %(day)s") % {"day": day_words(day)}
