"""A form that is cut off on its way is no form: half a text must not be saved as a whole one.

The web server hands over what came. A proxy that keeps what is sent until it has it all, as nginx
does, lets nothing else through; others do.
"""

from typing import IO

from django.core.exceptions import BadRequest


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

    def _most(self, size: int) -> int:
        return self.left if size < 0 else min(size, self.left)

    def _counted(self, found: bytes, wanted: int) -> bytes:
        self.left -= len(found)
        if len(found) < wanted:
            raise BadRequest("The request was cut off on its way")
        return found
