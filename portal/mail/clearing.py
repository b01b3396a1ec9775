"""What has been sent is kept some weeks, so that people can see that it was."""

import datetime

from django.db.models import Q
from django.utils import timezone

from portal.models import Invitation, Letter

KEPT = datetime.timedelta(weeks=8)


def clear_old() -> None:
    before = timezone.now() - KEPT
    Letter.objects.filter(Q(sent_at__lt=before) | Q(given_up_at__lt=before)).delete()
    Invitation.objects.filter(Q(accepted_at__lt=before) | Q(revoked_at__lt=before)).delete()
