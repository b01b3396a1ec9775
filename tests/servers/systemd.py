"""What systemd does with the units in deploy/, done with plain processes below a folder.

It knows as much of systemd as the units and script/upgrade use: templates, sockets that are held
and handed over, waiting for a service that tells when it is ready, and stopping in good order.
"""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.units import Unit

HANDED_OVER = """
import os, sys
count = int(sys.argv[1])
given = [int(each) for each in sys.argv[2 : 2 + count]]
kept = [os.dup(each) if each < 3 + count else each for each in given]
for number, each in enumerate(kept, 3):
    os.dup2(each, number)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(count))
os.execvp(sys.argv[2 + count], sys.argv[2 + count :])
"""
PATIENCE_SECONDS = 60


@dataclass
class Systemd:
    root: Path
    port: int
    sockets: dict[str, socket.socket] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    enabled: set[str] = field(default_factory=set)
    active: set[str] = field(default_factory=set)
    # (verb, unit): what comes just before whoever asks for it is killed.
    cut: tuple[str, str] | None = None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Answers to the systemctl beside this file."""
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(str(self.root / "systemd"))
            door.listen()
            threading.Thread(target=self._serve, args=(door,), daemon=True).start()
            try:
                yield
            finally:
                self.stop_all()

    def _serve(self, door: socket.socket) -> None:
        while True:
            try:
                connection, _ = door.accept()
            except OSError:
                return
            with connection:
                pid, *words = json.loads(connection.makefile().readline())
                answer = self.do(*words)
                if self.cut and self.cut[0] == words[0] and self.cut[1] in words:
                    os.killpg(pid, signal.SIGKILL)
                    self.cut = None
                    continue
                connection.sendall(json.dumps(answer).encode() + b"\n")

    def do(self, verb: str, *names: str) -> tuple[int, str]:
        try:
            for name in names:
                if not name.startswith("--"):
                    getattr(self, verb.replace("-", "_"))(name)
        except (LookupError, RuntimeError) as error:
            return 1, str(error)
        return 0, ""

    def enable(self, name: str) -> None:
        Unit.read(self.root, name)
        self.enabled.add(name)

    def disable(self, name: str) -> None:
        self.enabled.discard(name)

    def is_active(self, name: str) -> None:
        if name not in self.active and name not in self.sockets:
            raise LookupError

    def start(self, name: str) -> None:
        unit = Unit.read(self.root, name)
        if name.endswith(".socket"):
            self._open(name, unit)
        elif name == "styrkedjan.service":
            self.active.add(name)
            for wanted in sorted(self.enabled - {name}):
                self.start(wanted)
        elif name.endswith(".timer"):
            self.active.add(name)
        elif name not in self.running or self.running[name].poll() is not None:
            self._run(name, unit)

    def _open(self, name: str, unit: Unit) -> None:
        if name in self.sockets:
            return
        address = unit.one("ListenStream")
        if address.startswith("/"):
            Path(address).parent.mkdir(parents=True, exist_ok=True)
            Path(address).unlink(missing_ok=True)
            opened = socket.socket(socket.AF_UNIX)
            opened.bind(address)
        else:
            opened = socket.socket(socket.AF_INET)
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            opened.bind(("127.0.0.1", self.port))
        opened.listen(int(unit.one("Backlog", "128")))
        self.sockets[name] = opened

    def _run(self, name: str, unit: Unit) -> None:
        handed = unit.one("Sockets").split()
        for each in handed:
            self.start(each)
        given = [self.sockets[each].fileno() for each in handed]
        command = shlex.split(unit.one("ExecStart"))
        if given:
            words = [sys.executable, "-c", HANDED_OVER, str(len(given)), *map(str, given)]
            command = [*words, *command]
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            address = self.root / f"notify-{name}"
            address.unlink(missing_ok=True)
            told.bind(str(address))
            told.settimeout(0.1)
            with (self.root / f"{name}.log").open("ab") as log:
                self.running[name] = subprocess.Popen(
                    command,
                    cwd=unit.one("WorkingDirectory"),
                    env=unit.environment() | {"NOTIFY_SOCKET": str(address)},
                    pass_fds=given,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            if unit.one("Type") == "notify":
                self._wait_until_ready(name, told)

    def _wait_until_ready(self, name: str, told: socket.socket) -> None:
        for _ in range(PATIENCE_SECONDS * 10):
            try:
                if b"READY=1" in told.recv(4096):
                    return
            except TimeoutError:
                pass
            if self.running[name].poll() is not None:
                raise RuntimeError(f"Job for {name} failed.\n")
        raise RuntimeError(f"Job for {name} timed out.\n")

    def stop(self, name: str) -> None:
        self.active.discard(name)
        if (process := self.running.pop(name, None)) is not None:
            process.terminate()
            process.wait(PATIENCE_SECONDS)
        for part in [*self.running, *self.active, *self.sockets]:
            unit = Unit.read(self.root, part)
            if name in unit.all("PartOf") + unit.all("StopPropagatedFrom"):
                self.stop(part)
        if name in self.sockets:
            self.sockets.pop(name).close()

    def stop_all(self) -> None:
        for process in self.running.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for each in self.sockets.values():
            each.close()

    def log(self, name: str) -> str:
        return (self.root / f"{name}.log").read_text()
