"""One file that holds it all: a zip of the database, the reports' files and a manifest, in the end
sealed with a passphrase.
"""

import datetime
import hashlib
import os
import shutil
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.conf import settings
from django.utils.translation import gettext as _

from portal.backups import databases, sealing
from portal.backups.manifest import Manifest
from portal.backups.refusing import Refused

MANIFEST = "manifest.json"
FILES = "files"
CHUNK = 1 << 20
# Reports are packed already, and so is what pg_dump writes.
PACKED = (".pdf", ".pgdump")


def pack(work: Path, target: Path, begun_at: datetime.datetime) -> None:
    """The database first: a report that is stored after it is a file that no row names."""
    database, packed = work / databases.file_name(), work / "packed.zip"
    databases.dump(database)
    with ZipFile(packed, "w") as archive:
        parts = {database.name: _add(archive, database, database.name)}
        for file in sorted(each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()):
            name = f"{FILES}/{file.relative_to(settings.MEDIA_ROOT).as_posix()}"
            try:
                parts[name] = _add(archive, file, name)
            except FileNotFoundError:  # removed in between, and so is what names it
                continue
        archive.writestr(MANIFEST, Manifest.of_now(begun_at, parts).written())
    database.unlink()
    _put(sealing.sealed(packed) if settings.BACKUP_PASSPHRASE else packed, target)


def _add(archive: ZipFile, file: Path, name: str) -> str:
    """Its hash."""
    digest = hashlib.sha256()
    with file.open("rb") as source:
        how = ZIP_STORED if name.endswith(PACKED) else ZIP_DEFLATED
        archive.compression, archive.compresslevel = how, 1
        with archive.open(name, "w", force_zip64=True) as part:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                part.write(chunk)
    return digest.hexdigest()


def _put(file: Path, target: Path) -> None:
    """In its place only when it is whole and on the disk."""
    half = target.with_name(f"{target.name}.half")
    try:
        shutil.copyfile(file, half)
        half.chmod(0o600)
        with half.open("rb+") as written:
            os.fsync(written.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def unpack(source: Path, work: Path, any_key: bool = False) -> Manifest:
    """Its parts in the folder, each as the manifest says; or Refused."""
    opened = sealing.opened(source, work) if sealing.is_sealed(source) else source
    broken = _("Kopian är trasig: %(what)s. Ta en annan kopia.")
    try:
        with ZipFile(opened) as archive:
            names = archive.namelist()
            if MANIFEST not in names:
                raise Refused(_("Filen är ingen säkerhetskopia av Styrkedjan."))
            manifest = Manifest.read(archive.read(MANIFEST))
            if sorted(names) != sorted([MANIFEST, *manifest.parts]):
                raise Refused(broken % {"what": MANIFEST})
            manifest.check(any_key)
            for name, digest in manifest.parts.items():
                if not _is_safe(name) or _extract(archive, name, work / name) != digest:
                    raise Refused(broken % {"what": name})
    except (BadZipFile, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
        raise Refused(broken % {"what": error}) from None
    databases.check(work / databases.file_name())
    return manifest


def _is_safe(name: str) -> bool:
    """The database, or a file that lands in its folder."""
    path = PurePosixPath(name)
    in_place = path.parts[0] == FILES and ".." not in path.parts and not path.is_absolute()
    return name == databases.file_name() or (in_place and "\\" not in name)


def _extract(archive: ZipFile, name: str, target: Path) -> str:
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as part, target.open("wb") as file:
        while chunk := part.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def put_back_files(work: Path) -> None:
    if (work / FILES).is_dir():
        shutil.copytree(work / FILES, settings.MEDIA_ROOT, dirs_exist_ok=True)
