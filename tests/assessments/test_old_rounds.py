"""A round that has been closed stays as it was, whatever is published after it."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import QualityReport, Round
from assessments.report.storage import report_html, stored_report
from factors import drafts
from factors.models import Edition, Factor, Statement
from portal.days import today
from portal.models import Unit, User
from tests.conftest import Cast
from tests.test_every_url import People, World, address_of, people, world  # noqa: F401
from tests.url_matrix import LINES, ROLES, Line

# Tokens, and how long the session lasts: each answer has its own, whatever it says.
PASSING = re.compile(
    rb'(csrfmiddlewaretoken" value|nonce|data-seconds|X-CSRFToken"?:?)[=: ]*"[^"]*"'
)
OF_THE_ROUND = {"closed", "old_answers"}


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def lines() -> list[Line]:
    """Every page of the closed round, and of somebody's part in it."""
    return [
        line
        for line in LINES
        if line.verb == "GET"
        and line.name.startswith("assessments:")
        and line.arguments.get("pk") in OF_THE_ROUND
    ]


def pages(people: People, world: World) -> dict[str, bytes]:  # noqa: F811
    found = {}
    for line in lines():
        for role, status in zip(ROLES, line.expected.split(), strict=True):
            if status == "200":
                address = address_of(line, world)
                found[f"{role} {address}"] = content(people[role], address)
    return found


def content(user: User | None, address: str) -> bytes:
    client = Client()
    if user:
        client.force_login(user)
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return PASSING.sub(b"", body)


def reports(round: Round, unit: Unit) -> list[str]:
    return [report_html(QualityReport(round=round, unit=place)) for place in (None, unit)]


def stored(round: Round, unit: Unit) -> bytes:
    with stored_report(round, unit).file.open() as file:
        return file.read()


def publish_all_there_is(cast: Cast) -> None:
    """New editions of what the round asked about, national and local, with other words."""
    for edition in list(Edition.objects.published()):
        newer = drafts.go_on_from(edition, f"{edition.slug}-ny", f"{edition} (ny)")
        Factor.objects.filter(edition=newer).update(name="Omskriven", why="Annat.", stem="Annan")
        Statement.objects.filter(factor__edition=newer).update(text="Omskrivet påstående.")
        newer.prompts.update(text="Omskriven fråga?")
        newer.publish(None, today())
    Edition.objects.filter(organisation=cast.organisation).exclude(published_on=None).update(
        offered_on=today()
    )


@pytest.mark.one_database
def test_pages_and_reports_of_a_closed_round_are_the_same_byte_for_byte(
    cast: Cast,
    people: People,  # noqa: F811
    world: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    closed = Round.objects.get(pk=world["closed"])
    pdf = stored(closed, cast.bjork)
    before, told = pages(people, world), reports(closed, cast.bjork)
    assert sum(b"Ansvar" in page for page in before.values()) >= 10
    publish_all_there_is(cast)
    after = pages(people, world)
    assert [name for name, page in before.items() if after[name] != page] == []
    assert reports(closed, cast.bjork) == told
    assert stored(closed, cast.bjork) == pdf


@pytest.mark.one_database
def test_a_page_that_tells_of_the_newest_edition_would_be_seen(
    cast: Cast, client: Client, edition: Edition
) -> None:
    """The comparison sees what it must: the catalogue's own page does change."""
    before = content(None, "/faktorer/ansvar/")
    assert content(None, "/faktorer/ansvar/") == before
    publish_all_there_is(cast)
    assert content(None, "/faktorer/ansvar/") != before
