"""HTML to PDF, in a warm process that is stopped when it takes too long."""

import atexit
import os
import re
import subprocess
import sys
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock

from django.utils.translation import gettext as _

ROOT = Path(__file__).resolve().parent.parent
# A unit takes a second; a huvudman with 400 units some twenty, and more on a busy machine.
SECONDS_LIMIT = 120
SOURCE_LIMIT = 5_000_000
# What fonts and temporary files need; no address of a database, no secret.
ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "LD_LIBRARY_PATH")
# Control characters, and the ones that turn the direction of the text after them.
UNPRINTABLE = dict.fromkeys(
    {*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF}
    - {9, 10, 13}
)
# As many characters without a space as take no time to lay out, which grows with their square:
# four thousand take half a minute. A longer word may be broken after each of them.
LONG_WORD = 60
TEXT = re.compile(r"(?<=>)[^<>]+")
ENDLESS = re.compile(rf"(?:&[#\w]+;|[^\s&]){{{LONG_WORD}}}(?=\S)")


class PdfError(Exception):
    """No PDF came of it; the message says why and what to do."""


class Worker:
    """One warm process: started when it is first needed, never used again once it has failed."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.pipe: Connection | None = None

    def render(self, html: str, seconds: float = SECONDS_LIMIT) -> bytes:
        if len(html) > SOURCE_LIMIT:
            raise PdfError(_("Dokumentet är för stort för att bli en PDF. Läs det på webben."))
        source = breakable(html.translate(UNPRINTABLE)).encode(errors="replace")
        with self.lock:
            pdf = self._exchange(source, seconds)
            if not pdf:
                self.stop()
                raise PdfError(_("PDF:en kunde inte göras. Försök igen om en stund."))
        return pdf

    def _exchange(self, source: bytes, seconds: float) -> bytes:
        pipe = self._warm_pipe()
        try:
            pipe.send_bytes(source)
            return pipe.recv_bytes() if pipe.poll(seconds) else b""
        except (EOFError, OSError):
            return b""

    def _warm_pipe(self) -> Connection:
        if self.pipe is None or self.process is None or self.process.poll() is not None:
            self.stop()
            self.process, self.pipe = start_process()
        return self.pipe

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        if self.pipe is not None:
            self.pipe.close()
        self.process = self.pipe = None


def breakable(html: str) -> str:
    """With a place of no width to break at in words that go on and on; tags are left alone."""
    return TEXT.sub(lambda text: ENDLESS.sub("\\g<0>\u200b", text[0]), html)


def start_process() -> tuple[subprocess.Popen[bytes], Connection]:
    ours, theirs = Pipe()
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    # Fonts are stamped with this moment rather than with now, so that the bytes stay the same.
    environment["SOURCE_DATE_EPOCH"] = "0"
    with theirs:
        handle = theirs.fileno()
        process = subprocess.Popen(  # noqa: S603 (our own module, no input in the command)
            [sys.executable, "-m", "portal.pdf_worker", str(handle)],
            cwd=ROOT,
            env=environment,
            pass_fds=[handle],
            stdin=subprocess.DEVNULL,
        )
    return process, ours


def render_pdf(html: str) -> bytes:
    """The HTML as PDF/UA and PDF/A with its fonts; the same bytes for the same HTML."""
    return worker.render(html)


def _start_afresh() -> None:
    """A forked process gets a worker of its own: a shared pipe would mix up the documents."""
    global worker
    worker = Worker()


worker = Worker()
atexit.register(lambda: worker.stop())
os.register_at_fork(after_in_child=_start_afresh)
