"""A closed round's report is made once, and kept with its hash."""

import datetime
import hashlib
from contextlib import suppress
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from assessments.comments import masked_texts
from assessments.joint_ratings import Agreements, agreements_at
from assessments.models import QualityReport, Round
from assessments.models.reports import FOLDER
from assessments.report.build import build_report
from portal.models import Unit
from portal.pdf import render_pdf

A_DAY = datetime.timedelta(days=1)


def stored_report(round: Round, unit: Unit | None) -> QualityReport:
    """The report of a closed round; made now if nobody has asked for it, or if its file is lost.

    It is rendered before the lock is taken: a render takes a second, and a lock that long would
    make those wait who answer another round. Of two made at once the first is kept. One that has
    been overtaken is made again: by a joint rating, since the report is what freezes them, or by
    the removal of comments or of names in them, since it would keep them.
    """
    found = _stored(round, unit)
    if found:
        return found
    report, read = found_row(round, unit), _read(round, unit)
    pdf = render_pdf(report_html(report))
    with transaction.atomic():
        now = Round.objects.select_for_update().select_related("organisation").get(pk=round.pk)
        kept = _stored(round, unit)
        same = now.comments_removed_on == round.comments_removed_on
        if kept or (same and _read(round, unit) == read):
            return kept or _store(report, pdf)
    return stored_report(now, unit)


def found_row(round: Round, unit: Unit | None) -> QualityReport:
    """The row whose file is lost, so that the report keeps its date, or a new one."""
    kept = QualityReport.objects.filter(round=round, unit=unit).first()
    return kept or QualityReport(round=round, unit=unit, made_at=timezone.now())


def report_html(report: QualityReport) -> str:
    content = build_report(report.round, report.unit, report.made_on)
    return render_to_string("report/paper.html", {"report": content})


def _read(round: Round, unit: Unit | None) -> tuple[Agreements, list[str]]:
    """What may change while the report is made."""
    return agreements_at(round, unit) if unit else {}, masked_texts(round)


def _stored(round: Round, unit: Unit | None) -> QualityReport | None:
    report = QualityReport.objects.filter(round=round, unit=unit).first()
    kept = report and report.file and report.file.storage.exists(str(report.file))
    return report if kept else None


def _store(report: QualityReport, pdf: bytes) -> QualityReport:
    name = f"omgang-{report.round_id}" + (f"-enhet-{report.unit_id}" if report.unit_id else "")
    report.sha256 = hashlib.sha256(pdf).hexdigest()
    report.file.save(f"{name}.pdf", ContentFile(pdf), save=False)
    report.save()
    return report


def remove_files(reports: QuerySet[QualityReport]) -> int:
    """The rows stay, since a report that has been made is what ends a joint rating."""
    for report in reports:
        transaction.on_commit(partial(report.file.storage.delete, str(report.file)))
    return reports.update(file="", sha256="", made_at=timezone.now())


def remove_strays() -> None:
    """Files that no row names, as a crash leaves them: they may print comments that are removed.

    A day old, so that none is taken that is just being stored.
    """
    named = set(QualityReport.objects.values_list("file", flat=True))
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(FOLDER)[1]:
            path = f"{FOLDER}/{name}"
            old = default_storage.get_modified_time(path) < timezone.now() - A_DAY
            if old and path not in named:
                default_storage.delete(path)
