"""A server laid out below a folder: releases beside each other, settings, and a database."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crash.processes import ROOT, Portal, free_port
from tests.servers.systemd import Systemd

OWN = ("portal", "script")
SHARED = ("factors", "assessments", "templates", "static", "locale", "fixtures", "deploy")
FILES = ("manage.py", "pyproject.toml", "uv.lock")
STAND_INS = Path(__file__).parent / "bin"
KEY = "k" * 30 + "0123456789abcdefghijklmnopqrst"


@dataclass
class Server:
    root: Path
    database: str
    systemd: Systemd

    @property
    def releases(self) -> Path:
        return self.root / "opt/styrkedjan/releases"

    @property
    def port(self) -> int:
        return self.systemd.port

    def settle(self, **settings: str) -> None:
        """Its settings; a demo that lays out the database has the same key."""
        var = self.root / "var/lib/styrkedjan"
        told = {
            "STYRKEDJAN_SECRET_KEY": KEY,
            "STYRKEDJAN_ALLOWED_HOSTS": "127.0.0.1",
            "STYRKEDJAN_ADDRESS": "https://styrkedjan.ekby.example",
            "STYRKEDJAN_NO_SSL_REDIRECT": "1",
            "STYRKEDJAN_VAR": str(var),
            "DATABASE_URL": self.database,
        } | settings
        (var / "secret-key").write_text(KEY)
        environment = self.root / "etc/styrkedjan/environment"
        environment.write_text("".join(f"{name}={value}\n" for name, value in told.items()))

    def release(self, version: str, *changed: str) -> Path:
        """What stands here, as a release of that number, set up to be run. What is to be changed
        in it is its own, and the rest is here."""
        folder = self.releases / version
        for part in (*OWN, *changed):
            shutil.copytree(ROOT / part, folder / part)
        for part in set(SHARED) - set(changed):
            (folder / part).symlink_to(ROOT / part)
        for file in FILES:
            shutil.copy(ROOT / file, folder)
        project = folder / "pyproject.toml"
        lines = project.read_text().split("\n")
        lines[2] = f'version = "{version}"'
        project.write_text("\n".join(lines))
        (folder / ".venv").symlink_to(sys.prefix)
        return folder

    def run(self, version: str, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.releases / version / "script" / script, *arguments],
            env={"PATH": f"{STAND_INS}:{os.environ['PATH']}", "DESTDIR": str(self.root)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            start_new_session=True,
        )

    def upgrade(self, *arguments: str) -> str:
        """By the script of the release in use. What it says."""
        done = self.run(self.in_use, "upgrade", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr + self.logs()
        return done.stdout

    def upgrade_cut_off(self, verb: str, unit: str, *arguments: str) -> None:
        """The script is killed when it has asked systemd for that."""
        self.systemd.cut = verb, unit
        assert self.run(self.in_use, "upgrade", *arguments).returncode == -signal.SIGKILL

    def offer(self, release: Path) -> None:
        """A release that lies here is where the one in use was cloned from instead."""
        origin = self.root / "origin"
        (release / ".venv").unlink()
        link = f'#!/bin/sh\nln -s {sys.prefix} "$(dirname "$0")/../.venv"\n'
        (release / "script/setup").write_text(link)
        release.rename(origin)
        git("init", "--quiet", folder=origin)
        git("add", ".", folder=origin)
        git("commit", "--quiet", "--message", "A release", folder=origin)
        git("tag", f"v{release.name}", folder=origin)
        git("init", "--quiet", folder=self.releases / self.in_use)
        git("remote", "add", "origin", str(origin), folder=self.releases / self.in_use)

    @property
    def in_use(self) -> str:
        return (self.releases.parent / "current").resolve().name

    def works(self) -> list[str]:
        """Which services run."""
        running = self.systemd.running.items()
        return sorted(name for name, process in running if process.poll() is None)

    def logs(self) -> str:
        return "".join(each.read_text() for each in self.root.glob("*.log"))

    def stage(self, act: str) -> Any:
        return Portal(self.database, self.root / "var/lib/styrkedjan").stage(act)


def git(*words: str, folder: Path) -> None:
    somebody = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", *somebody, *words], cwd=folder, check=True)


@contextmanager
def a_server(database: str) -> Iterator[Server]:
    """In a folder with a short name: the address of a socket may have a hundred letters."""
    with tempfile.TemporaryDirectory(prefix="styrkedjan-", dir="/tmp") as folder:
        root = Path(folder)
        systemd = Systemd(root, free_port())
        with systemd.listening():
            yield Server(root, database, systemd)
