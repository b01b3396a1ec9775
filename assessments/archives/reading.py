"""An archive as it is read: each part as the manifest says, or Refused before anything is done."""

import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from assessments.archives import manifest as manifests
from assessments.archives.keys import is_proved
from assessments.archives.manifest import Manifest
from assessments.archives.rows import Row, Rows
from assessments.archives.tables import PEOPLE, TABLES
from assessments.archives.writing import NATIONAL, SEALED
from portal.backups import sealing
from portal.backups.refusing import Refused

MOST_PARTS = 100_000
# A large municipality's reports of ten years, and its rows: what is read at once is far less.
MOST_BYTES = 20 * (1 << 30)
LARGEST_TEXT = 1 << 28
CHUNK = 1 << 20
IS_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Content:
    """`files` is the folder that its parts were unpacked to; `editions` the nation's, by name."""

    manifest: Manifest
    rows: Rows
    editions: dict[str, bytes]
    files: Path


def read_manifest(source: Path) -> Manifest:
    with opened(source) as archive:
        return _manifest(archive)


def check_parts(source: Path) -> Manifest:
    """What it says of itself, when each part is found to be so; nothing is unpacked."""
    with opened(source) as archive:
        manifest = _manifest(archive)
        for name in manifest.parts:
            _unpack(archive, name, manifest, Path(os.devnull))
    return manifest


def read_archive(source: Path, work: Path, key: str | None) -> Content:
    """What is in it, unpacked to the folder; without a key what is sealed is left out."""
    with opened(source) as archive:
        manifest = _manifest(archive)
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
            _unpack(archive, name, manifest, target)
    rows = _rows(work, manifest)
    if key is not None:
        for name, sealed in _sealed(work, manifest, key).items():
            rows[name] = sorted([*rows[name], *sealed], key=lambda row: row["id"])
    national = sorted((work / NATIONAL).glob("*.json"))
    editions = {file.stem: _bytes(file) for file in national}
    return Content(manifest, rows, editions, work)


@contextmanager
def opened(source: Path) -> Iterator[ZipFile]:
    """The zip; what is wrong with it is told as Refused."""
    if not source.is_file():
        raise Refused(_("%s finns inte.") % source)
    try:
        archive = ZipFile(source)
    except (BadZipFile, OSError, ValueError):
        raise Refused(_("Filen är inget arkiv från Styrkedjan.")) from None
    try:
        with archive:
            yield archive
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise broken(str(error)) from None


def broken(what: str) -> Refused:
    return Refused(_("Arkivet är trasigt: %(what)s. Ta en annan kopia av det.") % {"what": what})


def _manifest(archive: ZipFile) -> Manifest:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if manifests.NAME not in names:
        raise Refused(_("Filen är inget arkiv från Styrkedjan."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise Refused(_("Arkivet är större än något riktigt arkiv. Inget är inläst."))
    manifest = Manifest.read(_text(archive, manifests.NAME))
    if sorted(names) != sorted([manifests.NAME, *manifest.parts]):
        raise broken(manifests.NAME)
    for part in parts:
        _check(part, manifest)
    return manifest


def _check(part: ZipInfo, manifest: Manifest) -> None:
    name = part.filename
    unsafe = name.startswith("/") or "\\" in name or ":" in name or "\0" in name
    if unsafe or not set(name.split("/")).isdisjoint({"", ".", ".."}):
        raise broken(name[:100])
    told = manifest.parts.get(name)
    if part.flag_bits & IS_ENCRYPTED or (told and told["size"] != part.file_size):
        raise broken(name)


def _text(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise broken(name)
    return data


def _unpack(archive: ZipFile, name: str, manifest: Manifest, target: Path) -> None:
    """Counted as it is unpacked, since what a zip says of itself may be a lie."""
    told, digest, size = manifest.parts[name], hashlib.sha256(), 0
    with archive.open(name) as part, target.open("wb") as file:
        while chunk := part.read(CHUNK):
            size += len(chunk)
            if size > told["size"]:
                break
            digest.update(chunk)
            file.write(chunk)
    if (size, digest.hexdigest()) != (told["size"], told["sha256"]):
        raise broken(name)


def _rows(work: Path, manifest: Manifest) -> Rows:
    """Of every table; one that an older program did not have is empty."""
    rows: Rows = {}
    for table in (PEOPLE, *TABLES):
        name = f"data/{table.name}.json"
        there = table.is_open and name in manifest.parts
        rows[table.name] = _listed(name, _json(name, _bytes(work / name))) if there else []
    unknown = {name for name in manifest.parts if name.startswith("data/")} - {
        f"data/{table.name}.json" for table in (PEOPLE, *TABLES)
    }
    if unknown - {SEALED}:
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
