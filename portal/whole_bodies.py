"""A form that is cut off on its way is no form: half a text must not be saved as a whole one.

The web server hands over what came. A proxy that keeps what is sent until it has it all, as nginx
does, lets nothing else through; others do.
"""

from contextlib import suppress
from typing import IO

from django.core.exceptions import BadRequest

# What the proxy lets through; more than that is not waited for.
MOST_BYTES = 12_000_000
PIECE = 1 << 16


class WholeBody:
    """What is read of a request, or that it ended before it said that it would."""

    def __init__(self, body: IO[bytes], length: str) -> None:
        self.body, self.left = body, int(length) if length.isdecimal() else 0

    def read(self, size: int = -1) -> bytes:
        wanted = self._most(size)
        return self._counted(self.body.read(wanted), wanted)

    def readline(self, size: int = -1) -> bytes:
        wanted = self._most(size)
        found = self.body.readline(wanted)
        return self._counted(found, 0 if found.endswith(b"\n") else wanted)

    def finish(self) -> None:
        """Reads what nobody asked for, as when a form is met by the sign-in page: a connection that
        is closed with something unread may take the answer with it."""
        with suppress(BadRequest, OSError):
            while 0 < self.left <= MOST_BYTES:
                self.read(PIECE)

    def _most(self, size: int) -> int:
        return self.left if size < 0 else min(size, self.left)

    def _counted(self, found: bytes, wanted: int) -> bytes:
        self.left -= len(found)
        if len(found) < wanted:
            raise BadRequest("The request was cut off on its way")
        return found
