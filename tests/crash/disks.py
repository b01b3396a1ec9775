"""A disk that is soon full: a small one of its own, and what fills it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class NotPermitted(Exception):
    """To mount a disk takes root, and a system that lets root do it."""


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Over the folder, whose owner it gets; what was in it lies there too."""
    before = folder.with_name(f"{folder.name}-before")
    folder.rename(before)
    folder.mkdir()
    size = ["-o", f"size={megabytes}m,mode=0700,uid={before.stat().st_uid}"]
    mounted = subprocess.run(["mount", "-t", "tmpfs", *size, "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        folder.rmdir()
        before.rename(folder)
        raise NotPermitted(mounted.stderr.decode())
    try:
        subprocess.run(["cp", "--archive", f"{before}/.", folder], check=True)
        shutil.rmtree(before)
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """To the last byte."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"0" * 65536):
            pass
    try:
        yield
    finally:
        ballast.unlink()
