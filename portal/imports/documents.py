"""JSON from other systems: parsed within bounds, and read without trusting its shape."""

import datetime
import json
from collections.abc import Collection, Iterable
from itertools import islice

from django.utils.translation import gettext as _

from portal.imports.records import Unreadable

# Small values take 25 times their length in memory.
LARGEST = 10_000_000
MOST_OBJECTS = 50_000
Values = dict[str, object]


def parsed(data: bytes, fields: Collection[str] | None = None) -> object:
    """The values in a document; a field that is not asked for is dropped while it is read.

    A reader that cannot name its fields gets them all.
    """
    if len(data) > LARGEST:
        raise Unreadable(
            _("Filen är för stor: den får vara högst 10 MB. Spara bara enheter och personal i den.")
        )
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=lambda pairs: {
                key: value for key, value in pairs if fields is None or key in fields
            },
        )
    except UnicodeDecodeError:
        raise Unreadable(_("Filen är inte kodad i UTF-8. Spara om den som UTF-8.")) from None
    except json.JSONDecodeError as error:
        message = _(
            "Filen är inte giltig JSON på rad %(line)s, tecken %(column)s. Spara den på nytt ur"
            " källan, utan att ändra i den."
        )
        raise Unreadable(message % {"line": error.lineno, "column": error.colno}) from None
    except (ValueError, RecursionError):
        raise Unreadable(
            _("Filen har ett tal som är för långt, eller för många nivåer. Spara den på nytt.")
        ) from None


def objects(values: Iterable[object]) -> list[Values]:
    """What should be objects; anything else counts as one without fields."""
    found = [mapping(each) for each in islice(values, MOST_OBJECTS + 1)]
    if len(found) > MOST_OBJECTS:
        raise Unreadable(
            _("Här finns fler än %(most)s poster, och så många tar portalen inte emot på en gång.")
            % {"most": MOST_OBJECTS}
        )
    return found


def mapping(value: object) -> Values:
    return value if isinstance(value, dict) else {}


def listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def text(values: Values, field: str) -> str:
    """Text on one line and without signs that can't be shown; "" for anything but text."""
    return shown(values.get(field))


def texts(value: object) -> list[str]:
    return [found for found in map(shown, listed(value)) if found]


def day(values: Values, field: str) -> datetime.date | None:
    """A day, also out of a point in time; None for anything else."""
    try:
        return datetime.date.fromisoformat(text(values, field)[:10])
    except ValueError:
        return None


def shown(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
