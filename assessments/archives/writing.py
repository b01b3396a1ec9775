"""An organisation's archive: a zip of all that is the organisation's, which says what is what."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.archives.keys import key_of, proof
from assessments.archives.manifest import NAME as MANIFEST
from assessments.archives.manifest import Manifest
from assessments.archives.nation import with_bases
from assessments.archives.obstacles import obstacles
from assessments.archives.parts import Parts
from assessments.archives.readme import readme
from assessments.archives.rows import Told, told, written
from assessments.exports.csv import csv_of
from assessments.models import QualityReport, Round
from assessments.report.build import build_report, reference
from assessments.report.storage import stored_report, wanted_report
from factors.catalogue.dumping import content_of
from factors.catalogue.plain import json_of
from factors.models import Edition
from portal.backups import sealing
from portal.backups.databases import is_postgresql
from portal.backups.refusing import Refused
from portal.cells import csv_lines
from portal.event_log import rows as events_as_rows
from portal.languages import in_swedish
from portal.models import AuditEvent, Organisation, Unit
from portal.version import version

SEALED = "data/sealed.json.gpg"
SUMS = "SHA256SUMS.txt"
README = "README.txt"
NATIONAL = "catalogue/national/"
OWN = "catalogue/own/"


def write_archive(organisation: Organisation, target: Path, all_reports: bool = False) -> Manifest:
    """The file, which is there only when it is whole; Refused where something is in its way."""
    refuse_what_is_open(organisation)
    make_reports(organisation, all_reports)
    with snapshot():
        refuse_what_is_open(organisation)
        content = told(organisation)
    half = target.with_name(f"{target.name}.half")
    try:
        half.touch(mode=0o600)
        with in_swedish(), ZipFile(half, "w") as archive:
            manifest = _write(organisation, content, archive)
        with half.open("rb+") as written_so:
            os.fsync(written_so.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return manifest


def refuse_what_is_open(organisation: Organisation) -> None:
    if found := list(obstacles(organisation)):
        raise Refused(" ".join(found))


def make_reports(organisation: Organisation, all_of_them: bool) -> None:
    """The huvudman's of each closed round, which are few, and at will each unit's."""
    for round in organisation.rounds.closed().select_related("organisation").order_by("pk"):
        for unit in (None, *(units_of(round) if all_of_them else ())):
            stored_report(round, unit)


def units_of(round: Round) -> Iterator[Unit]:
    units = Unit.objects.filter(pk__in=round.assessments.values("unit"))
    yield from units.order_by("sort_key", "pk")


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read is of one moment, and what is written is refused if that is not now."""
    whole = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if whole and is_postgresql():
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _write(organisation: Organisation, content: Told, archive: ZipFile) -> Manifest:
    parts, number = Parts(archive), uuid4().hex
    key, sealed = key_of(number), sealed_text(content)
    for name, rows in content.open.items():
        parts.add(f"data/{name}.json", written(rows))
    _add_sealed(parts, sealed, key)
    _add_files(parts, organisation, content)
    parts.add(README, readme(organisation, number))
    parts.add(SUMS, "".join(f"{each['sha256']}  {name}\n" for name, each in parts.told.items()))
    manifest = Manifest(
        number=number,
        made_at=timezone.now().isoformat(timespec="seconds"),
        version=version(),
        organisation={
            "id": organisation.pk,
            "name": organisation.name,
            "slug": organisation.slug,
            "organisation_number": organisation.organisation_number,
        },
        parts=dict(parts.told),
        sealed=proof(key, sealed),
    )
    parts.add(MANIFEST, manifest.written(key))
    return manifest


def sealed_text(content: Told) -> str:
    return json.dumps(content.sealed, ensure_ascii=False, indent=0) + "\n"


def _add_sealed(parts: Parts, text: str, key: str) -> None:
    with tempfile.TemporaryDirectory(prefix="archive-", dir=settings.VAR_DIR) as folder:
        plain, sealed = Path(folder) / "sealed.json", Path(folder) / "sealed.gpg"
        plain.write_text(text)
        sealing.seal(plain, sealed, key)
        with sealed.open("rb") as file:
            parts.copy(SEALED, file)


def _add_files(parts: Parts, organisation: Organisation, content: Told) -> None:
    for name, report in content.reports.items():
        try:
            with report.file.open() as file:
                parts.copy(name, file)
        except FileNotFoundError:
            raise Refused(_("En rapport togs bort under tiden. Försök igen.")) from None
    for round in organisation.rounds.closed().select_related("organisation").order_by("pk"):
        for unit in (None, *units_of(round)):
            parts.add(f"csv/{_name_of(round, unit)}.csv", _figures(round, unit))
    parts.add("csv/handelser.csv", _events(organisation))
    for edition in with_bases(content.editions):
        parts.add(f"{NATIONAL}{edition.slug}.json", json_of(content_of(edition)))
    for edition in Edition.objects.filter(organisation=organisation).order_by("pk"):
        parts.add(f"{OWN}{edition.slug}.json", json_of(content_of(edition)))


def _name_of(round: Round, unit: Unit | None) -> str:
    place = unit or round.organisation
    return f"{place.slug}-{reference(round, unit)}"


def _figures(round: Round, unit: Unit | None) -> str:
    """As the report's page has them, without asking whether it is the same as its PDF."""
    kept = QualityReport.objects.filter(round=round, unit=unit).first()
    report = kept or wanted_report(round, unit, "")
    return csv_of(build_report(round, unit, report.made_on, report.version))


def _events(organisation: Organisation) -> str:
    return "".join(csv_lines(events_as_rows(AuditEvent.objects.filter(organisation=organisation))))
