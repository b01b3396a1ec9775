"""From what an archive says of a row to a row of this database: nothing is taken on trust."""

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import NOT_PROVIDED, CharField, Field, ForeignKey, Model, TextField
from django.utils.translation import gettext as _

from assessments.archives.nation import NAMES, Nation
from assessments.archives.rows import Row
from assessments.archives.table import Table
from assessments.archives.unpacking import broken
from portal.backups.refusing import Refused
from portal.models import Organisation
from portal.models.fields import SchoolFormsField


@dataclass
class Numbers:
    """What each row's number in the archive is here, by model.

    `whole`: all rows are there, so that one that is not found is a fault; else what was sealed is
    left empty.
    """

    organisation: Organisation
    whole: bool
    nation: Nation = field(default_factory=Nation)
    found: dict[type[Model], dict[int, int]] = field(default_factory=dict)

    def here(self, model: type[Model], name: Any) -> int | None:
        """None where the archive names nothing that is here."""
        if isinstance(name, str) and model in NAMES:
            return self.nation.numbers(model).get(name)
        return self.found.get(model, {}).get(name) if type(name) is int else None


def check_keys(table: Table, row: Row) -> None:
    """What is missing has the value that new rows have; what is not known is a newer program's."""
    lists = {each.name for each in table.lists}
    known = {"id", *(each.name for each in table.fields), *lists, *table.more}
    if row.keys() - known:
        raise Refused(_("Arkivet är gjort av en nyare version av portalen. Uppdatera den."))
    missing = {each.name for each in table.fields if not _may_be_missing(each)} - row.keys()
    if missing or not all(isinstance(row.get(name, []), list) for name in lists):
        raise _wrong(table, row, ", ".join(sorted(missing or lists)))


def _may_be_missing(field: Field) -> bool:
    return field.null or field.has_default() or field.db_default is not NOT_PROVIDED


def instance(table: Table, row: Row, numbers: Numbers) -> Any:
    """A row that is not saved yet, without what comes later."""
    made = table.model()
    for each in table.model._meta.concrete_fields:
        if each.related_model is Organisation:
            setattr(made, each.attname, numbers.organisation.pk)
    for each in table.fields:
        if each.name in row and each.name not in table.later:
            setattr(made, each.attname, value_of(table, row, each, numbers))
    return made


def value_of(table: Table, row: Row, field: Field, numbers: Numbers) -> Any:
    value = row[field.name]
    if isinstance(field, ForeignKey) and value is not None:
        return _pointed(table, row, field, numbers)
    if value is None and field.null:
        return None
    return _cleaned(table, row, field, value)


def _pointed(table: Table, row: Row, field: ForeignKey, numbers: Numbers) -> int | None:
    found = numbers.here(field.related_model, row[field.name])
    if found is None and (numbers.whole or not field.null):
        raise _wrong(table, row, field.name)
    return found


def several(table: Table, row: Row, field: Any, numbers: Numbers) -> list[int]:
    found = [numbers.here(field.related_model, name) for name in row.get(field.name, ())]
    if None in found:
        raise _wrong(table, row, field.name)
    return [pk for pk in found if pk is not None]


def _cleaned(table: Table, row: Row, field: Field, value: Any) -> Any:
    kinds: Container[type] = (list,) if isinstance(field, SchoolFormsField) else (str, int, bool)
    try:
        if type(value) not in kinds or _is_no_text(field, value):
            raise ValueError
        return value if value == "" and field.empty_strings_allowed else field.clean(value, None)
    except (ValidationError, ValueError, TypeError, OverflowError):
        raise _wrong(table, row, field.name) from None


def _is_no_text(field: Field, value: Any) -> bool:
    """A text's limit is else held by its form alone; no database keeps the null character."""
    if not isinstance(field, CharField | TextField) or isinstance(field, SchoolFormsField):
        return False
    if not isinstance(value, str):
        return True
    return "\0" in value or (field.max_length is not None and len(value) > field.max_length)


def _wrong(table: Table, row: Row, what: str) -> Refused:
    return broken(f"{table.name}.json, id {row['id']}, {what}")
