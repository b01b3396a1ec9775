"""The JSON Schema of an archive's rows, told from the models, so that it says what is written."""

from typing import Any

from django.db import models
from django.db.models import Field, ForeignKey

from assessments.archives.manifest import FORMAT, KIND
from assessments.archives.nation import NAMES
from assessments.archives.table import Table
from assessments.archives.tables import PEOPLE, TABLES
from portal.models.fields import SchoolFormsField
from portal.terms import SchoolForm

NUMBER = {"type": "integer"}
TEXT = {"type": "string"}
SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
PATH = {"type": "string", "pattern": "^pdf/|^$"}
MORE = {"file": PATH, "is_up_to_date": {"type": "boolean"}}


def schema() -> dict[str, Any]:
    every = (PEOPLE, *TABLES)
    opened = {each.name: _list_of(each) for each in every if each.is_open}
    closed = {each.name: _list_of(each) for each in every if each.sealed is not None}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An organisation's archive from Styrkedjan",
        "description": (
            "manifest is manifest.json; data.NAME is data/NAME.json; sealed is what "
            "data/sealed.json.gpg holds. A number points to the id of a row in the list that the "
            "description names; a text such as nationell-2026/ansvar/3/rektor to a national one."
        ),
        **_object({"manifest": _manifest(), "data": _object(opened), "sealed": _object(closed)}),
        "$defs": {each.name: _row(each) for each in every},
    }


def _manifest() -> dict[str, Any]:
    part = _object({"sha256": SHA256, "size": NUMBER})
    named = {"id": NUMBER, "name": TEXT, "slug": TEXT, "organisation_number": TEXT}
    return _object(
        {
            "kind": {"const": KIND},
            "format": {"const": FORMAT},
            "number": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "made_at": {"type": "string", "format": "date-time"},
            "version": TEXT,
            "organisation": _object(named),
            "parts": {"type": "object", "additionalProperties": part},
            "sealed": SHA256,
            "proof": SHA256,
        }
    )


def _list_of(table: Table) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{table.name}"}}


def _row(table: Table) -> dict[str, Any]:
    told = {"id": NUMBER} | {each.name: _value(each) for each in table.fields}
    for each in table.lists:
        told[each.name] = {"type": "array", "items": _pointer(each.related_model)}
    told |= {name: MORE[name] for name in table.more}
    return {"description": table.what} | _object(told)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _value(field: Field) -> dict[str, Any]:
    told = _pointer(field.related_model) if isinstance(field, ForeignKey) else _plain(field)
    if field.null:
        told = {"anyOf": [told, {"type": "null"}]}
    return told


def _pointer(model: Any) -> dict[str, Any]:
    names = {each.model: each.name for each in (PEOPLE, *TABLES)}
    kinds = ["integer", "string"] if model in NAMES else "integer"
    return {"type": kinds, "description": f"id in {names[model]}"}


def _plain(field: Field) -> dict[str, Any]:
    if isinstance(field, SchoolFormsField):
        return {"type": "array", "items": {"enum": [each.value for each in SchoolForm]}}
    if isinstance(field, models.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, models.IntegerField):
        return NUMBER
    if isinstance(field, models.DateTimeField):
        return TEXT | {"format": "date-time"}
    if isinstance(field, models.DateField):
        return TEXT | {"format": "date"}
    return _text(field)


def _text(field: Field) -> dict[str, Any]:
    if field.choices and field.name != "verb":
        empty = [""] if field.blank else []
        return {"enum": [*empty, *(value for value, _label in field.flatchoices if value)]}
    limit = field.max_length if isinstance(field, models.CharField | models.TextField) else None
    return TEXT | ({"maxLength": limit} if limit else {})
