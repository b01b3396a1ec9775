"""Takes away all that is invented."""

from django.conf import settings

from assessments.archives.removing import remove
from assessments.models import Comparison
from portal.models import Organisation


def remove_all() -> None:
    """Also, in a demo, the comparison, which is of nothing else."""
    for organisation in Organisation.objects.filter(is_demo=True):
        remove(organisation)
    if settings.DEMO:
        Comparison.objects.all().delete()
