"""One release takes over from another, by script/upgrade, while people save."""

import fcntl
import re
import shutil
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.crash.processes import ROOT, wait_until
from tests.crash.savers import acknowledgements, lost, saving, uncounted
from tests.servers.server import Server

SIGN_IN = "templates/account/request_login_code.html"
ADDING = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("{app}", "{before}")]
    operations = [migrations.AddField("rating", "colour", models.TextField(null=True))]
"""
TAKING_AWAY = """
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("{app}", "{before}")]
    operations = [migrations.RemoveField("round", "title")]
"""


def change(release: Path, name: str, text: str) -> None:
    """The release brings a migration of what people answer."""
    folder = release / "assessments/migrations"
    last = max(each.stem for each in folder.glob("0*.py"))
    file = folder / f"{int(last[:4]) + 1:04}_{name}.py"
    file.write_text(text.format(app="assessments", before=last))


def break_sign_in(release: Path) -> None:
    (release / SIGN_IN).write_text("{% nonsense %}")


def get(server: Server, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}") as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


def style_of(page: str) -> str:
    [style, *_more] = re.findall(r'href="(/static/css/[^"]+\.css)"', page)
    return str(style)


def services(release: str) -> list[str]:
    return [f"styrkedjan-{each}@{release}.service" for each in ("web", "worker")]


def test_nothing_is_lost_or_refused_while_a_release_takes_over_and_gives_back(
    server: Server,
) -> None:
    stage = server.stage("lay")
    newer = server.release("1.1", "assessments", "static")
    change(newer, "colour", ADDING)
    for style in (newer / "static/css").glob("*.css"):
        style.write_text(style.read_text() + "\n/* another */\n")
    styles = [style_of(get(server, "/logga-in/")[1])]
    web = "styrkedjan-web@1.1.service"
    with saving(server.port, stage, pause=0.5) as savers:
        server.upgrade_cut_off("enable", web, "1.1")
        for act, release in ("1.1", "1.1"), ("--back", "1.0"):
            before = acknowledgements(savers)
            wait_until(lambda: acknowledgements(savers) >= before + 30)  # noqa: B023
            server.upgrade(act)
            assert server.works() == services(release)
            styles.append(style_of(get(server, "/logga-in/")[1]))
        before = acknowledgements(savers)
        wait_until(lambda: acknowledgements(savers) >= before + 30)
    assert [each for saver in savers for each in saver.unanswered] == []
    assert {status for saver in savers for status in saver.replies} == {200}
    assert lost(savers, server.stage("audit")) == []
    server.stage("close_slowly")
    assert uncounted(savers, server.stage("audit")) == []
    assert styles[0] == styles[2] != styles[1]
    assert [get(server, style)[0] for style in styles] == [200, 200, 200]


@pytest.mark.one_database
def test_what_can_not_take_over_leaves_the_old_in_use_and_says_why(server: Server) -> None:
    break_sign_in(server.release("1.1", "templates"))
    told = server.run("1.0", "upgrade", "1.1")
    assert "Webbservern svarar 500 på /logga-in/." in told.stderr
    assert told.stderr.endswith("1.0 används som förut. Rätta felet och kör om kommandot.\n")
    with (server.releases.parent / "upgrade.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = server.run("1.0", "upgrade", "1.1")
    assert "en uppgradering pågår redan" in told.stderr
    told = server.run("1.0", "upgrade", "--back")
    assert "det finns ingen version att gå tillbaka till" in told.stderr
    told = server.run("1.0", "upgrade", "1.2")
    assert "Hämtar 1.2" in told.stderr
    server.settle(STYRKEDJAN_EMAIL_PORT="tjugofem")
    told = server.run("1.0", "upgrade", "1.1")
    assert "STYRKEDJAN_EMAIL_PORT ska vara ett heltal" in told.stderr
    assert server.works() == services("1.0")
    assert get(server, "/logga-in/")[0] == 200


@pytest.mark.one_database
def test_what_takes_away_is_done_with_the_portal_standing_still_or_not_at_all(
    server: Server,
) -> None:
    newer = server.release("1.1", "assessments", "templates")
    change(newer, "stop_title", TAKING_AWAY)
    break_sign_in(newer)
    server.offer(newer)
    told = server.run("1.0", "upgrade", "1.1")
    assert "Kör om med --stop" in told.stderr
    assert server.works() == services("1.0")
    told = server.run("1.0", "upgrade", "1.1", "--stop")
    assert "1.0 går inte att starta. Rätta felet och kör om" in told.stderr
    shutil.copy(ROOT / SIGN_IN, newer / SIGN_IN)
    server.upgrade("1.1", "--stop")
    assert server.works() == services("1.1")
    told = server.run("1.1", "upgrade", "--back")
    assert "Databasen är ändrad av en nyare version" in told.stderr
    assert server.works() == services("1.1")
    [copy] = (server.root / "var/backups/styrkedjan").glob("fore-1.1-*.copy")
    server.systemd.do("stop", "styrkedjan.service")
    assert server.works() == []
    told = server.run("1.0", "manage", "restore", str(copy), "--replace", "--no-removals")
    assert told.returncode == 0, told.stderr
    told = server.run("1.0", "upgrade")
    assert told.returncode == 0, told.stderr
    assert server.works() == services("1.0")
    server.upgrade("--accept")
    assert [each.name for each in server.releases.iterdir()] == ["1.0"]
