"""An archive becomes an organisation here: all of it in one transaction, or nothing."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from assessments.archives.nation import check_standing
from assessments.archives.reading import Content
from assessments.archives.rows import Row
from assessments.archives.table import Table
from assessments.archives.tables import PEOPLE, TABLES
from assessments.archives.unpacking import broken
from assessments.archives.values import Numbers, check_keys, instance, several, value_of
from assessments.models import QualityReport
from assessments.models.reports import FOLDER
from assessments.report.changing import built_from
from portal import audit
from portal.backups.refusing import Refused
from portal.models import Organisation, User
from portal.verbs import Verb

BATCH = 500
ORGANISATIONS, *OTHERS = TABLES


def import_archive(content: Content, whole: bool) -> Organisation:
    """`whole`: with what is sealed. Refused, and nothing is done, where anything is wrong."""
    _check_free(content)
    check_standing(content.editions)
    for table in (PEOPLE, *TABLES):
        for row in content.rows[table.name]:
            check_keys(table, row)
    try:
        with _files_of_the_archive(content) as files, transaction.atomic():
            return _write(content, whole, files)
    except DatabaseError as error:
        raise broken(str(error).splitlines()[0]) from None


def _check_free(content: Content) -> None:
    found = content.rows[ORGANISATIONS.name]
    if len(found) != 1 or found[0].get("slug") != content.manifest.slug:
        raise broken(f"{ORGANISATIONS.name}.json")
    if Organisation.objects.filter(slug=content.manifest.slug).exists():
        told = _("Det finns redan en huvudman med adressnamnet %s. Inget är inläst.")
        raise Refused(told % content.manifest.slug)


def _write(content: Content, whole: bool, files: dict[str, str]) -> Organisation:
    [row] = content.rows[ORGANISATIONS.name]
    numbers = Numbers(Organisation(), whole)
    here = instance(ORGANISATIONS, row, numbers)
    here.save()
    numbers.organisation = here
    numbers.found[User] = _people(content.rows[PEOPLE.name], numbers)
    for table in OTHERS:
        _insert(table, content.rows[table.name], numbers, files)
    for table in OTHERS:
        _set_later(table, content.rows[table.name], numbers)
    _renew_digests(content.rows["quality_reports"], numbers)
    audit.record(None, Verb.ORGANISATION_IMPORTED, here, here)
    return here


def _people(rows: list[Row], numbers: Numbers) -> dict[int, int]:
    """Who has the same address is the same person, and stays as they are here."""
    made = [instance(PEOPLE, row, numbers) for row in rows]
    addresses = [person.email for person in made if person.email]
    known = dict(User.objects.filter(email__in=addresses).values_list("email", "pk"))
    named = [person.source_id for person in made if person.source_id]
    taken = set(User.objects.filter(source_id__in=named).values_list("source_id", flat=True))
    new = [person for person in made if person.email not in known]
    for person in new:
        person.set_unusable_password()
        if person.source_id in taken:
            person.source_id = None
    User._base_manager.bulk_create(new, BATCH)
    pks = [known.get(person.email) or person.pk for person in made]
    return {row["id"]: pk for row, pk in zip(rows, pks, strict=True)}


def _insert(table: Table, rows: list[Row], numbers: Numbers, files: dict[str, str]) -> None:
    made = [instance(table, row, numbers) for row in rows]
    if table.model is QualityReport:
        for report, row in zip(made, rows, strict=True):
            report.file = files.get(row.get("file", ""), "")
    table.model._base_manager.bulk_create(made, BATCH)
    pks = {row["id"]: each.pk for row, each in zip(rows, made, strict=True)}
    numbers.found[table.model] = pks
    for field in table.lists:
        through = field.remote_field.through
        owner, target = field.m2m_column_name(), field.m2m_reverse_name()
        pairs = (
            through(**{owner: pks[row["id"]], target: pk})
            for row in rows
            for pk in several(table, row, field, numbers)
        )
        through._base_manager.bulk_create(pairs, BATCH)


def _set_later(table: Table, rows: list[Row], numbers: Numbers) -> None:
    """What points within its own table, or bars what comes after it."""
    names = [name for name in table.later if any(row.get(name) is not None for row in rows)]
    if not names:
        return
    changed = []
    for row in rows:
        if any(row.get(name) is not None for name in names):
            one = table.model(pk=numbers.found[table.model][row["id"]])
            for field in (table.model._meta.get_field(name) for name in names):
                setattr(one, field.attname, value_of(table, row, field, numbers))
            changed.append(one)
    table.model._base_manager.bulk_update(changed, names, BATCH)


def _renew_digests(rows: list[Row], numbers: Numbers) -> None:
    """A report that was up to date is so here, where what it was made from has other numbers."""
    current = [row["id"] for row in rows if row.get("is_up_to_date") is True]
    pks = [numbers.found[QualityReport][number] for number in current]
    reports = QualityReport.objects.filter(pk__in=pks)
    for report in reports.select_related("round__organisation", "unit"):
        report.built_from = built_from(report.round, report.unit)
        report.save(update_fields=["built_from"])


@contextmanager
def _files_of_the_archive(content: Content) -> Iterator[dict[str, str]]:
    """The reports' files where they are kept here, by their names in the archive."""
    stored: dict[str, str] = {}
    try:
        for row in content.rows["quality_reports"]:
            if name := row.get("file"):
                stored[name] = _stored(content.files, name, row)
        yield stored
    except BaseException:
        for name in stored.values():
            default_storage.delete(name)
        raise


def _stored(files: Path, name: str, row: Row) -> str:
    source = files / str(name)
    if not str(name).startswith("pdf/") or ".." in str(name) or not source.is_file():
        raise broken(f"quality_reports.json, id {row['id']}, file")
    with source.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != row.get("sha256"):
            raise broken(str(name))
        file.seek(0)
        return default_storage.save(f"{FOLDER}/{source.name}", File(file))
