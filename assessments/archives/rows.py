"""From an organisation's rows to what an archive says of them."""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, QuerySet

from assessments.archives.nation import NAMES, Nation
from assessments.archives.table import Table
from assessments.archives.tables import PEOPLE, TABLES
from assessments.models import QualityReport
from assessments.report.changing import built_from
from assessments.report.storage import is_kept
from assessments.report.zipping import name_of
from portal.models import Organisation, User

Row = dict[str, Any]
# By the table's name.
Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Told:
    """What the archive says for all to read, what it says sealed, and the files that it names."""

    open: Rows
    sealed: Rows
    editions: set[str] = field(default_factory=set)
    reports: dict[str, QualityReport] = field(default_factory=dict)


def told(organisation: Organisation) -> Told:
    nation = Nation()
    found = Told({}, {})
    for table in TABLES:
        rows, closed = table.rows(organisation), table.sealed_rows(organisation)
        if table.is_open:
            found.open[table.name] = list(_rows(table, rows.exclude(pk__in=closed), nation, found))
        if table.sealed is not None:
            found.sealed[table.name] = list(_rows(table, closed, nation, found))
    _tell_of_files(organisation, found)
    found.open[PEOPLE.name] = list(_people(organisation, found))
    return found


def _rows(table: Table, rows: QuerySet, nation: Nation, found: Told) -> Iterator[Row]:
    fields = table.fields
    lists = {each.name: _several(each, rows) for each in table.lists}
    for pk, *values in rows.values_list("pk", *(each.attname for each in fields)):
        row: Row = {"id": pk}
        for each, value in zip(fields, values, strict=True):
            row[each.name] = _pointed(each, value, nation, found)
        for each in table.lists:
            row[each.name] = [
                _named(each.related_model, value, nation, found) for value in lists[each.name][pk]
            ]
        yield row


def _several(field: Any, rows: QuerySet) -> dict[int, list[int]]:
    through = field.remote_field.through
    owner, target = field.m2m_field_name(), field.m2m_reverse_field_name()
    pairs = through.objects.filter(**{f"{owner}__in": rows.values("pk")})
    found = defaultdict(list)
    for pk, value in pairs.order_by(owner, target).values_list(owner, target):
        found[pk].append(value)
    return found


def _pointed(field: Any, value: Any, nation: Nation, found: Told) -> Any:
    if isinstance(field, ForeignKey) and value is not None:
        return _named(field.related_model, value, nation, found)
    return plain(value)


def _named(model: Any, pk: int, nation: Nation, found: Told) -> int | str:
    """The row's number, or what is the nation's by name."""
    name = nation.names(model).get(pk) if model in NAMES else None
    if name is None:
        return pk
    found.editions.add(name.partition("/")[0])
    return name


def plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return [str(each) for each in value] if isinstance(value, tuple) else value


def _tell_of_files(organisation: Organisation, found: Told) -> None:
    """Each report's file in the archive, and whether what it was made from is unchanged."""
    reports = QualityReport.objects.filter(round__organisation=organisation)
    every = {each.pk: each for each in reports.select_related("round__organisation", "unit")}
    for row in found.open["quality_reports"]:
        report = every[row["id"]]
        row["file"] = f"pdf/{name_of(report)}" if is_kept(report) else ""
        row["is_up_to_date"] = report.built_from == built_from(report.round, report.unit)
        if row["file"]:
            found.reports[row["file"]] = report


def _people(organisation: Organisation, found: Told) -> Iterator[Row]:
    """Of those who work elsewhere, and are named here for what they did, the name alone."""
    own = set(organisation.memberships.values_list("user", flat=True))
    named = people_in(found.open) | people_in(found.sealed)
    people = User.objects.filter(pk__in=own | named).order_by("pk")
    for row in _rows(PEOPLE, people, Nation(), found):
        yield row if row["id"] in own else row | {"email": None, "source_id": None}


def people_in(rows: Rows) -> set[int]:
    """The numbers of all whom the rows name."""
    return {
        row[field.name]
        for table in TABLES
        for field in table.pointing_to(User)
        for row in rows.get(table.name, ())
        if row[field.name]
    }


def written(rows: Iterable[Row]) -> str:
    """A row a line."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n" if lines else "[]\n"
