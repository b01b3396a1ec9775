"""An archive as it is read: each part as the manifest says, or Refused before anything is done."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from assessments.archives.keys import is_proved
from assessments.archives.manifest import Manifest
from assessments.archives.rows import Row, Rows
from assessments.archives.tables import PEOPLE, TABLES
from assessments.archives.unpacking import LARGEST_TEXT, broken, manifest_in, opened, unpack
from assessments.archives.writing import NATIONAL, SEALED
from portal.backups import sealing
from portal.backups.refusing import Refused


@dataclass(frozen=True)
class Content:
    """`files` is the folder that its parts were unpacked to; `editions` the nation's, by name."""

    manifest: Manifest
    rows: Rows
    editions: dict[str, bytes]
    files: Path


def read_archive(source: Path, work: Path, key: str | None) -> Content:
    """What is in it, unpacked to the folder; without a key what is sealed is left out."""
    with opened(source) as archive:
        manifest = manifest_in(archive)
        if key is not None and not manifest.is_proved_by(key):
            raise Refused(
                _(
                    "Nyckeln är inte arkivets, eller så har arkivet ändrats efter att det gjordes. "
                    "Inget är inläst."
                )
            )
        for name in manifest.parts:
            target = work / name
            target.parent.mkdir(parents=True, exist_ok=True)
            unpack(archive, name, manifest, target)
    rows = _rows(work, manifest)
    if key is not None:
        for name, sealed in _sealed(work, manifest, key).items():
            whole = sorted([*rows[name], *sealed], key=lambda row: row["id"])
            rows[name] = _listed(SEALED, whole)
    national = sorted((work / NATIONAL).glob("*.json"))
    editions = {file.stem: _bytes(file) for file in national}
    return Content(manifest, rows, editions, work)


def _rows(work: Path, manifest: Manifest) -> Rows:
    """Of every table; one that an older program did not have is empty."""
    rows: Rows = {}
    for table in (PEOPLE, *TABLES):
        name = f"data/{table.name}.json"
        there = table.is_open and name in manifest.parts
        rows[table.name] = _listed(name, _json(name, _bytes(work / name))) if there else []
    known = {SEALED, *(f"data/{name}.json" for name in rows)}
    if {name for name in manifest.parts if name.startswith("data/")} - known:
        raise Refused(_("Arkivet är gjort av en nyare version av portalen. Uppdatera den."))
    return rows


def _sealed(work: Path, manifest: Manifest, key: str) -> Rows:
    target = work / "sealed.json"
    told = _("Det förseglade i arkivet gick inte att öppna: %(reason)s")
    sealing.unseal(work / SEALED, target, key, told)
    data = _bytes(target)
    if not is_proved(key, data.decode(errors="replace"), manifest.sealed):
        raise broken(SEALED)
    found = _json(SEALED, data)
    names = {table.name for table in TABLES if table.sealed is not None}
    if not isinstance(found, dict) or not found.keys() <= names:
        raise broken(SEALED)
    return {name: _listed(SEALED, rows) for name, rows in found.items()}


def _bytes(file: Path) -> bytes:
    if file.stat().st_size > LARGEST_TEXT:
        raise broken(file.name)
    return file.read_bytes()


def _json(name: str, data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise broken(name) from None


def _listed(name: str, rows: Any) -> list[Row]:
    """Rows with a number each, and none of them twice."""
    numbers = list(_numbers(name, rows))
    if len(set(numbers)) != len(numbers):
        raise broken(name)
    return rows


def _numbers(name: str, rows: Any) -> Iterator[int]:
    if not isinstance(rows, list):
        raise broken(name)
    for row in rows:
        if not isinstance(row, dict) or type(row.get("id")) is not int:
            raise broken(name)
        yield row["id"]
