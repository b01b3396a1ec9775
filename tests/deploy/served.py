"""What systemd starts, as plain processes with production's settings and a mail server."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.portal.mail.server import MailServer

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
# The name that a certificate, a cookie and a resolver agree on without any set-up.
HOST = "localhost"


def command(unit: str) -> list[str]:
    """That of a unit, in the place where this is."""
    text = (DEPLOY / f"styrkedjan-{unit}.service").read_text()
    [found] = re.findall(r"^ExecStart=\S+/\.venv/bin/python (.*)$", text, re.M)
    return [sys.executable, *shlex.split(found)]


class Served:
    """The portal of the units on a port of its own; what it has sent by mail; its log."""

    def __init__(self, database: str, var: Path, mail: MailServer) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port, self.mail, self.log = self.door.getsockname()[1], mail, var / "log"
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": database,
            "STYRKEDJAN_SECRET_KEY": "k" * 30 + "0123456789abcdefghijklmnopqrst",
            "STYRKEDJAN_ALLOWED_HOSTS": HOST,
            "STYRKEDJAN_ADDRESS": f"https://{HOST}",
            "STYRKEDJAN_VAR": str(var),
            "STYRKEDJAN_BEHIND_PROXY": "1",
            "STYRKEDJAN_LOG": "json",
            "STYRKEDJAN_EMAIL_HOST": "127.0.0.1",
            "STYRKEDJAN_EMAIL_PORT": str(mail.server_address[1]),
        }

    def run(self, command: list[str]) -> str:
        ran = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def manage(self, *arguments: str) -> str:
        return self.run([sys.executable, "manage.py", *arguments])

    def stage(self, act: str) -> Any:
        return json.loads(self.run([sys.executable, "-m", "tests.crash.stage", act]))

    def tick(self) -> None:
        self.run(command("tick"))

    def start(self, unit: str) -> subprocess.Popen[bytes]:
        """With the portal's address open at 3, as systemd hands it over."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                ["sh", "-c", 'export LISTEN_PID=$$; exec "$@"', "-", *command(unit)],
                cwd=ROOT,
                env=self.environment | {"LISTEN_FDS": "1"},
                stderr=log,
                preexec_fn=lambda: os.dup2(self.door.fileno(), 3),
                pass_fds=(3,),
            )

    def mail_to(self, email: str) -> str:
        """The text of the latest."""
        wait_for(lambda: any(each["To"] == email for each in self.mail.mails))
        latest = [each for each in self.mail.mails if each["To"] == email][-1]
        return str(latest.get_body(("plain",)).get_content())  # type: ignore[union-attr]

    def answers(self) -> bool:
        try:
            asked = requests.get(self.at("/halsa"), headers={"Host": HOST}, timeout=5)
        except requests.RequestException:
            return False
        return asked.status_code == 200

    def at(self, path: str) -> str:
        """Where the proxy asks."""
        return f"http://127.0.0.1:{self.port}{path}"


def wait_for(ready: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def serving(database: str, var: Path) -> Iterator[Served]:
    with ExitStack() as stack:
        mail = stack.enter_context(MailServer())
        threading.Thread(target=mail.serve_forever, kwargs={"poll_interval": 0.01}).start()
        stack.callback(mail.shutdown)
        served = Served(database, var, mail)
        stack.enter_context(served.door)
        served.manage("migrate", "--noinput")
        served.manage("collectstatic", "--noinput")
        served.tick()
        for unit in ("web@", "worker@"):
            stack.enter_context(ended(served.start(unit)))
        wait_for(served.answers)
        yield served
