"""The files of an archive as they are put into its zip."""

import hashlib
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from assessments.archives.manifest import Part

CHUNK = 1 << 20
READABLE = 0o644 << 16


class Parts:
    """Files of a zip, each with its hash and size, all of the same moment."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive, self.told = archive, dict[str, Part]()
        self.moment = timezone.localtime().timetuple()[:6]

    def add(self, name: str, text: str) -> None:
        data = text.encode()
        self.archive.writestr(self._entry(name), data, compress_type=ZIP_DEFLATED)
        self.told[name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}

    def copy(self, name: str, source: IO[bytes]) -> None:
        """A file that is packed already."""
        digest, size = hashlib.sha256(), 0
        with self.archive.open(self._entry(name), "w", force_zip64=True) as part:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += part.write(chunk)
        self.told[name] = {"sha256": digest.hexdigest(), "size": size}

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, self.moment)
        entry.external_attr, entry.compress_type = READABLE, ZIP_STORED
        return entry
