"""nginx and Caddy with the files in deploy/, where only names, ports and paths are put in."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tests.crash.processes import free_port
from tests.deploy.served import DEPLOY, HOST, ended, wait_for

# What Debian's own nginx.conf has around a site, in a folder that needs no rights.
AROUND = """
daemon off;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes auto;
events {{
    worker_connections 768;
}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass
class Proxy:
    """One that runs: where, and what vouches for its certificate."""

    folder: Path
    authority: Path
    https: int = field(default_factory=free_port)
    http: int = field(default_factory=free_port)

    @property
    def origin(self) -> str:
        return f"https://{HOST}:{self.https}"

    def at(self, path: str) -> str:
        return self.origin + path

    def answers(self) -> bool:
        try:
            requests.get(self.at("/halsa"), verify=str(self.authority), timeout=5)
        except (OSError, requests.RequestException):
            return False
        return True

    def logs(self) -> str:
        return "".join(each.read_text() for each in self.folder.glob("*.log"))


def certificate(folder: Path) -> tuple[Path, Path]:
    """One that vouches for itself, and its key."""
    chain, key = folder / "fullchain.pem", folder / "privkey.pem"
    subprocess.run(
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        f"-subj /CN={HOST} -addext subjectAltName=DNS:{HOST} -keyout {key} -out {chain}".split(),
        check=True,
        capture_output=True,
    )
    return chain, key


def put_in(text: str, **places: str) -> str:
    for here, there in places.items():
        assert here in text, here
        text = text.replace(here, there)
    return text


@contextmanager
def nginx(folder: Path, portal: int) -> Iterator[Proxy]:
    chain, key = certificate(folder)
    proxy = Proxy(folder, chain)
    site = put_in(
        (DEPLOY / "nginx.conf").read_text(),
        **{
            "/etc/letsencrypt/live/styrkedjan.ekby.se/fullchain.pem": str(chain),
            "/etc/letsencrypt/live/styrkedjan.ekby.se/privkey.pem": str(key),
            "styrkedjan.ekby.se": HOST,
            "    listen [::]:443 ssl http2;\n": "",
            "    listen [::]:443 ssl http2 default_server;\n": "",
            "    listen [::]:80;\n": "",
            "    listen [::]:80 default_server;\n": "",
            "listen 443": f"listen 127.0.0.1:{proxy.https}",
            "listen 80": f"listen 127.0.0.1:{proxy.http}",
            "127.0.0.1:8000": f"127.0.0.1:{portal}",
            "/opt/styrkedjan/current/deploy": str(DEPLOY),
            "/var/log/nginx": str(folder),
            "/var/www/html": str(folder / "www"),
        },
    )
    (folder / "site.conf").write_text(site)
    # Root starts it in some places where tests run, and www-data may read nothing there.
    (folder / "nginx.conf").write_text(
        AROUND.format(folder=folder, user=os.environ.get("USER", "root"))
    )
    command = ["/usr/sbin/nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with running(command, proxy):
        yield proxy


@contextmanager
def caddy(folder: Path, portal: int) -> Iterator[Proxy]:
    """`tls internal` stands in for the certificate that it would fetch."""
    proxy = Proxy(folder, folder / "data/caddy/pki/authorities/local/root.crt")
    site = put_in(
        (DEPLOY / "Caddyfile").read_text(),
        **{
            "{\n\tlog {": "{\n\tadmin off\n\tskip_install_trust\n"
            f"\thttps_port {proxy.https}\n\thttp_port {proxy.http}\n\tlog {{",
            "\tencode gzip\n": "\tencode gzip\n\ttls internal\n\tbind 127.0.0.1\n",
            "/opt/styrkedjan/current/deploy": str(DEPLOY),
        },
    )
    (folder / "Caddyfile").write_text(site)
    environment = {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "STYRKEDJAN_ALLOWED_HOSTS": HOST,
        "STYRKEDJAN_WEB": f"127.0.0.1:{portal}",
    }
    command = [
        "/usr/bin/caddy",
        "run",
        "--config",
        str(folder / "Caddyfile"),
        "--adapter",
        "caddyfile",
    ]
    with running(command, proxy, environment):
        yield proxy


@contextmanager
def running(
    command: list[str], proxy: Proxy, environment: dict[str, str] | None = None
) -> Iterator[None]:
    with (proxy.folder / "own.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    with ended(process):
        wait_for(proxy.answers, 20)
        yield
