"""A copy is sealed by GnuPG, so that it can be opened without the portal: `gpg --decrypt`."""

import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from portal.backups.refusing import Refused

WAYS = ("--symmetric", "--cipher-algo", "AES256", "--compress-algo", "none")


def is_sealed(file: Path) -> bool:
    """As all that GnuPG writes it begins with a set bit; a zip begins with a P."""
    with file.open("rb") as source:
        return source.read(1) >= b"\x80"


def sealed(file: Path) -> Path:
    target = file.with_suffix(".gpg")
    _gpg(*WAYS, "--output", str(target), str(file))
    file.unlink()
    return target


def opened(file: Path, work: Path) -> Path:
    if not settings.BACKUP_PASSPHRASE:
        raise Refused(_("Kopian är krypterad. Sätt STYRKEDJAN_BACKUP_PASSPHRASE."))
    target = work / "opened.zip"
    _gpg("--decrypt", "--output", str(target), str(file))
    return target


def _gpg(*arguments: str) -> None:
    """The passphrase on its input; nothing of anybody's keys is read or kept."""
    with tempfile.TemporaryDirectory(prefix="gpg-") as home:
        asked = ("--homedir", home, "--batch", "--quiet", "--pinentry-mode", "loopback")
        try:
            done = subprocess.run(  # noqa: S603
                ["gpg", *asked, "--passphrase-fd", "0", *arguments],  # noqa: S607
                input=f"{settings.BACKUP_PASSPHRASE}\n",
                capture_output=True,
                text=True,
                check=False,
            )
        except FileNotFoundError:
            raise Refused(_("gpg finns inte på datorn. Installera gnupg.")) from None
    if done.returncode:
        told = _("Kopian gick inte att öppna med STYRKEDJAN_BACKUP_PASSPHRASE: %(reason)s")
        raise Refused(told % {"reason": done.stderr.strip()})
