"""Stored reports that print what is taken back: their files go, as when a name is masked.

Whoever calls holds the round's lock, under which a report is kept, so that none is kept with it.
"""

from django.db.models import Q, QuerySet

from assessments.models import Analysis, Passage, QualityReport
from assessments.report.storage import remove_files
from portal.days import start_of


def remove_printed(analysis: Analysis) -> None:
    """Its own reports since it was shared, and the huvudman's where they may quote it."""
    places = Q(unit=analysis.unit_id)
    if analysis.passages.filter(quotable=True).exists():
        places |= _huvudmans(analysis)
    _remove(analysis, places)


def remove_quoting(analysis: Analysis) -> None:
    _remove(analysis, _huvudmans(analysis))


def quoted(passages: QuerySet[Passage]) -> QuerySet[Passage]:
    """Those of units that the huvudman's report may have quoted."""
    return passages.filter(
        quotable=True, analysis__unit__isnull=False, analysis__shared_on__isnull=False
    )


def _huvudmans(analysis: Analysis) -> Q:
    """Unless the huvudman's own analysis is locked: then they are what was decided on."""
    theirs = Analysis.objects.filter(round=analysis.round_id, unit=None)
    if theirs.filter(locked_on__isnull=False).exists():
        return Q(pk__in=[])
    return Q(unit=None)


def _remove(analysis: Analysis, places: Q) -> None:
    if analysis.shared_on is None:
        return
    made = QualityReport.objects.filter(places, round=analysis.round_id).exclude(file="")
    remove_files(made.filter(made_at__gte=start_of(analysis.shared_on)))
