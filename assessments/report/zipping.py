"""Reports that are kept, in one ZIP, which is made when it is asked for and never kept itself."""

import tempfile
from collections.abc import Iterable
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from assessments.models import QualityReport
from assessments.report.build import reference

SUMS = "SHA256SUMS.txt"
READABLE = 0o644 << 16


def zipped(reports: Iterable[QualityReport]) -> IO[bytes]:
    """With a list of checksums, as `sha256sum --check` reads it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever sends it closes it)
    sums = []
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for report in reports:
            name = name_of(report)
            with report.file.open() as pdf:
                archive.writestr(_entry(name, report), pdf.read())
            sums.append(f"{report.sha256}  {name}\n")
            latest = report
        if sums:
            archive.writestr(_entry(SUMS, latest), "".join(sums))
    file.seek(0)
    return file


def name_of(report: QualityReport) -> str:
    """By the place's address and the report's reference: no name that people write is a file's."""
    place = report.unit or report.round.organisation
    return f"{place.slug}-{reference(report.round, report.unit)}-version-{report.version}.pdf"


def _entry(name: str, report: QualityReport) -> ZipInfo:
    """The day on the report is the file's, so that the same reports are the same bytes."""
    entry = ZipInfo(name, (*report.made_on.timetuple()[:3], 0, 0, 0))
    entry.external_attr = READABLE
    return entry
