"""Somebody at a browser: keeps cookies, sends forms as a page would, and knows one certificate."""

import re
import subprocess
from typing import Any

import requests
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from requests.adapters import HTTPAdapter

from tests.deploy.proxies import Proxy
from tests.deploy.served import Served

SLIP = "/logga-in/lapp/"


class From(HTTPAdapter):
    """A client at another address of this machine."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, source_address=(self.address, 0), **options)


class Visitor(requests.Session):
    def __init__(self, proxy: Proxy, address: str = "127.0.0.1") -> None:
        super().__init__()
        self.proxy = proxy
        self.verify = str(proxy.authority)
        self.trust_env = False
        self.mount("https://", From(address))

    def see(self, path: str, **options: Any) -> requests.Response:
        return self.get(self.proxy.at(path), allow_redirects=False, **options)

    def submit(
        self, path: str, headers: dict[str, str] | None = None, **options: Any
    ) -> requests.Response:
        """A form, from the page itself."""
        token = self.cookies.get("__Host-csrftoken") or ""
        own = {"Referer": self.proxy.at(path), "X-CSRFToken": token}
        return self.post(
            self.proxy.at(path), headers=own | (headers or {}), allow_redirects=False, **options
        )

    def sign_in(self, served: Served, email: str) -> requests.Response:
        """With the code that comes by mail."""
        self.see("/logga-in/")
        self.submit("/logga-in/", data={"email": email})
        [code] = re.findall(r"\b\d{4}-\d{4}\b", served.mail_to(email))
        return self.submit("/logga-in/kod/", data={"code": code})


def statuses_of_guesses(visitor: Visitor, number: int) -> list[int]:
    """So many wrong codes of slips, each as if it came from another address."""
    visitor.see(SLIP)
    addresses = [{"X-Forwarded-For": f"192.0.2.{each}"} for each in range(number)]
    return [visitor.submit(SLIP, each, data={"code": "X"}).status_code for each in addresses]


def upload(proxy: Proxy, path: str, size: int) -> str:
    """Sends a file by HTTP/2, as browsers do; what comes back, with its status at the end.

    curl, other than browsers, may count it as a fault to be answered before all is sent.
    """
    command = ["curl", "--silent", "--http2", "--cacert", str(proxy.authority), "--form", "file=@-"]
    told = ["--write-out", "%{http_version} %{http_code}", proxy.at(path)]
    ran = subprocess.run([*command, *told], input=b"x" * size, capture_output=True)
    return ran.stdout.decode()


def code_of(secret: str, now: float) -> str:
    """What an app shows."""
    return str(format_hotp_value(hotp_value(secret, int(now) // 30)))
