"""Signs of life: the timer leaves one when it has run, and asks the worker for another.

They stand in the cache, which all machines share. One that is lost is left again within minutes.
"""

import datetime

from django.core.cache import cache
from django.db.models import Min
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

TIMER, WORKER = "heartbeat-timer", "heartbeat-worker"
# Longer than a worker is kept by what it already does.
FORGOTTEN = datetime.timedelta(minutes=10)


@task(priority=100)
def answer() -> None:
    """What the worker is asked, before all else that waits."""
    leave(WORKER)


def leave(name: str) -> None:
    cache.set(name, timezone.now(), None)


def latest(name: str) -> datetime.datetime | None:
    found: datetime.datetime | None = cache.get(name)
    return found


def timer_has_run() -> None:
    leave(TIMER)
    asked = DBTaskResult.objects.filter(task_path=answer.module_path)
    waiting = asked.filter(status=TaskResultStatus.READY)
    done = asked.exclude(status=TaskResultStatus.READY)
    done.filter(enqueued_at__lt=timezone.now() - FORGOTTEN).delete()
    if not waiting.exists():
        answer.enqueue()


def worker_asked_at() -> datetime.datetime | None:
    """When the worker was asked for what it has not begun to answer."""
    waiting = DBTaskResult.objects.ready().filter(task_path=answer.module_path)
    found: datetime.datetime | None = waiting.aggregate(at=Min("enqueued_at"))["at"]
    return found
