"""Files that people choose: sheets, and what was saved from other systems."""

import io
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from portal.imports.records import StaffReading, UnitReading, Unreadable
from portal.imports.sources import read_json
from portal.models import Organisation


def read_file(
    kind: str, name: str, data: bytes, organisation: Organisation
) -> UnitReading | StaffReading:
    if name.lower().endswith(".json"):
        return read_json(kind, data, organisation)
    raise Unreadable(_("Filen är av en sort som inte kan läsas. Välj en fil som slutar på .json."))


def template_file(kind: str) -> IO[bytes]:
    return io.BytesIO(kind.encode())


def template_csv(kind: str) -> Iterator[str]:
    yield kind
