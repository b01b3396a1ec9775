"""Asking a service on another machine, which may be slow, broken or larger than anybody thinks.

Only whoever runs the installation says which services there are: an organisation's administrator
who could, would reach whatever this machine reaches.
"""

import logging
import time
from collections.abc import Collection, Mapping
from contextlib import closing
from typing import Self
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from portal.imports.documents import LARGEST, parsed
from portal.imports.records import Unreadable

logger = logging.getLogger(__name__)

TIMEOUT = (5, 15)
# What passes is tried again, as soon as the service says but within what a person waits for.
PASSING = (429, 500, 502, 503, 504)
TRIES_AGAIN = 2
LONGEST_WAIT = 10
# All answers of one fetch together.
MOST_BYTES = 10 * LARGEST
CHUNK = 65_536
LOCAL = {"localhost", "127.0.0.1", "::1"}
Params = Mapping[str, str | list[str]]

MISPLACED = _(
    "Adressen eller nyckeln till %(name)s är fel inlagd. Be den som driver portalen att rätta den."
)
CUT = _(
    "%(name)s svarar inte, eller bröt förbindelsen. Ingenting är ändrat. Försök igen om en stund."
)
NOT_TRUSTED = _(
    "%(name)s har ett certifikat som inte godtas. Be den som driver portalen att se över det."
)
TOO_SLOW = _(
    "Det tog för lång tid att hämta från %(name)s, så hämtningen avbröts. Ingenting är ändrat."
    " Försök igen, eller läs in en fil i stället."
)
TOO_LARGE = _("%(name)s svarar med mer än portalen tar emot. Läs in en fil i stället.")
NOT_JSON = _(
    "%(name)s svarar med något annat än JSON. Be den som driver portalen att kontrollera adressen."
)
REFUSALS = {
    401: _("%(name)s godtar inte portalens nyckel. Be den som driver portalen att lägga in en ny."),
    403: _("%(name)s låter inte portalen läsa detta. Be den som sköter tjänsten om rättighet."),
    404: _("%(name)s finns inte på adressen. Be den som driver portalen att kontrollera den."),
    429: _("%(name)s har fått för många frågor. Vänta några minuter och hämta igen."),
}
BROKEN = _(
    "%(name)s har ett fel just nu (%(status)s). Försök igen om en stund. Hjälper det inte, hör av"
    " dig till den som sköter tjänsten."
)
MOVED = _(
    "%(name)s hänvisar till en annan adress. Be den som driver portalen att lägga in den rätta."
)
OTHER = _(
    "%(name)s svarar inte som väntat (%(status)s). Be den som driver portalen att kontrollera"
    " adressen."
)


class NotFound(Unreadable):
    """The service has no such page."""


class Bearer(requests.auth.AuthBase):
    """Sends the token, and keeps a `.netrc` on the machine from replacing it."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.token:
            request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class Service:
    """One conversation with one service, within so much time and so many bytes."""

    def __init__(
        self,
        name: str,
        address: str,
        fields: Collection[str] | None,
        token: str = "",
        accept: str = "application/json",
    ) -> None:
        self.name = name
        self.address = address.rstrip("/")
        self.fields = fields
        self.token = token
        self.bytes_left = MOST_BYTES
        self.ends_at = time.monotonic() + settings.FETCH_SECONDS
        if not (_is_sound(self.address) and token.isascii() and token.isprintable()):
            raise self.unreadable(MISPLACED)
        self.session = _session(token)
        self.session.headers["Accept"] = accept

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.session.close()

    def get(self, path: str, params: Params | None = None) -> object:
        """The values of the answer. An `Unreadable` says what a person can do about it."""
        self._keep_time()
        try:
            with closing(self._answer(path, params)) as response:
                self._refuse(response.status_code)
                body = self._body(response)
        except requests.exceptions.SSLError:
            logger.warning("%s has a certificate that is not trusted", self.name)
            raise self.unreadable(NOT_TRUSTED) from None
        except (requests.RequestException, HTTPError):
            raise self.unreadable(CUT) from None
        try:
            return parsed(body, self.fields)
        except Unreadable:
            raise self.unreadable(NOT_JSON) from None

    def _answer(self, path: str, params: Params | None) -> requests.Response:
        return self.session.get(
            self.address + path, params=params, timeout=TIMEOUT, allow_redirects=False, stream=True
        )

    def _refuse(self, status: int) -> None:
        if status == 404:
            raise NotFound(str(self.unreadable(REFUSALS[404])))
        if status in REFUSALS:
            raise self.unreadable(REFUSALS[status])
        if status != 200:
            other = BROKEN if status >= 500 else MOVED if 300 <= status < 400 else OTHER
            raise self.unreadable(other, status)

    def _body(self, response: requests.Response) -> bytes:
        """Piece by piece as they come, so that a service that trickles is noticed."""
        body = bytearray()
        while chunk := response.raw.read1(CHUNK, decode_content=True):
            body += chunk
            self.bytes_left -= len(chunk)
            if len(body) > LARGEST or self.bytes_left < 0:
                raise self.unreadable(TOO_LARGE)
            self._keep_time()
        return bytes(body)

    def _keep_time(self) -> None:
        if time.monotonic() > self.ends_at:
            raise self.unreadable(TOO_SLOW)

    def unreadable(self, message: str | Promise, status: int = 0) -> Unreadable:
        return Unreadable(str(message) % {"name": self.name, "status": status})


def _is_sound(address: str) -> bool:
    """Whether a token may be sent there: encrypted, unless it stays on this machine."""
    try:
        parts = urlsplit(address)
        host, is_whole = parts.hostname, not (parts.username or parts.query or parts.fragment)
    except ValueError:
        return False
    return is_whole and bool(host) and (parts.scheme == "https" or _is_local(parts.scheme, host))


def _is_local(scheme: str, host: str | None) -> bool:
    return scheme == "http" and host in LOCAL


def _session(token: str) -> requests.Session:
    session = requests.Session()
    session.auth = Bearer(token)
    session.headers["User-Agent"] = "Styrkedjan"
    retries = Retry(
        total=TRIES_AGAIN,
        status_forcelist=PASSING,
        raise_on_status=False,
        backoff_factor=settings.FETCH_BACKOFF,
        retry_after_max=LONGEST_WAIT,
    )
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(max_retries=retries))
    return session
