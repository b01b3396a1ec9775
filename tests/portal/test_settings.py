"""Starting the portal in production, as a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "STYRKEDJAN_SECRET_KEY": "k" * 30 + "0123456789abcdefghijklmnopqrst",
    "STYRKEDJAN_ALLOWED_HOSTS": "styrkedjan.example",
    "STYRKEDJAN_ADDRESS": "https://styrkedjan.example",
}


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "STYRKEDJAN_VAR": os.environ["STYRKEDJAN_VAR"]}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", [("manage.py", "check"), ("-c", "import portal.wsgi")])
@pytest.mark.parametrize("missing", list(PRODUCTION))
@pytest.mark.parametrize("value", [None, "", " "])
def test_production_does_not_start_without_its_secret_or_hosts(
    command: tuple[str, ...], missing: str, value: str | None
) -> None:
    environment = {k: v for k, v in PRODUCTION.items() if k != missing}
    if value is not None:
        environment[missing] = value
    result = run(*command, **environment)
    assert result.returncode == 3
    assert result.stderr == (
        f"{missing} saknas. Sätt den, eller prova portalen med STYRKEDJAN_DEMO=1.\n"
    )


def test_a_number_that_is_none_is_told_in_one_line() -> None:
    result = run("manage.py", "check", **PRODUCTION, STYRKEDJAN_EMAIL_PORT="tjugofem")
    assert result.returncode == 3
    assert result.stderr == "STYRKEDJAN_EMAIL_PORT ska vara ett heltal, men är 'tjugofem'.\n"


def test_the_address_in_mails_is_one_that_nobody_listens_in_on() -> None:
    result = run("manage.py", "check", **PRODUCTION | {"STYRKEDJAN_ADDRESS": "http://ekby.se"})
    assert result.returncode == 3
    assert result.stderr == (
        "STYRKEDJAN_ADDRESS ska börja med https://, men är 'http://ekby.se'.\n"
    )


SAYS = {
    ("STYRKEDJAN_SECRET_KEY", "kort"): "är för kort eller enkel. Gör en med: python3",
    ("STYRKEDJAN_SECRET_KEY", "a" * 60): "är för kort eller enkel. Gör en med: python3",
    ("STYRKEDJAN_ALLOWED_HOSTS", "*"): "ska vara värdnamn utan * och /",
    ("STYRKEDJAN_ALLOWED_HOSTS", "https://ekby.se/"): "ska vara värdnamn utan * och /",
    ("STYRKEDJAN_VAR", "/proc/var"): "Ge portalens användare rätt till den.",
    ("STYRKEDJAN_LOG", "xml"): "ska vara text eller json, men är 'xml'.",
    ("STYRKEDJAN_SENTRY_DSN", "http://hemlis-x@fel.ekby.se/1"): "https://NYCKEL@fel.ekby.se/1",
    ("STYRKEDJAN_SENTRY_DSN", "https://hemlis-x@fel.ekby.se"): "https://NYCKEL@fel.ekby.se/1",
    ("STYRKEDJAN_METRICS_TOKEN", "hemlis-x"): "är för kort. Ta minst 20 tecken",
    ("STYRKEDJAN_BACKUP_PASSPHRASE", "hemlis-x"): "är för kort. Ta minst 12 tecken",
    ("STYRKEDJAN_BACKUP_DAYS", "-1"): "ska vara ett heltal",
    ("DATABASE_URL", "postgresql://u:hemlis-x@dator:port/namn"): "Skriv postgresql://användare:",
    ("DATABASE_URL", "mysql://u:hemlis-x@dator/namn"): "Skriv postgresql://användare:",
    ("DATABASE_URL", "hemlis-x"): "Skriv postgresql://användare:",
    ("DATABASE_URL", "postgresql://u:hemlis-x@dator"): "Skriv postgresql://användare:",
}


@pytest.mark.parametrize(("name", "value"), SAYS)
def test_what_is_unsafe_or_malformed_is_told_in_one_line_without_secrets(
    name: str, value: str
) -> None:
    result = run("-c", "import portal.settings", **PRODUCTION | {name: value})
    assert result.returncode == 3, result.stderr
    assert result.stderr.startswith(name)
    assert result.stderr.count("\n") == 1
    assert SAYS[name, value] in result.stderr
    assert "hemlis-x" not in result.stderr


def test_the_documents_table_lists_exactly_the_settings_that_are_read() -> None:
    sources = [*(ROOT / "portal").rglob("*.py"), *(ROOT / "factors").rglob("*.py")]
    sources += (ROOT / "assessments").rglob("*.py")
    read = {
        found.removesuffix("_")
        for source in sources
        for found in re.findall(r"[\"'](STYRKEDJAN_[A-Z0-9_]+|DATABASE_URL)", source.read_text())
    } | {"STYRKEDJAN_SS12000_TOKEN"}  # put together from the one before
    rows = (ROOT / "docs" / "running.md").read_text().splitlines()
    listed = [row.split("|")[1].strip().strip("`") for row in rows if row.startswith("| `")]
    assert sorted(each.removesuffix("_<SLUG>") for each in listed) == sorted(read)
    assert all(len(row.split("|")) == 6 for row in rows if row.startswith("| `"))


def test_the_environment_that_is_shown_starts_the_portal_once_it_has_a_key(tmp_path: Path) -> None:
    lines = (ROOT / "deploy" / "environment.example").read_text().splitlines()
    shown = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    shown |= {"STYRKEDJAN_VAR": str(tmp_path)}
    without = run("-c", "import portal.settings", **shown)
    assert without.stderr.startswith("STYRKEDJAN_SECRET_KEY saknas")
    key = {"STYRKEDJAN_SECRET_KEY": PRODUCTION["STYRKEDJAN_SECRET_KEY"]}
    assert run("-c", "import portal.settings", **shown | key).returncode == 0


def test_production_passes_djangos_deployment_checks() -> None:
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stderr


def test_all_static_files_can_be_collected_with_their_hashes(tmp_path: Path) -> None:
    environment = PRODUCTION | {"STYRKEDJAN_VAR": str(tmp_path)}
    result = run("manage.py", "collectstatic", "--noinput", **environment)
    assert result.returncode == 0, result.stderr
    assert list((tmp_path / "static" / "css").glob("tokens.*.css"))


def test_production_asks_for_https_and_believes_its_proxy_only_when_told() -> None:
    show = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "asked = Client().get('/mal/', headers={'host': 'styrkedjan.example',"
        " 'x-forwarded-proto': 'https'})\n"
        "print(asked.status_code, asked.headers.get('Location'))"
    )
    environment = PRODUCTION | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    alone = run("-c", show, **environment)
    assert alone.stdout == "301 https://styrkedjan.example/mal/\n", alone.stderr
    behind = run(
        "-c",
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "print(settings.SECURE_PROXY_SSL_HEADER, settings.ALLAUTH_TRUSTED_PROXY_COUNT)",
        **environment,
        STYRKEDJAN_BEHIND_PROXY="1",
    )
    assert behind.stdout == "('HTTP_X_FORWARDED_PROTO', 'https') 1\n", behind.stderr


def test_a_page_says_what_a_browser_may_load_and_nothing_inline(client: Client, db: None) -> None:
    headers = client.get("/").headers
    policy = {
        part.split()[0]: part.split()[1:] for part in headers["Content-Security-Policy"].split("; ")
    }
    assert policy == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
