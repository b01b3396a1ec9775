"""An older release on what a newer one has left, and beside it."""

import logging
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal import heartbeat
from portal.management.commands.db_worker import Worker
from portal.releases import refuse_if_left_behind
from portal.static_files import Middleware, Storage
from portal.version import version


@pytest.mark.django_db
@pytest.mark.parametrize(
    "start", [refuse_if_left_behind, *(lambda c=c: call_command(c) for c in ("tick", "db_worker"))]
)
def test_nothing_of_an_older_release_starts_where_a_newer_has_taken_something_away(
    start: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    MigrationRecorder(connection).record_applied("portal", "0999_stop_no_units")
    with pytest.raises(SystemExit) as stopped:
        start()
    assert stopped.value.code == 3
    [line] = capsys.readouterr().err.splitlines()
    assert "ändrad av en nyare version (0999_stop_no_units)" in line


@pytest.mark.django_db
def test_an_older_release_works_where_a_newer_has_added_something() -> None:
    MigrationRecorder(connection).record_applied("portal", "0999_colour_of_a_unit")
    refuse_if_left_behind()
    call_command("upgrade_plan")


@pytest.mark.django_db
def test_what_is_not_done_yet_and_takes_away_is_told_with_a_code_of_its_own() -> None:
    MigrationRecorder(connection).migration_qs.filter(app="assessments").delete()
    with pytest.raises(CommandError, match="a_locked_analysis") as told:
        call_command("upgrade_plan")
    assert told.value.returncode == 10


@pytest.mark.django_db(transaction=True)
def test_a_worker_leaves_what_it_does_not_know_to_a_newer_and_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    unknown = DBTaskResult.objects.create(
        task_path="assessments.tomorrow.paint",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        run_after=timezone.now(),
        priority=100,
    )
    heartbeat.answer.enqueue()
    caplog.set_level(logging.WARNING)
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="older",
        excluded_queue_names=[],
    ).run()
    unknown.refresh_from_db()
    assert (unknown.status, unknown.worker_ids) == (TaskResultStatus.READY, [])
    assert unknown.run_after > timezone.now()
    assert heartbeat.latest(heartbeat.WORKER)
    assert caplog.text.count("assessments.tomorrow.paint finns inte i version") == 1


@pytest.mark.one_database
def test_a_file_that_another_release_adds_is_found_without_a_new_start(
    settings: Any, tmp_path: Path
) -> None:
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "old.1.css").write_text("old")
    serve = Middleware(lambda request: HttpResponse(b"no such file", status=404))

    def served(path: str) -> bytes:
        with closing(serve(RequestFactory().get(f"/static/{path}"))) as response:
            return b"".join(response)

    assert [served("old.1.css"), served("new.1.css")] == [b"old", b"no such file"]
    (tmp_path / "new.1.css").write_text("new")
    assert [served("old.1.css"), served("new.1.css")] == [b"old", b"new"]
    assert served("../secret-key") == b"no such file"
    assert Storage.manifest_name == f"staticfiles-{version()}.json"
