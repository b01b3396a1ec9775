from django.db.models import Model

from portal.access import Request
from portal.models import AuditEvent, Organisation


def record(request: Request, verb: str, target: Model, organisation: Organisation) -> None:
    """Remember that the signed-in person did `verb` ("round.opened") to the target."""
    AuditEvent.objects.create(
        actor=request.user, organisation=organisation, verb=verb, target=str(target)[:300]
    )
