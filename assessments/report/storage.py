"""Each version of a closed round's report is made once, and kept with its hash."""

import datetime
import hashlib
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from assessments.comments import masked_texts
from assessments.models import QualityReport, Round
from assessments.models.reports import FOLDER
from assessments.report.build import build_report
from assessments.report.changing import built_from
from assessments.report.origin import origin
from portal.languages import in_swedish
from portal.models import Unit
from portal.pdf import render_pdf

A_DAY = datetime.timedelta(days=1)


def stored_report(round: Round, unit: Unit | None, renew: bool = False) -> QualityReport:
    """The latest version of a closed round's report; made now if nobody has asked for it.

    With `renew` a new version, where what the latest was made from has changed since. It is
    rendered before the lock is taken: a render takes a second, and a lock that long would make
    those wait who answer another round. Of two made at once the first is kept. One that has been
    overtaken is made again: by what people write of dialogues and actions, since it would lack it,
    or by the removal of texts or of names in them, since it would keep them.
    """
    read = _read(round, unit)
    report = wanted_report(round, unit, read.built_from, renew)
    if is_kept(report):
        return report
    pdf = render_pdf(report_html(report))
    with transaction.atomic():
        now = Round.objects.select_for_update().select_related("organisation").get(pk=round.pk)
        standing = _read(now, unit)
        kept = wanted_report(now, unit, standing.built_from, renew)
        if is_kept(kept):
            return kept
        if standing == read:
            return _store(report, pdf, read.built_from)
    return stored_report(now, unit, renew)


def wanted_report(
    round: Round, unit: Unit | None, built_from: str, renew: bool = False
) -> QualityReport:
    """The latest version; one that is to be made, where there is none or a new one is asked for.

    Where its file is removed it is made again, and where the file is lost too, with its date; but
    what has been read and would not be the same any more becomes a version of its own.
    """
    latest = QualityReport.objects.filter(round=round, unit=unit).first()
    if latest is None:
        return QualityReport(round=round, unit=unit, made_at=timezone.now())
    changed = latest.built_from != built_from
    another = (changed and renew) if is_kept(latest) else (changed or made_otherwise(latest))
    if latest.file and another:
        return QualityReport(
            round=round, unit=unit, version=latest.version + 1, made_at=timezone.now()
        )
    return latest


def made_otherwise(report: QualityReport) -> bool:
    """With another program or other templates than those of today."""
    return any(getattr(report, name) != told for name, told in origin(report.round).items())


def is_kept(report: QualityReport) -> bool:
    return bool(report.file) and report.file.storage.exists(str(report.file))


def report_html(report: QualityReport) -> str:
    """In Swedish, whoever happens to be the first to ask for it."""
    with in_swedish():
        content = build_report(report.round, report.unit, report.made_on, report.version)
        return render_to_string("report/paper.html", {"report": content})


class _Read(NamedTuple):
    """What may change while the report is made."""

    built_from: str
    masked: list[str]
    removed_on: datetime.date | None


def _read(round: Round, unit: Unit | None) -> _Read:
    return _Read(built_from(round, unit), masked_texts(round), round.comments_removed_on)


def _store(report: QualityReport, pdf: bytes, built_from: str) -> QualityReport:
    name = f"omgang-{report.round_id}" + (f"-enhet-{report.unit_id}" if report.unit_id else "")
    report.sha256, report.built_from = hashlib.sha256(pdf).hexdigest(), built_from
    for field, told in origin(report.round).items():
        setattr(report, field, told)
    report.file.save(f"{name}-version-{report.version}.pdf", ContentFile(pdf), save=False)
    report.save()
    return report


def remove_files(reports: QuerySet[QualityReport]) -> int:
    """Of all versions; the rows stay, and tell the day that their files were removed."""
    for report in reports:
        transaction.on_commit(partial(report.file.storage.delete, str(report.file)))
    return reports.update(file="", sha256="", made_at=timezone.now())


def remove_strays() -> None:
    """They may print comments that are removed."""
    remove_unnamed(FOLDER, QualityReport.objects.all())


def remove_unnamed(folder: str, rows: QuerySet[Any]) -> None:
    """Files that no row names, as a crash leaves them.

    A day old, so that none is taken that is just being stored.
    """
    named = set(rows.values_list("file", flat=True))
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(folder)[1]:
            path = f"{folder}/{name}"
            old = default_storage.get_modified_time(path) < timezone.now() - A_DAY
            if old and path not in named:
                default_storage.delete(path)
