"""Takes an organisation away with all that it holds, what is protected in its turn."""

from functools import partial

from django.conf import settings
from django.db import transaction

from assessments.models import Assessment, Comparison, QualityReport
from portal.models import Organisation, User


def remove_all() -> None:
    """All that is invented, and in a demo the comparison, which is of nothing else."""
    for organisation in Organisation.objects.filter(is_demo=True):
        remove(organisation)
    if settings.DEMO:
        Comparison.objects.all().delete()


def remove(organisation: Organisation) -> None:
    people = list(organisation.memberships.values_list("user", flat=True))
    for report in QualityReport.objects.filter(round__organisation=organisation):
        transaction.on_commit(partial(report.file.delete, save=False))
    organisation.actions.all().delete()
    Assessment.objects.filter(round__organisation=organisation).delete()
    organisation.rounds.all().delete()
    organisation.delete()
    User.objects.filter(pk__in=people, memberships=None).delete()
