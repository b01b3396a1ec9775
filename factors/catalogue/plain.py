"""From an edition's content to a JSON file, in the shape that `reading` reads."""

import datetime
import json
from dataclasses import fields, is_dataclass
from typing import Any

from factors.catalogue.content import Catalogue

# What a file leaves out, since the reader takes it for granted.
DEFAULTS: dict[str, tuple[object, ...]] = {
    "complete": (True,),
    "own_wording": (False,),
    "follows": (0, ""),
}
EMPTY: tuple[object, ...] = ("", None)


def json_of(catalogue: Catalogue) -> str:
    return json.dumps(values_of(catalogue), ensure_ascii=False, indent=2) + "\n"


def values_of(entry: Any) -> dict[str, object]:
    """The entry as JSON-like values: keys in the documented order, defaults left out."""
    values = {field.name: getattr(entry, field.name) for field in fields(entry)}
    return {key: _plain(value) for key, value in values.items() if _is_told(key, value)}


def _is_told(key: str, value: object) -> bool:
    return value != () and value not in DEFAULTS.get(key, EMPTY)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [values_of(each) for each in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return values_of(value) if is_dataclass(value) else value
