"""An installation as deploy/ says: its units with production's settings, kept running as systemd
keeps them, behind nginx with TLS.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from django.conf import settings

from tests.crash.processes import ROOT, free_port, wait_until

HOST = "styrkedjan.ekby.se"  # the one in deploy/nginx.conf
STOP_SECONDS = 90.0
SIGNED = "/etc/ssl/styrkedjan"
NGINX = """
{user}
worker_processes auto;
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    {server}
}}
"""


def deployed(name: str) -> str:
    return (ROOT / "deploy" / name).read_text()


@dataclass
class Service(threading.Thread):
    """A unit's process. When it ends by itself all of it is stopped, and it is started again."""

    unit: str
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)
    stopped: bool = False

    __hash__ = threading.Thread.__hash__

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        text = deployed(f"styrkedjan-{self.unit}.service")
        lines = re.findall(r"^Exec(?:StartPre|Start)=(.*)$", text, re.M)
        *self.before, self.command = [self.here(line) for line in lines]
        pause = re.search(r"^RestartSec=(.*)$", text, re.M)
        self.pause = float(pause[1]) if pause else 0.1  # systemd's own default

    def here(self, line: str) -> list[str]:
        found = line.replace("/opt/styrkedjan/.venv/bin/python", sys.executable)
        return shlex.split(found.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}"))

    def run(self) -> None:
        while not self.stopped:
            if all(self.spawn(each).wait() == 0 for each in self.before) and not self.stopped:
                self.starts.append(time.monotonic())
                self.spawn(self.command).wait()
                self.end()
            if not self.stopped:
                time.sleep(self.pause)

    def spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        self.process = subprocess.Popen(  # noqa: S603 (what the unit says)
            command,
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=(Path(self.environment["STYRKEDJAN_VAR"]) / f"{self.unit}.log").open("a"),
            start_new_session=True,
        )
        return self.process

    def end(self) -> None:
        """Told once to stop, all that it has started, and given the time that systemd gives."""
        deadline = time.monotonic() + STOP_SECONDS
        self.send(signal.SIGTERM)
        while self.send(0):
            time.sleep(0.05)
            if time.monotonic() > deadline:
                self.send(signal.SIGKILL)

    def send(self, what: int) -> bool:
        """To all of it; whether there was anything left."""
        if self.process is None:
            return False
        self.process.poll()
        try:
            os.killpg(self.process.pid, what)
        except ProcessLookupError:
            return False
        return True

    def stop(self) -> None:
        self.stopped = True
        self.end()
        self.join()


class Installation:
    """The web server, the worker and nginx, on a database that has its tables."""

    def __init__(self, database: str, folder: Path) -> None:
        self.port, self.tls, self.folder = free_port(), free_port(), folder
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
            Service(unit, self.port, self.environment) for unit in ("web", "worker")
        )
        self.nginx: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.web.start()
        self.worker.start()
        self.nginx = proxying(self.folder / "nginx", self.port, self.tls)
        wait_until(lambda: self.health()[0] > 0)

    def tick(self) -> None:
        command = [sys.executable, "manage.py", "tick"]
        quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(command, cwd=ROOT, env=self.environment, **quiet)  # noqa: S603

    def health(self) -> tuple[int, str]:
        """Asked past the proxy; 0 where nobody answers."""
        request = Request(f"http://127.0.0.1:{self.port}/halsa/redo", headers={"Host": HOST})
        try:
            with urlopen(request, timeout=5) as answer:  # noqa: S310 (our own server)
                return answer.status, answer.read().decode()
        except OSError as error:
            found: Any = error  # 503 is an error that can be read
            return getattr(error, "code", 0), found.read().decode() if hasattr(
                error, "read"
            ) else ""

    def stop(self) -> None:
        for service in (self.web, self.worker):
            service.stop()
        if self.nginx:
            self.nginx.terminate()
            self.nginx.wait()


def proxying(folder: Path, port: int, tls: int) -> subprocess.Popen[bytes]:
    """nginx as deploy/nginx.conf has it, with a certificate of its own, on these ports."""
    folder.mkdir(exist_ok=True)
    certify(folder)
    server = deployed("nginx.conf").replace(SIGNED, str(folder))
    for there, here in {
        "listen 443": f"listen 127.0.0.1:{tls}",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "127.0.0.1:8000": f"127.0.0.1:{port}",
    }.items():
        server = server.replace(there, here)
    user = "user root;" if os.getuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(user=user, folder=folder, server=server))
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    return subprocess.Popen([nginx, "-c", configuration, "-g", "daemon off;"])  # noqa: S603


def certify(folder: Path) -> None:
    files = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/fullchain.pem"]
    asked = [*("req", "-x509", "-nodes", "-newkey", "ec", "-subj", f"/CN={HOST}")]
    curve = ["-pkeyopt", "ec_paramgen_curve:prime256v1"]
    subprocess.run(["openssl", *asked, *curve, *files], check=True, capture_output=True)  # noqa: S603, S607


@contextmanager
def installed(database: str, folder: Path) -> Iterator[Installation]:
    installation = Installation(database, folder)
    try:
        installation.start()
        yield installation
    finally:
        installation.stop()
