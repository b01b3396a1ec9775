"""The zip that an archive is, taken apart with care: what it says of itself may be a lie."""

import hashlib
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from assessments.archives.manifest import NAME as MANIFEST
from assessments.archives.manifest import Manifest
from portal.backups.refusing import Refused, require_file

MOST_PARTS = 100_000
# A large municipality's reports of ten years, and its rows: what is read at once is far less.
MOST_BYTES = 20 * (1 << 30)
LARGEST_TEXT = 1 << 28
# Rows are packed to a tenth or a thirtieth; a part that is only repetition to a thousandth.
MOST_TIMES = 200
SMALL = 1_000_000
CHUNK = 1 << 20
IS_ENCRYPTED = 0x1
# How zipfile tells what it can't open: RuntimeError of what is locked, NotImplementedError of a way
# to pack that it does not know; and OSError of names that can't be a file's.
FAULTS = (BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, zlib.error)


def read_manifest(source: Path) -> Manifest:
    with opened(source) as archive:
        return manifest_in(archive)


def check_parts(source: Path) -> Manifest:
    """What it says of itself, when each part is found to be so; nothing is unpacked."""
    with opened(source) as archive:
        manifest = manifest_in(archive)
        for name in manifest.parts:
            unpack(archive, name, manifest, Path(os.devnull))
    return manifest


@contextmanager
def opened(source: Path) -> Iterator[ZipFile]:
    """The zip; what is wrong with it is told as Refused."""
    require_file(source)
    try:
        archive = ZipFile(source)
    except (BadZipFile, OSError, ValueError):
        raise Refused(_("Filen är inget arkiv från Styrkedjan.")) from None
    try:
        with archive:
            yield archive
    except FAULTS as error:
        raise broken(str(error)) from None


def broken(what: str) -> Refused:
    return Refused(_("Arkivet är trasigt: %(what)s. Ta en annan kopia av det.") % {"what": what})


def manifest_in(archive: ZipFile) -> Manifest:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if MANIFEST not in names:
        raise Refused(_("Filen är inget arkiv från Styrkedjan."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise Refused(_("Arkivet är större än något riktigt arkiv. Inget är inläst."))
    manifest = Manifest.read(_text(archive, MANIFEST))
    if sorted(names) != sorted([MANIFEST, *manifest.parts]):
        raise broken(MANIFEST)
    for part in parts:
        _check(part, manifest)
    return manifest


def _check(part: ZipInfo, manifest: Manifest) -> None:
    name = part.filename
    unsafe = name.startswith("/") or "\\" in name or ":" in name or "\0" in name
    if unsafe or not set(name.split("/")).isdisjoint({"", ".", ".."}):
        raise broken(name[:100])
    told = manifest.parts.get(name)
    blown = part.file_size > max(SMALL, part.compress_size * MOST_TIMES)
    if blown or part.flag_bits & IS_ENCRYPTED or (told and told["size"] != part.file_size):
        raise broken(name)


def _text(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise broken(name)
    return data


def unpack(archive: ZipFile, name: str, manifest: Manifest, target: Path) -> None:
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
