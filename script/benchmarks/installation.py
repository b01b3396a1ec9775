"""An installation as deploy/ says: its units with production's settings, kept running as systemd
keeps them, behind nginx with TLS.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from django.conf import settings

from tests.crash.processes import ROOT, wait_until
from tests.deploy.proxies import nginx
from tests.deploy.served import DEPLOY, HOST, command

STOP_SECONDS = 90.0
# What systemd does where a unit does not say.
RESTART_SECONDS = 0.1


@dataclass
class Service(threading.Thread):
    """A unit's process. When it fails, all that is left of it is killed and it starts anew."""

    unit: str
    environment: dict[str, str]
    # The portal's address, which systemd holds open and hands over.
    door: socket.socket
    process: subprocess.Popen[bytes] = field(init=False)
    stopped: bool = False

    __hash__ = threading.Thread.__hash__

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        text = (DEPLOY / f"styrkedjan-{self.unit}.service").read_text()
        said = re.search(r"^RestartSec=([\d.]+)$", text, re.M)
        self.pause = float(said[1]) if said else RESTART_SECONDS

    def run(self) -> None:
        while not self.stopped:
            self.process = self.spawn()
            self.process.wait()
            self.send(signal.SIGKILL)
            if not self.stopped:
                time.sleep(self.pause)

    def spawn(self) -> subprocess.Popen[bytes]:
        with (Path(self.environment["STYRKEDJAN_VAR"]) / f"{self.unit}.log").open("a") as log:
            return subprocess.Popen(  # noqa: S603 (what the unit says)
                ["/bin/sh", "-c", 'export LISTEN_PID=$$; exec "$@"', "-", *command(self.unit)],
                cwd=ROOT,
                env=self.environment | {"LISTEN_FDS": "1"},
                stderr=log,
                preexec_fn=lambda: os.dup2(self.door.fileno(), 3),
                pass_fds=(3,),
                start_new_session=True,
            )

    def send(self, what: int) -> None:
        """To all of it."""
        try:
            os.killpg(self.running, what)
        except ProcessLookupError:
            return

    @property
    def running(self) -> int:
        """Its first process."""
        return self.process.pid

    def stop(self) -> None:
        self.stopped = True
        os.kill(self.running, signal.SIGTERM)
        self.join(STOP_SECONDS)
        self.send(signal.SIGKILL)


class Installation:
    """The web server, the worker and nginx, on a database that has its tables."""

    def __init__(self, database: str, folder: Path) -> None:
        self.database = database
        self.door = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.port, self.folder = self.door.getsockname()[1], folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": database,
            # The sessions of the world are made with it.
            "STYRKEDJAN_SECRET_KEY": settings.SECRET_KEY,
            "STYRKEDJAN_ALLOWED_HOSTS": HOST,
            "STYRKEDJAN_ADDRESS": f"https://{HOST}",
            "STYRKEDJAN_BEHIND_PROXY": "1",
            "STYRKEDJAN_VAR": str(folder),
        }
        self.web, self.worker = (
            Service(unit, self.environment, self.door) for unit in ("web@", "worker@")
        )

    def start(self) -> None:
        self.manage("collectstatic", "--noinput")
        self.web.start()
        self.worker.start()
        wait_until(lambda: bool(self.health()[0]))

    def manage(self, *arguments: str) -> None:
        quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, **quiet)  # noqa: S603

    def health(self) -> tuple[int, str]:
        """Asked past the proxy; 0 where nobody answers."""
        address = f"http://127.0.0.1:{self.port}/halsa/redo"
        try:
            answer = requests.get(address, headers={"Host": HOST}, timeout=5)
        except requests.RequestException:
            return 0, ""
        return answer.status_code, answer.text

    def stop(self) -> None:
        for service in (self.web, self.worker):
            service.stop()
        self.door.close()


@contextmanager
def installed(database: str, folder: Path) -> Iterator[tuple[Installation, int]]:
    """With the port where nginx answers."""
    installation = Installation(database, folder)
    proxy = folder / "nginx"
    proxy.mkdir()
    installation.start()
    try:
        with nginx(proxy, installation.port) as found:
            yield installation, found.https
    finally:
        installation.stop()
