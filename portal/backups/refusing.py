"""Why a copy is not made, or not put back."""

import os
from pathlib import Path

from django.utils.translation import gettext as _


class Refused(Exception):
    """In words for the person at the command line. Nothing has been touched."""


def require_file(file: Path) -> None:
    """Refused where it is not there, or not for the user that the portal runs as."""
    try:
        if not file.is_file():
            raise Refused(_("%s finns inte.") % file)
        readable = os.access(file, os.R_OK)
    except PermissionError:
        readable = False
    if not readable:
        told = _("Portalens användare får inte läsa %s. Lägg filen där den får det.")
        raise Refused(told % file)
