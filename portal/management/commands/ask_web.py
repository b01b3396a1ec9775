import http.client
import json
import socket
from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

PATIENCE = 60  # seconds: two processes that load the portal on a busy machine
NEEDED = ("databas", "migreringar")


class Command(BaseCommand):
    help = "Frågar webbservern vid sin egen adress om den kan ta emot dem som kommer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("socket", type=Path, metavar="SOCKET")

    def handle(self, *args: Any, socket: Path, **options: Any) -> None:
        try:
            _status, ready = asked(socket, "/halsa/redo")
            told = json.loads(ready)
            status, _page = asked(socket, "/logga-in/")
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise CommandError(f"Webbservern svarar inte: {error!r}.") from None
        if broken := [part for part in NEEDED if not told.get(part)]:
            raise CommandError(f"Webbservern är inte redo: {', '.join(broken)}.")
        if status >= 400:
            raise CommandError(f"Webbservern svarar {status} på /logga-in/.")
        self.stdout.write("Webbservern är redo.")


def asked(address: Path, path: str) -> tuple[int, bytes]:
    """As the proxy would ask."""
    host = (settings.ALLOWED_HOSTS or ["localhost"])[0].lstrip(".")
    headers = {"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
    with closing(Connection(address)) as connection:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.read()


class Connection(http.client.HTTPConnection):
    def __init__(self, address: Path) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(str(self.address))
