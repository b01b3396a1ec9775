import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.rounds import Round
from portal.models import Unit
from portal.terms import HUVUDMAN_ROLES

if TYPE_CHECKING:
    from portal.models import User


FOLDER = "rapporter"


class QualityReportQuerySet(models.QuerySet["QualityReport"]):
    def visible_to(self, user: "User | AnonymousUser") -> "QualityReportQuerySet":
        """A unit's to those of the unit, the huvudman's to those at huvudman level."""
        if not user.is_authenticated:
            return self.none()
        governed = user.offices.organisations(*HUVUDMAN_ROLES)
        return self.filter(Q(round__organisation__in=governed) | Q(unit__in=user.offices.units()))


class QualityReport(models.Model):
    """The quality report of a closed round, for a unit or (unit null) for the huvudman.

    A version is made once and never changed; `sha256` is the hex digest of its file's bytes, and
    `built_from` that of what it holds that people may still change. The latest version is the one
    in force. `program`, `templates` and `editions` tell what it was made with: the program's
    version, a digest of the templates and styles, and the catalogue's editions.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="reports")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="reports")
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    file = models.FileField(upload_to=FOLDER)
    sha256 = models.CharField(max_length=64)
    built_from = models.CharField(max_length=64, blank=True, editable=False)
    program = models.CharField(max_length=40, blank=True, editable=False)
    templates = models.CharField(max_length=64, blank=True, editable=False)
    editions = models.TextField(blank=True, editable=False)

    objects = QualityReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("kvalitetsrapport")
        verbose_name_plural = _("kvalitetsrapporter")
        ordering = ["round", "unit", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit", "version"],
                name="a_version_of_a_units_report_is_made_once",
            ),
            models.UniqueConstraint(
                fields=["round", "version"],
                condition=Q(unit__isnull=True),
                name="a_version_of_the_huvudmans_report_is_made_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.unit or self.round.organisation}"

    @property
    def made_on(self) -> datetime.date:
        """The day in Stockholm that stands on the report."""
        return timezone.localdate(self.made_at)
