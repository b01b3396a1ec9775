"""A network that fails: what goes through it is delayed, cut off in the middle, or not let in."""

import contextlib
import random
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

PIECE, WHOLE = 200, 65536


@dataclass
class Network:
    """Connections to `port` go through `own`; each piece of each waits, or is the last."""

    port: int
    delay: float = 0.0
    # How often a piece is cut off halfway, and its connection with it.
    cuts: float = 0.0
    # Whether anybody is let in at all.
    up: bool = True
    cut: int = 0
    open: set[socket.socket] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.own = self.door.getsockname()[1]
        self.random = random.Random(1)
        threading.Thread(target=self.take_in, daemon=True).start()

    @property
    def fails(self) -> bool:
        return bool(self.delay or self.cuts)

    def take_in(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near = self.door.accept()[0]
                threading.Thread(target=self.carry_both, args=[near], daemon=True).start()

    def carry_both(self, near: socket.socket) -> None:
        try:
            if not self.up:
                raise OSError
            far = socket.create_connection(("127.0.0.1", self.port))
        except OSError:
            near.close()
            return
        self.open |= {near, far}
        back = threading.Thread(target=self.carry, args=[far, near], daemon=True)
        back.start()
        self.carry(near, far)
        back.join()
        self.open -= {near, far}
        near.close()
        far.close()

    def carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE if self.fails else WHOLE):
                time.sleep(self.delay * self.random.random())
                if self.random.random() < self.cuts:
                    self.cut += 1
                    target.sendall(piece[: len(piece) // 2])
                    break
                target.sendall(piece)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def worsens(self, cuts: float, delay: float) -> None:
        self.cuts, self.delay = cuts, delay

    def comes_up(self) -> None:
        self.up = True

    def goes_down(self) -> None:
        """All that is open is cut, and nobody is let in."""
        self.up = False
        for each in list(self.open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def network(port: int) -> Iterator[Network]:
    found = Network(port)
    try:
        yield found
    finally:
        found.door.close()
        found.goes_down()
