"""A morning with everybody there: many save, some read results, and reports are ordered."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections

from assessments.closing import close_round
from assessments.models import OrderedReport, Participation, QualityReport, Round
from assessments.report.ordering import order_one
from assessments.report.storage import remove_files
from benchmarks.answers import answer, settle
from benchmarks.edition import add_sixty
from benchmarks.pages import addresses
from benchmarks.people import READ_SECONDS, SAVE_SECONDS, Reader, Writer
from benchmarks.wire import Wire
from benchmarks.world import add_organisation, add_people, opened_round
from factors.models import Statement
from portal.models import User
from portal.terms import Level, Role
from tests.crash.stage import session_of
from tests.deploy.served import HOST

WRITERS, READERS, REPORTS = 300, 20, 5
REPORTS_EVERY, TICK_EVERY = 60.0, 300.0
# What somebody who reads results opens, one after the other.
PAGES = ("overview", "chain", "unit", "unit_chain", "trend")


@dataclass
class World:
    """A municipality with a closed round that everybody answered, and one that is open."""

    closed: Round
    statements: list[int]
    writing: list[tuple[str, int, str]]
    reading: list[str]

    def writers(self, port: int) -> list[Writer]:
        return [
            Writer(Wire(port), HOST, session, [], address, participation, self.statements)
            for address, participation, session in self.writing
        ]

    def readers(self, port: int) -> list[Reader]:
        """Each begins with another page."""
        pages = list(addresses(self.closed, *PAGES).values())
        return [
            Reader(Wire(port), HOST, session, [], pages[turn % len(pages) :] + pages)
            for turn, session in enumerate(self.reading)
        ]


def lay(quick: bool) -> World:
    units, people, writers, readers = (2, 12, 6, 2) if quick else (40, 1200, WRITERS, READERS)
    organisation, edition = add_organisation(units, people), add_sixty(quick)
    add_people(organisation, [(Role.HUVUDMAN, None)] * readers, "l")
    closed = opened_round(organisation, edition)
    answer(closed)
    close_round(closed)
    now = opened_round(organisation, edition)
    settle()
    asked = Participation.objects.filter(
        assessment__round=now, assessment__level=Level.UNDERVISNING
    ).select_related("user")
    statements = Statement.objects.filter(level=Level.UNDERVISNING).order_by("factor", "row")
    return World(
        closed,
        list(statements.values_list("pk", flat=True)),
        [
            (f"/{organisation.slug}/svar/{each.pk}/spara/", each.pk, session_of(each.user))
            for each in asked.order_by("pk")[:writers]
        ],
        [session_of(each) for each in User.objects.filter(email__startswith="l").order_by("pk")],
    )


async def held(people: Sequence[Writer | Reader], over: asyncio.Event) -> None:
    """Everybody at their own pace until it is over."""
    every = {Writer: SAVE_SECONDS, Reader: READ_SECONDS}
    await asyncio.gather(*(each.live(over, every[type(each)]) for each in people))


async def again(over: asyncio.Event, every: float, act: Callable[..., None], *given: Any) -> None:
    """At once, and then every so many seconds until it is over."""
    while True:
        await asyncio.to_thread(act, *given)
        try:
            await asyncio.wait_for(over.wait(), every)
        except TimeoutError:
            continue
        return


def order(round: Round) -> None:
    """The reports of some units at once; those that were made before are made again."""
    remove_files(QualityReport.objects.filter(round=round).exclude(file=""))
    for unit in round.organisation.units.order_by("pk")[:REPORTS]:
        order_one(round, unit)
    connections.close_all()


def made() -> dict[str, object]:
    """What became of the reports, and how long each took from its order."""
    ordered = list(OrderedReport.objects.select_related("order"))
    seconds = [
        (each.made_at - each.order.ordered_at).total_seconds() for each in ordered if each.made_at
    ]
    return {
        "ordered": len(ordered),
        "made": len(seconds),
        "failed": [each.failure for each in ordered if each.failure],
        "slowest_seconds": round(max(seconds, default=0), 1),
    }
