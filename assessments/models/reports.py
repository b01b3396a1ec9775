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
        mine = user.memberships.current()
        governed = mine.filter(role__in=HUVUDMAN_ROLES).values("organisation")
        return self.filter(Q(round__organisation__in=governed) | Q(unit__in=mine.values("unit")))


class QualityReport(models.Model):
    """The quality report of a closed round, for a unit or (unit null) for the huvudman.

    The file is made once; `sha256` is the hex digest of its bytes.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="reports")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="reports")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    file = models.FileField(upload_to=FOLDER)
    sha256 = models.CharField(max_length=64)

    objects = QualityReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("kvalitetsrapport")
        verbose_name_plural = _("kvalitetsrapporter")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit"],
                name="a_unit_has_one_report_of_a_round",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(unit__isnull=True),
                name="the_huvudman_has_one_report_of_a_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.unit or self.round.organisation}"

    @property
    def made_on(self) -> datetime.date:
        """The day in Stockholm that stands on the report."""
        return timezone.localdate(self.made_at)
