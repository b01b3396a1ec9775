"""The portal behind gunicorn, as in production: two workers with threads."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.crash.processes import free_port

WORKERS = 2
THREADS = 8
PATIENCE_SECONDS = 60


class Server:
    def __init__(self) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(  # noqa: S603 (our own module)
            [
                *(sys.executable, "-m", "gunicorn", "portal.wsgi:application"),
                *("--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread"),
                *("--workers", str(WORKERS), "--threads", str(THREADS), "--keep-alive", "30"),
                *("--no-control-socket", "--log-level", "warning"),
            ],
            start_new_session=True,
        )

    @property
    def workers(self) -> list[int]:
        pid = self.process.pid
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def cpu(self) -> float:
        """Milliseconds that the workers have used."""
        return sum(map(cpu_of, self.workers))

    def megabytes(self) -> float:
        """What the largest of the workers holds in memory."""
        return max(map(resident, self.workers))

    def answers(self) -> bool:
        try:
            urlopen(f"http://127.0.0.1:{self.port}/logga-in/", timeout=5).close()
        except OSError:
            return False
        return len(self.workers) == WORKERS

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


def cpu_of(pid: int) -> float:
    """Milliseconds that a process has used, in all its threads."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


def resident(pid: int) -> float:
    found = re.search(r"VmRSS:\s*(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return round(int(found[1]) / 1000, 1) if found else 0.0


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    deadline = time.monotonic() + PATIENCE_SECONDS
    try:
        while not server.answers() and time.monotonic() < deadline:
            time.sleep(0.2)
        yield server
    finally:
        server.stop()
