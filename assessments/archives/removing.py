"""An organisation is removed with all that it holds, and with people who are nobody elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import PROTECT, QuerySet

from assessments.archives.table import Left, Table
from assessments.archives.tables import LEFT, TABLES
from assessments.models import Archive, QualityReport
from portal import removals
from portal.leaving import pseudonymise
from portal.models import AuditEvent, Organisation, User


@dataclass(frozen=True, slots=True)
class Gone:
    """How many: rows of each kind, files, and people. Of the `nobody` a number is left, since the
    nation's catalogue tells what they did. Those `kept` work elsewhere too, or for the portal.
    """

    rows: dict[str, int]
    files: int
    people: int
    nobody: int
    kept: int


@transaction.atomic
def remove(organisation: Organisation) -> Gone:
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    named = _named_by(organisation)
    files = _remove_files(organisation)
    rows = _remove_rows(organisation)
    left = User.objects.filter(pk__in=named, memberships=None)
    alone = left.filter(is_catalogue_editor=False, is_steward=False)
    nobody = list(alone.filter(pk__in=_named_elsewhere()))
    gone = list(alone.exclude(pk__in=[each.pk for each in nobody]).values_list("pk", flat=True))
    for person in nobody:
        if not person.pseudonymised_on:
            pseudonymise(person)
    User.objects.filter(pk__in=gone).delete()
    _end_sessions_of({*gone, *(each.pk for each in nobody)})
    removals.remember(removals.Kind.ORGANISATION, organisation.pk)
    return Gone(rows, files, len(gone), len(nobody), len(named) - len(gone) - len(nobody))


def _named_by(organisation: Organisation) -> set[int]:
    """Who works here or has, and whom the log names."""
    events = AuditEvent.objects.filter(organisation=organisation)
    found = [
        organisation.memberships.values_list("user", flat=True),
        events.exclude(actor=None).values_list("actor", flat=True),
        events.exclude(person=None).values_list("person", flat=True),
    ]
    return set[int]().union(*found)


def _remove_files(organisation: Organisation) -> int:
    reports = QualityReport.objects.filter(round__organisation=organisation)
    archives = Archive.objects.filter(organisation=organisation)
    names = [*_names(reports), *_names(archives)]
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
    return len(names)


def _names(rows: QuerySet) -> Iterable[str]:
    return rows.exclude(file="").values_list("file", flat=True)


def _remove_rows(organisation: Organisation) -> dict[str, int]:
    """Each table as a set, after all that points to it, whatever protects it."""
    counted = {}
    tables: list[Table | Left] = [*TABLES, *LEFT]
    for table in reversed(tables):
        rows = table.every(organisation)
        for field in table.lists:
            owner = field.m2m_field_name()
            through = field.remote_field.through._base_manager.filter(**{f"{owner}__in": rows})
            through._raw_delete(through.db)
        if number := rows._raw_delete(rows.db):
            counted[table.what] = number
    return dict(reversed(counted.items()))


def _named_elsewhere() -> set[int]:
    """Whom something names that may not lose the name of who did it."""
    found: set[int] = set()
    for relation in User._meta.related_objects:
        if relation.on_delete is PROTECT:
            rows = relation.related_model._base_manager.exclude(**{relation.field.name: None})
            found |= set(rows.values_list(relation.field.name, flat=True).distinct())
    return found


def _end_sessions_of(people: set[int]) -> None:
    numbers = {str(pk) for pk in people}
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) in numbers:
            session.delete()
