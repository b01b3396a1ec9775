import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models import Organisation

FOLDER = "arkiv"
KEPT = datetime.timedelta(days=7)
# Longer than the largest takes: after that, whoever should have made it is lost.
LONGEST = datetime.timedelta(hours=2)


class ArchiveQuerySet(models.QuerySet["Archive"]):
    def old(self) -> "ArchiveQuerySet":
        return self.filter(ordered_at__lte=timezone.now() - KEPT)

    def under_way(self) -> "ArchiveQuerySet":
        waited = timezone.now() - LONGEST
        return self.filter(made_at=None, failure="", ordered_at__gt=waited)

    def ready(self) -> "ArchiveQuerySet":
        return self.filter(made_at__isnull=False).exclude(pk__in=self.old())


class Archive(models.Model):
    """All that is an organisation's as one file (arkiv), ordered by one of its administrators.

    It is made in the background, and kept for a week; `failure` says why it was not made.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="archives")
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    ordered_at = models.DateTimeField(default=timezone.now, editable=False)
    made_at = models.DateTimeField(null=True, editable=False)
    failure = models.TextField(blank=True, editable=False)
    file = models.FileField(upload_to=FOLDER, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("arkiv")
        verbose_name_plural = _("arkiv")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | (Q(failure="") & ~Q(file="")),
                name="an_archive_that_was_made_has_a_file",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def kept_until(self) -> datetime.datetime:
        return self.ordered_at + KEPT
