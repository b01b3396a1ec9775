"""A browser's connection: kept, by TLS, and opened again when it has been cut."""

import asyncio
import ssl
from dataclasses import dataclass

from tests.deploy.served import HOST

# As long as the page's script waits for an answer.
PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Cut(Exception):
    """No whole answer came."""


@dataclass
class Wire:
    port: int
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> Answer:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._exchange(request)
        except (OSError, asyncio.IncompleteReadError) as error:  # a timeout is an OSError
            self.close()
            raise Cut from error

    async def _exchange(self, request: bytes) -> Answer:
        if self.reader is None or self.writer is None or self.reader.at_eof():
            self.close()
            self.reader, self.writer = await asyncio.open_connection(
                "127.0.0.1", self.port, ssl=TRUSTING, server_hostname=HOST
            )
        self.writer.write(request)
        answer = await read(self.reader)
        if answer.headers.get("connection") == "close":
            self.close()
        return answer

    def close(self) -> None:
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None


def trusting() -> ssl.SSLContext:
    """The certificate is made for the measure alone."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


TRUSTING = trusting()


async def read(reader: asyncio.StreamReader) -> Answer:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = [line.partition(": ") for line in lines[1:] if line]
    headers = {name.lower(): value for name, _colon, value in pairs}
    if headers.get("transfer-encoding") == "chunked":
        body = await read_chunks(reader)
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Answer(int(lines[0].split()[1]), headers, body)


async def read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readuntil(b"\r\n")
    return body
