"""A mail server of the tests' own: it takes mail, or answers as an address asks it to.

Mail to 550.5.1.1@... is refused with 550 5.1.1, to 451@... put off with 451, and to hangup@... the
server hangs up in the middle of the conversation.
"""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.connections = 0
        self.takes_our_mail = True
        super().__init__(("127.0.0.1", 0), Conversation)


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        self.say("220 skolan.example")
        while line := self.rfile.readline().decode().strip():
            verb = line.partition(" ")[0].upper()
            if "hangup@" in line:
                return
            self.say(self.answer(verb, line))
            if verb == "DATA":
                self.server.mails.append(message_from_bytes(self.data(), policy=default))  # type: ignore[arg-type]
                self.say("250 Taken")
            if verb == "QUIT":
                return

    def answer(self, verb: str, line: str) -> str:
        recipient = line.partition("<")[2].partition("@")[0]
        if verb == "MAIL" and not self.server.takes_our_mail:
            return "530 Who are you"
        if verb == "RCPT" and recipient[:3].isdecimal():
            code, _dot, detail = recipient.partition(".")
            return f"{code} {detail} No, not <{recipient}>".replace("  ", " ")
        return "354 Go on" if verb == "DATA" else "250 Fine"

    def data(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") for line in lines)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def running(settings: Any) -> Iterator[MailServer]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with MailServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield server
        server.shutdown()
