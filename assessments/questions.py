"""Three questions of a place that the start page answers within one click."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from assessments.models import Assessment, Round
from assessments.terms import RoundState
from portal.models import Unit


@dataclass(frozen=True, slots=True)
class Questions:
    """How many have answered, where do the levels differ, and what has changed since last time?

    `unit` None: the huvudman as a whole. `again`: a round closed before the latest one.
    """

    unit: Unit | None
    running: Round | None
    latest: Round | None
    again: bool


def questions_of(
    governs: bool, rounds: Iterable[Round], led: Iterable[Assessment]
) -> list[Questions]:
    """Of the huvudman to those at that level, and of each unit that the person leads.

    `led`: the opened assessments of those units, unit by unit, with their rounds.
    """
    places: dict[Unit | None, list[Round]] = {None: list(rounds)} if governs else {}
    for unit, assessments in groupby(led, key=lambda a: a.unit):
        places[unit] = list(dict.fromkeys(each.round for each in assessments))
    found = (_questions(unit, rounds) for unit, rounds in places.items())
    return [each for each in found if each.running or each.latest]


def _questions(unit: Unit | None, rounds: list[Round]) -> Questions:
    running = [round for round in rounds if round.state is RoundState.OPEN]
    closed = [round for round in rounds if round.state is RoundState.CLOSED]
    return Questions(unit, _last(running), _last(closed), len(closed) > 1)


def _last(rounds: list[Round]) -> Round | None:
    return max(rounds, key=lambda round: (round.closes_on, round.pk), default=None)
