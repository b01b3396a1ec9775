"""What a place wants to talk about: the rows that its people point at, in an order by a rule."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.models import Action, Finding
from assessments.report.parts import Highlight, Report
from assessments.report.summary import highlight_of
from assessments.results.chain import Found
from assessments.terms import ActionStatus, FindingKind

MOST = 10
# What holds best is nothing to be helped with.
TO_TALK_OF = (FindingKind.DEVELOP, FindingKind.SPAN, FindingKind.CHANGE)
Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Point:
    """A row, or a factor as a whole, and each reason to talk about it."""

    row: Highlight
    reasons: tuple[str, ...]


def points_of(report: Report) -> list[Point]:
    """Those with the most reasons first, and then in the round's order.

    A reason is somebody's word: a finding that the shared analysis confirms, or an action.
    """
    reasons = _reasons(report)
    found = [pair for pair in _rows(report) if _spot(pair) in reasons]
    found.sort(key=lambda pair: -len(reasons[_spot(pair)]))
    return [Point(_told(pair), tuple(reasons[_spot(pair)])) for pair in found[:MOST]]


def _rows(report: Report) -> list[Found]:
    return [(each, row) for each in report.results for row in (*each.rows, each.overall)]


def _spot(found: Found) -> Spot:
    return found[0].asked.factor.pk, found[1].number


def _told(found: Found) -> Highlight:
    row = found[1]
    shown = list(row.told) or [cell.level for cell in row.cells if cell.statement]
    return highlight_of(found, row.reading, shown[-1])


def _reasons(report: Report) -> dict[Spot, list[str]]:
    reasons: dict[Spot, list[str]] = defaultdict(list)
    for spot, words in (*_findings(report), *_actions(report)):
        reasons[spot].append(words)
    return reasons


def _findings(report: Report) -> Iterator[tuple[Spot, str]]:
    told = report.analysis.findings if report.analysis else ()
    for each in told:
        if each.kind in TO_TALK_OF:
            yield (each.factor_id, each.row), _finding(each)


def _finding(finding: Finding) -> str:
    kind = str(finding.get_kind_display()).lower()
    return _("Analysen, %(kind)s: %(told)s") % {"kind": kind, "told": finding.told}


def _actions(report: Report) -> Iterator[tuple[Spot, str]]:
    for action in report.actions:
        if action.status != ActionStatus.DROPPED:
            for each in action.rows.all():
                yield (each.factor_id, each.row), _action(action)


def _action(action: Action) -> str:
    return _("Insatsen %(title)s: %(status)s, till %(day)s.") % {
        "title": action.title,
        "status": str(action.get_status_display()).lower(),
        "day": date_format(action.ends_on, "j F Y"),
    }
