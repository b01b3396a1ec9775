"""What an archive says of itself: whose it is, when it was made, and a hash of each part."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Self, TypedDict

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from assessments.archives.keys import is_proved, own_keys, proof
from portal.backups.refusing import Refused

NAME = "manifest.json"
FORMAT = 1
KIND = "styrkedjan-archive"


class Part(TypedDict):
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """`number` is the archive's own, `sealed` a proof of what is sealed, and `proof` of it all.

    Both are made with the archive's key. `organisation` has a name, a slug and its number here.
    """

    number: str
    made_at: str
    version: str
    organisation: dict[str, Any]
    parts: dict[str, Part]
    sealed: str
    format: int = FORMAT
    kind: str = KIND
    proof: str = ""

    @classmethod
    def read(cls, data: bytes) -> Self:
        foreign = _("Filen är inget arkiv från Styrkedjan.")
        try:
            found = json.loads(data)
            if found["kind"] != KIND:
                raise Refused(foreign)
            if found["format"] > FORMAT:
                raise Refused(_("Arkivet är gjort av en nyare version av portalen. Uppdatera den."))
            manifest = cls(**found)
            manifest.check()
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Refused(foreign) from None
        return manifest

    def check(self) -> None:
        """That all is of the kind that it should be, or ValueError, KeyError or TypeError."""
        moment = parse_datetime(self.made_at)
        texts = [self.number, self.version, self.sealed, self.proof, self.slug, self.name]
        sums = [each["sha256"] for each in self.parts.values()]
        sizes = [each["size"] for each in self.parts.values()]
        kinds = _are(str, [*texts, *sums]) and _are(int, [*sizes, self.organisation["id"]])
        if not kinds or moment is None or moment.tzinfo is None:
            raise ValueError

    @property
    def name(self) -> str:
        return self.organisation["name"]

    @property
    def slug(self) -> str:
        return self.organisation["slug"]

    @property
    def day(self) -> str:
        moment = parse_datetime(self.made_at)
        return timezone.localtime(moment).date().isoformat() if moment else ""

    @property
    def _text(self) -> str:
        return json.dumps(asdict(replace(self, proof="")), sort_keys=True, ensure_ascii=False)

    def written(self, key: str) -> str:
        whole = replace(self, proof=proof(key, self._text))
        return json.dumps(asdict(whole), ensure_ascii=False, indent=1) + "\n"

    def is_proved_by(self, key: str) -> bool:
        return is_proved(key, self._text, self.proof)

    def own_key(self) -> str | None:
        """Its key, if this installation made the archive and nothing in it has been changed."""
        return next(filter(self.is_proved_by, own_keys(self.number)), None)


def _are(kind: type, values: Iterable[object]) -> bool:
    return all(isinstance(each, kind) for each in values)
