from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models.organisations import Organisation


class AuditEvent(models.Model):
    """Who did what, and when; never an answer."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True)
    verb = models.CharField(max_length=60)
    target = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("händelse")
        verbose_name_plural = _("händelser")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.verb}: {self.target}"
