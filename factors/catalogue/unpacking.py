"""Takes an Excel file apart in a process that is stopped when it takes too long."""

import json
import os
import subprocess
import sys

from django.utils.translation import gettext as _

from factors.catalogue.faults import CatalogueError, Fault
from factors.catalogue.worker import Row
from portal.imports.documents import LARGEST
from portal.imports.sheets.excel import ENVIRONMENT, LOCKED, OLD, ROOT, SECONDS_LIMIT
from portal.imports.sheets.refusals import REASONS


def sheets_in(data: bytes) -> dict[str, list[Row]]:
    if len(data) > LARGEST:
        raise _refusal("large")
    if data.startswith(OLD):
        raise _refusal("locked" if LOCKED in data else "old")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "factors.catalogue.worker"],
            cwd=ROOT,
            env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            input=data,
            stdout=subprocess.PIPE,
            timeout=SECONDS_LIMIT,
        )
    except subprocess.TimeoutExpired:
        raise _refusal("large") from None
    if done.returncode:
        raise _refusal("large")
    answer = json.loads(done.stdout)
    if "sheets" not in answer:
        raise _refusal(str(answer["refused"]))
    sheets: dict[str, list[Row]] = answer["sheets"]
    return sheets


def _refusal(reason: str) -> CatalogueError:
    if reason == "other":
        message = _("Filen är ingen Excel-arbetsbok. Spara den som .xlsx och läs in den nya filen.")
        return CatalogueError(Fault("", message))
    if reason == "merged":
        message = _("För många celler är sammanslagna. Dela dem i Excel och fyll i varje cell.")
        return CatalogueError(Fault("", message))
    if reason == "columns":
        message = _("Ett blad har för många kolumner. Ta bort dem som inte hör till mallen.")
        return CatalogueError(Fault("", message))
    return CatalogueError(Fault("", str(REASONS[reason])))
