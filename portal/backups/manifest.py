"""What a copy says of itself: which program it is of, and a hash of each of its parts."""

import datetime
import json
from dataclasses import asdict, dataclass
from typing import Self

from django.db import connection
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from portal.backups.refusing import Refused
from portal.health import applied_migrations, known_migrations
from portal.secrets import fingerprint, is_of
from portal.version import version

FORMAT = 1
PROGRAM = "styrkedjan"
KEY = "portal.backups.manifest"


@dataclass(frozen=True, slots=True)
class Manifest:
    begun_at: str
    parts: dict[str, str]
    migrations: list[str]
    database: str
    version: str
    key: str
    format: int = FORMAT
    program: str = PROGRAM

    @classmethod
    def of_now(cls, begun_at: datetime.datetime, parts: dict[str, str]) -> Self:
        return cls(
            begun_at=begun_at.isoformat(),
            parts=parts,
            migrations=sorted(map(".".join, applied_migrations())),
            database=connection.vendor,
            version=version(),
            key=fingerprint(KEY, PROGRAM),
        )

    @classmethod
    def read(cls, text: bytes) -> Self:
        try:
            found = json.loads(text)
            if found["program"] != PROGRAM:
                raise ValueError
            if found["format"] > FORMAT:
                raise Refused(_("Kopian är gjord av en nyare version av portalen. Uppdatera den."))
            manifest = cls(**found)
            manifest.moment  # noqa: B018 (reads it)
        except (ValueError, KeyError, TypeError):
            raise Refused(_("Filen är ingen säkerhetskopia av Styrkedjan.")) from None
        return manifest

    def written(self) -> str:
        return json.dumps(asdict(self), indent=1)

    @property
    def moment(self) -> datetime.datetime:
        moment = parse_datetime(self.begun_at)
        if moment is None or moment.tzinfo is None:
            raise ValueError
        return moment

    def check(self, any_key: bool) -> None:
        """Whether this version of the program, on this database, can take it in."""
        if not (any_key or is_of(KEY, PROGRAM, self.key)):
            raise Refused(
                _(
                    "Kopian är gjord med en annan STYRKEDJAN_SECRET_KEY. Sätt den, eller ange "
                    "--any-key om den är borta: då slutar inloggningslappar och andra steg att "
                    "fungera, och anonyma svar i omgångar som har stängts sedan dess visas inte."
                )
            )
        if self.database != connection.vendor:
            told = _("Kopian är av %(theirs)s, men DATABASE_URL pekar på %(ours)s.")
            raise Refused(told % {"theirs": self.database, "ours": connection.vendor})
        unknown = set(self.migrations) - {".".join(each) for each in known_migrations()}
        if unknown:
            told = _(
                "Kopian är gjord av en nyare version av portalen (%(version)s). Uppdatera den."
            )
            raise Refused(told % {"version": self.version})
