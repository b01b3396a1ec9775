"""What is sealed by GnuPG can be opened without the portal: `gpg --decrypt`."""

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
    seal(file, target, settings.BACKUP_PASSPHRASE)
    file.unlink()
    return target


def opened(file: Path, work: Path) -> Path:
    if not settings.BACKUP_PASSPHRASE:
        raise Refused(_("Kopian är krypterad. Sätt STYRKEDJAN_BACKUP_PASSPHRASE."))
    target = work / "opened.zip"
    told = _("Kopian gick inte att öppna med STYRKEDJAN_BACKUP_PASSPHRASE: %(reason)s")
    unseal(file, target, settings.BACKUP_PASSPHRASE, told)
    return target


def seal(file: Path, target: Path, passphrase: str) -> None:
    told = _("gpg kunde inte kryptera: %(reason)s")
    _gpg(passphrase, told, *WAYS, "--output", str(target), str(file))


def unseal(file: Path, target: Path, passphrase: str, told: str) -> None:
    """`told` is what is said where it can't be: it has a place for GnuPG's `reason`."""
    _gpg(passphrase, told, "--decrypt", "--output", str(target), str(file))


def _gpg(passphrase: str, told: str, *arguments: str) -> None:
    """The passphrase on its input; nothing of anybody's keys is read or kept."""
    with tempfile.TemporaryDirectory(prefix="gpg-") as home:
        asked = ("--homedir", home, "--batch", "--quiet", "--pinentry-mode", "loopback")
        try:
            done = subprocess.run(  # noqa: S603
                ["gpg", *asked, "--passphrase-fd", "0", *arguments],  # noqa: S607
                input=f"{passphrase}\n",
                capture_output=True,
                text=True,
                check=False,
            )
        except FileNotFoundError:
            raise Refused(_("gpg finns inte på datorn. Installera gnupg.")) from None
    if done.returncode:
        raise Refused(told % {"reason": done.stderr.strip()})
