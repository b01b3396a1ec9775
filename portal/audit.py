from django.db.models import Model

from portal.access import Request
from portal.models import AuditEvent, Organisation


def record(request: Request | None, verb: str, target: Model, organisation: Organisation) -> None:
    """Remember that somebody did `verb` ("round.opened") to the target.

    The signed-in person did it, or without a request the portal itself, by its timer.
    """
    AuditEvent.objects.create(
        actor=request.user if request else None,
        organisation=organisation,
        verb=verb,
        target=str(target)[:300],
    )
