"""The huvudman's report on two pages, for those who decide: a nämnd, or a company's styrelse.

What is long is shortened by the same rule everywhere, and says where the whole of it stands.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from assessments.agenda import UNDER_WAY
from assessments.models import Action, Need, Round
from assessments.reading import NEAR, factor_name
from assessments.report.build import build_report
from assessments.report.parts import Highlight, Report
from assessments.report.summary import highlight_of
from assessments.results.chain import FactorResult, Found, counted, rows_apart
from assessments.terms import Section
from portal.models import Organisation
from portal.terms import OrganisationKind

TEXT_LIMIT, NOTE_LIMIT, NAME_LIMIT = 320, 130, 60
FACTORS, ROWS, ACTIONS, NEEDS = 6, 3, 3, 3
# The parts of the analysis that a decision rests on, in its own order.
SECTIONS = (Section.STRENGTHS, Section.TO_DEVELOP, Section.CAUSES, Section.FOLLOW_UP)
CUT = "\u00a0[…]"

TITLES = {
    OrganisationKind.INDEPENDENT: _("Sammanfattning för styrelsen"),
    OrganisationKind.STATE: _("Sammanfattning för ledningen"),
}
NAMND = _("Sammanfattning för nämnden")


@dataclass(frozen=True, slots=True)
class Step:
    """An action with what was last said of it."""

    action: Action
    measure: str
    followed_on: datetime.date | None = None
    followed: str = ""


@dataclass(frozen=True, slots=True)
class BoardSummary:
    """`left_…` tells how many more there are, which stand in the report alone."""

    report: Report
    title: str
    factors: list[FactorResult]
    left_factors: int
    compared: int
    together: list[Highlight]
    apart: list[Highlight]
    said: list[tuple[Section, str]]
    steps: list[Step]
    left_steps: int
    waiting: list[str]
    left_waiting: int

    def __str__(self) -> str:
        return self.title


def build_board_summary(round: Round, made_on: datetime.date, version: int) -> BoardSummary:
    """Of a closed round, from what the huvudman's report would say."""
    report = build_report(round, None, made_on, version)
    national = counted(report.results)
    actions = sorted(report.actions, key=lambda each: each.status not in UNDER_WAY)
    waiting = [need for need in report.needs if not need.answered_on]
    return BoardSummary(
        report=report,
        title=title_of(round.organisation),
        factors=report.results[:FACTORS],
        left_factors=len(report.results[FACTORS:]),
        compared=len(_compared(national)),
        together=[_told(found) for found in _together(national)[:ROWS]],
        apart=[_told(found) for found in rows_apart(national)[:ROWS]],
        said=list(_said(report)),
        steps=[_step(each) for each in actions[:ACTIONS]],
        left_steps=len(actions[ACTIONS:]),
        waiting=[shortened(need.text, NOTE_LIMIT) for need in _oldest(waiting)[:NEEDS]],
        left_waiting=len(waiting[NEEDS:]),
    )


def title_of(organisation: Organisation) -> str:
    """Who decides differs with what kind of huvudman it is."""
    return str(TITLES.get(OrganisationKind(organisation.kind), NAMND))


def shortened(text: str, limit: int) -> str:
    """As one paragraph: the whole sentences that fit, or else the words that do."""
    words = " ".join(text.split())
    if len(words) <= limit:
        return words
    room = words[: limit + 1]
    ends = [place for mark in ".?!" if (place := room.rfind(f"{mark} ")) > 0]
    if ends:
        return words[: max(ends) + 1] + CUT
    return (room[: room.rfind(" ")] if " " in room else words[:limit]) + CUT


def _compared(results: list[FactorResult]) -> list[Found]:
    return [(each, row) for each in results for row in each.rows if row.span is not None]


def _together(results: list[FactorResult]) -> list[Found]:
    """The rows where all levels see about the same thing, the closest first."""
    close = [found for found in _compared(results) if (found[1].span or 0.0) < NEAR]
    return sorted(close, key=lambda found: found[1].span or 0.0)


def _told(found: Found) -> Highlight:
    row = found[1]
    told = highlight_of(found, row.between, next(reversed(row.told)))
    name = Truncator(factor_name(found[0].asked.factor)).chars(NAME_LIMIT)
    return replace(told, title=f"{name}, {row.name.lower()}")


def _said(report: Report) -> Iterable[tuple[Section, str]]:
    told = dict(report.analysis.sections) if report.analysis else {}
    for section in SECTIONS:
        if text := told.get(section, ""):
            yield section, shortened(text, TEXT_LIMIT)


def _step(action: Action) -> Step:
    measure = shortened(action.measure or action.doing, NOTE_LIMIT)
    for latest in action.follow_ups.all()[:1]:
        return Step(action, measure, latest.made_on, shortened(latest.done, NOTE_LIMIT))
    return Step(action, measure)


def _oldest(needs: list[Need]) -> list[Need]:
    return sorted(needs, key=lambda each: (each.asked_on, each.pk))
