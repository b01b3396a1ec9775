"""The background worker, played by the test itself."""

from django_tasks_db.models import DBTaskResult


def work(steps: int = 1000) -> int:
    """Takes what waits in the queue, one by one, as the worker does; how many it took."""
    for taken in range(steps):
        waiting = DBTaskResult.objects.ready().first()
        if waiting is None:
            return taken
        waiting.claim("worker")
        waiting.task.call(*waiting.args_kwargs["args"])
        waiting.set_successful(None)
    return steps
