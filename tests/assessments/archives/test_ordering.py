"""An administrator orders the archive, the worker makes it, and it is fetched within a week."""

import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from assessments.archives.ordering import make
from assessments.models import Archive, Round
from portal.models import AuditEvent
from tests.assessments.working import work
from tests.conftest import Cast

PAGE = "/ekby/arkiv/"


@pytest.fixture
def agnes(client: Client, ekby: Cast) -> Client:
    client.force_login(ekby.admin)
    return client


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_it_is_ordered_made_fetched_and_gone_in_a_week(agnes: Client, ekby: Cast) -> None:
    assert "Beställ arkivet" in text(agnes.get(PAGE))
    for _twice in range(2):
        agnes.post(f"{PAGE}bestall/")
    assert "görs i bakgrunden" in text(agnes.get(PAGE))
    ordered = Archive.objects.get()
    assert agnes.get(f"{PAGE}{ordered.pk}.zip").status_code == 404
    Archive.objects.update(ordered_at=timezone.now() - datetime.timedelta(minutes=10))
    assert "Det står still" in text(agnes.get(PAGE))
    assert work() == 1
    ordered.refresh_from_db()
    page = text(agnes.get(PAGE))
    assert ordered.sha256 in page
    assert "Agnes" in page
    fetched = agnes.get(f"{PAGE}{ordered.pk}.zip")
    assert "manifest.json" in ZipFile(BytesIO(fetched.getvalue())).namelist()
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["archive.ordered", "archive.fetched"]
    Archive.objects.update(ordered_at=timezone.now() - datetime.timedelta(days=7))
    assert agnes.get(f"{PAGE}{ordered.pk}.zip").status_code == 404
    call_command("tick", no_mail=True)
    assert not Archive.objects.exists()


def test_while_a_round_is_open_it_says_so_and_makes_nothing(agnes: Client) -> None:
    Round.objects.filter(title="Nästa").update(opened_at=timezone.now())
    assert "Omgången Nästa pågår." in text(agnes.get(PAGE))
    agnes.post(f"{PAGE}bestall/")
    assert not Archive.objects.exists()


def test_what_could_not_be_made_says_why_and_can_be_ordered_again(
    agnes: Client, ekby: Cast
) -> None:
    agnes.post(f"{PAGE}bestall/")
    Round.objects.filter(title="Nästa").update(opened_at=timezone.now())
    work()
    assert "pågår" in Archive.objects.get().failure
    Round.objects.filter(title="Nästa").update(opened_at=None)
    page = text(agnes.get(PAGE))
    assert "Omgången Nästa pågår." in page
    assert "Beställ arkivet" in page


def test_one_that_a_lost_worker_never_made_is_told_and_not_made_too_late(
    agnes: Client, ekby: Cast
) -> None:
    long_ago = timezone.now() - datetime.timedelta(hours=3)
    lost = Archive.objects.create(organisation=ekby.organisation, ordered_at=long_ago)
    assert "Arkivet gick inte att göra. Beställ det igen." in text(agnes.get(PAGE))
    make.call(lost.pk)
    assert Archive.objects.get().made_at is None
