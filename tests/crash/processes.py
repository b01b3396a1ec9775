"""Real processes to be killed: the portal behind gunicorn, and a PostgreSQL of one's own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 60.0


def wait_until(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Portal:
    """The portal on one database: commands, and a server that can be killed and started."""

    database: str
    var: Path
    application: str = "portal.wsgi:application"
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.port = free_port()

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name[:2] != "PG"}
        own = {"DATABASE_URL": self.database, "STYRKEDJAN_VAR": str(self.var)}
        return kept | own | {"STYRKEDJAN_DEMO": "1", "DJANGO_SETTINGS_MODULE": "tests.settings"}

    def stage(self, act: str) -> Any:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.crash.stage", act],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", self.application]
        options = ["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread"]
        self.process = subprocess.Popen(
            [
                *command,
                *options,
                "--threads",
                "8",
                "--no-control-socket",
                "--log-level",
                "critical",
            ],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
        )
        wait_until(self.answers)

    def work(self, *options: str) -> None:
        """The background worker, as it is run for real."""
        self.process = subprocess.Popen(
            [
                *(sys.executable, "manage.py", "db_worker"),
                *("--interval", "0.1", "--no-startup-delay", "--verbosity", "0", *options),
            ],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
        )

    def children(self) -> list[int]:
        """What the process has started: of the worker the one that makes PDFs."""
        assert self.process
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for each in tasks for child in each.read_text().split()]

    def answers(self) -> bool:
        assert self.process
        assert self.process.poll() is None, "the server did not start"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/logga-in/", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def health(self) -> dict[str, bool]:
        """What is told to the monitoring; nothing where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/halsa/redo") as told:
                return json.load(told)  # type: ignore[no-any-return]
        except urllib.error.HTTPError as told:
            return json.load(told)  # type: ignore[no-any-return]
        except OSError:
            return {}

    def kill(self) -> None:
        """Master and workers at once, without a chance to finish anything."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


class Cluster:
    """A PostgreSQL server in a folder of its own, run by an ordinary user even for root."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        folder.mkdir(mode=0o700)
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
        self.run("initdb", "--auth=trust", "--username=styrkedjan", "--encoding=UTF8")

    @classmethod
    def standing(cls, folder: Path, port: int) -> "Cluster":
        """One that another process has made."""
        cluster = cls.__new__(cls)
        cluster.folder, cluster.port = folder, port
        return cluster

    @property
    def url(self) -> str:
        return f"postgresql://styrkedjan@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: str) -> None:
        binaries = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
        as_owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run(
            [*as_owner, str(binaries[-1]), "--pgdata", str(self.folder / "data"), *arguments],
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def start(self) -> None:
        own = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        log = str(self.folder / "log")
        self.run("pg_ctl", "start", "--wait", "--log", log, "--options", own)

    def copy(self, url: str) -> None:
        """What another database holds."""
        dumped = subprocess.run(["pg_dump", "--no-owner", url], capture_output=True, check=True)
        strictly = ["--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
        subprocess.run(["psql", *strictly, self.url], input=dumped.stdout, check=True)

    def start_again(self) -> None:
        """What stopped, or is on its feet again by itself."""
        with suppress(subprocess.CalledProcessError):
            self.start()
        wait_until(self.answers)

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url).close()
        except psycopg.OperationalError:
            return False
        return True

    def fill_its_log(self) -> None:
        """Until it can write no more of it where the disk is full, and stops."""
        for _ in range(100):
            try:
                with psycopg.connect(self.url, autocommit=True) as connection:
                    connection.execute(
                        "SELECT pg_logical_emit_message(true, 'ballast', repeat('0', 16000000))"
                    )
            except psycopg.OperationalError:
                return

    def kill(self) -> None:
        """The server and all its children at once, as when the machine goes."""
        master = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        for process in [master, *map(int, children)]:
            os.kill(process, signal.SIGKILL)
        wait_until(lambda: not Path(f"/proc/{master}").exists())

    def stop(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self.run("pg_ctl", "stop", "--mode", "immediate")
