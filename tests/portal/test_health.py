"""What probes, Prometheus and the steward are told of the portal itself."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal import health, heartbeat
from portal.models import Letter
from tests.conftest import Cast, add_steward

READY = "/halsa/redo"
HOUR = datetime.timedelta(hours=1)
ALL = {"redo", "databas", "migreringar", "timer", "arbetare", "mejl", "disk"}


@pytest.fixture
def steward(client: Client, db: None) -> Client:
    client.force_login(add_steward("Stina"))
    return client


def run_timer_and_worker() -> None:
    call_command("tick")
    for waiting in DBTaskResult.objects.ready():
        waiting.claim("worker")
        waiting.task.call(*waiting.args_kwargs["args"])
        waiting.set_successful(None)


def broken(client: Client) -> set[str]:
    response = client.get(READY)
    found = response.json()
    assert response.status_code == (200 if found["redo"] else 503)
    return {key for key, works in found.items() if not works}


def test_that_it_lives_is_told_without_the_database(client: Client) -> None:
    response = client.get("/halsa")
    assert (response.status_code, response.content) == (200, b"lever\n")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_it_is_ready_when_the_timer_and_the_worker_have_been_seen(client: Client, db: None) -> None:
    assert broken(client) == {"redo", "timer", "arbetare"}
    call_command("tick")
    assert broken(client) == {"redo", "arbetare"}
    run_timer_and_worker()
    response = client.get(READY)
    assert response.json() == dict.fromkeys(ALL, True)
    assert "sessionid" not in response.cookies


def test_a_timer_that_stops_is_noticed(client: Client, db: None) -> None:
    run_timer_and_worker()
    cache.set(heartbeat.TIMER, timezone.now() - HOUR, None)
    assert broken(client) == {"redo", "timer"}


def test_a_worker_that_stops_is_noticed_and_is_asked_once(client: Client, db: None) -> None:
    run_timer_and_worker()
    for _run in range(3):
        call_command("tick")
    asked = DBTaskResult.objects.ready().get()
    assert not broken(client)
    DBTaskResult.objects.filter(pk=asked.pk).update(enqueued_at=timezone.now() - HOUR)
    assert broken(client) == {"redo", "arbetare"}
    run_timer_and_worker()
    assert not broken(client)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - HOUR)
    call_command("tick")
    assert DBTaskResult.objects.count() == 1  # what was answered long ago is not kept


def test_mail_that_does_not_leave_is_noticed_and_blind_letters_tell_nothing(
    client: Client, cast: Cast
) -> None:
    run_timer_and_worker()
    late = {"organisation": cast.organisation, "user": cast.rektor, "kind": "invitation"}
    Letter.objects.create(**late, is_blind=True, not_before=timezone.now() - 2 * HOUR)
    assert not broken(client)
    Letter.objects.create(**late, not_before=timezone.now() - 2 * HOUR)
    assert broken(client) == {"redo", "mejl"}


def test_a_full_disk_and_missing_tables_are_noticed(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_timer_and_worker()
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    assert broken(client) == {"redo", "disk"}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'assessments'")
    assert client.get(READY).json() == {"redo": False, "databas": True, "migreringar": False}


def test_without_the_database_it_lives_and_is_not_ready(client: Client, db: None) -> None:
    def refuse(*arguments: Any) -> None:
        raise OperationalError("no route to the secret host")

    with connection.execute_wrapper(refuse):
        assert client.get("/halsa").status_code == 200
        response = client.get(READY)
    assert (response.status_code, response.json()) == (503, {"redo": False, "databas": False})


def test_figures_are_for_whoever_has_the_token(client: Client, db: None, settings: Any) -> None:
    assert client.get("/halsa/matt").status_code == 404
    settings.METRICS_TOKEN = "t" * 32
    for sent in ({}, {"Authorization": "Bearer fel"}, {"Authorization": "Bearer ååå"}):
        response = client.get("/halsa/matt", headers=sent)
        assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    run_timer_and_worker()
    told = client.get("/halsa/matt", headers={"Authorization": "Bearer " + "t" * 32})
    lines = told.content.decode().splitlines()
    assert 'styrkedjan_works{part="timer"} 1' in lines
    assert "styrkedjan_mails_late 0" in lines
    assert all(line.startswith(("#", "styrkedjan_")) for line in lines)


def test_the_steward_reads_what_is_wrong_and_what_to_do(steward: Client) -> None:
    page = steward.get("/huvudman/drift/").content.decode()
    assert "2 delar fungerar inte" in page
    assert "Se till att manage.py tick körs var femte minut, av systemd eller cron." in page
    run_timer_and_worker()
    page = steward.get("/huvudman/drift/").content.decode()
    assert "Allt fungerar." in page
    assert "Fungerar inte" not in page


def test_the_page_takes_as_many_queries_whatever_is_wrong(
    steward: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(11):
        steward.get("/huvudman/drift/")
