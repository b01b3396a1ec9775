"""django-tasks-db's worker, which knows that there may be other releases beside it."""

import datetime
import logging
import sys
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from portal.releases import refuse_if_left_behind
from portal.version import version

logger = logging.getLogger(__name__)
# Other than what a wrong setting ends with: whoever started it tries again.
STARTED_AGAIN = 1
LATER = datetime.timedelta(seconds=30)


class Worker(db_worker.Worker):
    def run_task(self, db_task_result: DBTaskResult) -> None:
        try:
            db_task_result.task  # noqa: B018 (looks it up)
        except (ImportError, SuspiciousOperation):
            leave_to_others(db_task_result)
        else:
            super().run_task(db_task_result)


def leave_to_others(found: DBTaskResult) -> None:
    """To a worker of the release that put it in the queue; others go past it for a while."""
    DBTaskResult.objects.filter(pk=found.pk).update(
        status=TaskResultStatus.READY,
        started_at=None,
        worker_ids=[],
        run_after=timezone.now() + LATER,
    )
    logger.warning(
        "Uppgiften %s finns inte i version %s, och lämnas till en arbetare av en annan version.",
        found.task_path,
        version(),
    )


class Command(db_worker.Command):
    def handle(self, **options: Any) -> None:
        db_worker.Worker = Worker  # type: ignore[misc] # the command leaves no other way in
        try:
            refuse_if_left_behind()
            super().handle(**options)
        except (OperationalError, InterfaceError) as error:
            logger.error("Databasen svarar inte, så arbetaren slutar: %s", type(error).__name__)
            sys.exit(STARTED_AGAIN)
