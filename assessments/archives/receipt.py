"""The receipt of an organisation that was removed, as text and as JSON, sealed by this portal."""

import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from django.conf import settings
from django.utils import timezone

from assessments.archives.manifest import Manifest
from assessments.archives.removing import Gone
from portal.backups.refusing import Refused
from portal.secrets import fingerprint, is_of
from portal.version import version

SALT = "assessments.archives.receipt"
KIND = "styrkedjan-receipt"
FOREIGN = "Filen är inget kvitto från Styrkedjan."


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was removed, of whom, when and by whom, and what is not removed."""

    organisation: dict[str, Any]
    removed_at: str
    removed_by: str
    archive: dict[str, str]
    rows: dict[str, int]
    files: int
    people: int
    people_left_as_numbers: int
    people_kept: int
    not_removed: list[str]
    version: str
    kind: str = KIND
    seal: str = ""

    @classmethod
    def of(cls, manifest: Manifest, sha256: str, gone: Gone, by: str) -> Self:
        made = cls(
            organisation=manifest.organisation,
            removed_at=timezone.localtime().isoformat(timespec="seconds"),
            removed_by=by,
            archive={"number": manifest.number, "made_at": manifest.made_at, "sha256": sha256},
            rows=gone.rows,
            files=gone.files,
            people=gone.people,
            people_left_as_numbers=gone.nobody,
            people_kept=gone.kept,
            not_removed=list(not_removed(gone)),
            version=version(),
        )
        return replace(made, seal=fingerprint(SALT, made._text))

    @classmethod
    def read(cls, text: str) -> Self:
        try:
            receipt = cls(**json.loads(text))
            if receipt.kind != KIND:
                raise ValueError
        except (ValueError, TypeError, RecursionError):
            raise Refused(FOREIGN) from None
        return receipt

    @property
    def _text(self) -> str:
        return json.dumps(asdict(replace(self, seal="")), sort_keys=True, ensure_ascii=False)

    @property
    def is_ours(self) -> bool:
        """Whether this installation wrote it, and nothing in it has been changed."""
        return isinstance(self.seal, str) and is_of(SALT, self._text, self.seal)

    @property
    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @property
    def as_text(self) -> str:
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        name, slug = self.organisation["name"], self.organisation["slug"]
        yield "Kvitto på att en huvudman är borttagen ur Styrkedjan"
        yield ""
        yield f"Huvudman:    {name} (/{slug}/, organisationsnummer {self._number})"
        yield f"Borttagen:   {self.removed_at}, av {self.removed_by}"
        yield f"Arkivet:     nummer {self.archive['number']}, gjort {self.archive['made_at']}"
        yield f"             SHA-256 {self.archive['sha256']}"
        yield f"Programmet:  Styrkedjan {self.version}"
        yield ""
        yield "Borttaget:"
        counts = {"personer": self.people, "filer": self.files, **self.rows}
        for what, number in counts.items():
            yield f"  {number:>9}  {what}"
        yield ""
        yield "Inte borttaget:"
        for text in self.not_removed:
            yield from textwrap.wrap(text, 79, initial_indent="- ", subsequent_indent="  ")
        yield ""
        yield f"Sigill:      {self.seal}"
        yield "Sigillet prövas i den installation som skrev kvittot, mot dess JSON-fil:"
        yield "manage.py check_receipt FIL.json"

    @property
    def _number(self) -> str:
        return self.organisation.get("organisation_number") or "saknas"


def not_removed(gone: Gone) -> Iterator[str]:
    yield (
        f"Säkerhetskopior som redan finns. De raderas när de är {settings.BACKUP_DAYS} dagar, och "
        "om en läggs tillbaka dessförinnan tas huvudmannen bort ur den igen."
    )
    yield (
        "En rad i listan över borttaget, med huvudmannens nummer i databasen och tidpunkten. Inget "
        "namn står i den."
    )
    yield (
        "Jämförelser mellan huvudmän som redan är gjorda. De är summor av minst fem huvudmän, och "
        "säger inte vilka."
    )
    yield (
        "Kopior som andra huvudmän har gjort av utgåvor som den här erbjöd dem. De är deras egna "
        "texter nu, och nämner var de kommer ifrån."
    )
    yield (
        "Webbserverns och arbetarens loggar hos den som driver portalen, arkivet självt, och det "
        "som någon har hämtat eller fått som mejl."
    )
    if gone.kept:
        yield (
            f"{gone.kept} personer som arbetar eller har arbetat hos en annan huvudman, eller har "
            "ett uppdrag för hela portalen. Det de gjorde här är borta, men de finns kvar där."
        )
    if gone.nobody:
        yield (
            f"{gone.nobody} personer som har gjort något med den nationella katalogen. Av dem "
            "finns bara ett nummer kvar."
        )
