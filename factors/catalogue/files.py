"""From a file's bytes to JSON values."""

import json
from collections import Counter
from pathlib import Path

from django.utils.translation import gettext as _

from factors.catalogue.faults import CatalogueError, Fault

FILE_LIMIT = 1_000_000


class Object(dict[str, object]):
    """A JSON object that remembers which keys stood in it more than once."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.repeated = [key for key, n in Counter(key for key, _value in pairs).items() if n > 1]


def read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(FILE_LIMIT + 1)
    except FileNotFoundError:
        raise refused(_("Filen %(path)s finns inte. Kontrollera sökvägen."), path=path) from None
    except (OSError, ValueError):
        message = _(
            "Filen %(path)s kan inte läsas. Kontrollera att den är en fil och rättigheterna."
        )
        raise refused(message, path=path) from None


def decoded(data: bytes) -> object:
    if len(data) > FILE_LIMIT:
        message = _("Filen är för stor: den får vara högst %(limit)s byte. Dela upp den i utgåvor.")
        raise refused(message, limit=FILE_LIMIT)
    return _values(_text(data))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("Filen är inte kodad i UTF-8 (byte %(byte)s). Spara om den som UTF-8.")
        raise refused(message, byte=error.start + 1) from None


def _values(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=Object)
    except json.JSONDecodeError as error:
        message = _(
            "Rad %(line)s, kolumn %(column)s: filen är inte giltig JSON här. Leta efter ett komma,"
            " en klammer eller ett citattecken som saknas eller är för mycket."
        )
        raise refused(message, line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):
        message = _("Filen har ett tal som är för långt, eller för många nivåer av klamrar.")
        raise refused(message) from None


def refused(message: str, **values: object) -> CatalogueError:
    return CatalogueError(Fault("", message % values))
