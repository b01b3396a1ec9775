from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.terms import Phase
from portal.models import Organisation

if TYPE_CHECKING:
    from portal.models import User


class CyclePhaseQuerySet(models.QuerySet["CyclePhase"]):
    def visible_to(self, user: "User | AnonymousUser") -> "CyclePhaseQuerySet":
        """To all who work in the organisation."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__in=user.offices.organisations())


class CyclePhase(models.Model):
    """When a phase of the year's cycle (årshjul) is, for all units of an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="cycle")
    year = models.PositiveSmallIntegerField(_("läsårets första år"))
    phase = models.CharField(_("fråga"), max_length=20, choices=Phase.choices)
    begins_on = models.DateField(_("från"))
    ends_on = models.DateField(_("till"))

    objects = CyclePhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("del av årshjulet")
        verbose_name_plural = _("delar av årshjulet")
        ordering = ["begins_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "phase"], name="a_year_has_a_phase_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="a_phase_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.get_phase_display()}"
