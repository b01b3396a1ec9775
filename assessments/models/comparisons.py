from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from assessments.terms import COMPARED
from factors.models import Factor
from portal.terms import Level


class Comparison(models.Model):
    """Of the rounds of one half-year, made once when it has passed, and never made anew."""

    starts_on = models.DateField(_("halvårets första dag"), unique=True)
    made_on = models.DateField(_("gjord"))

    class Meta:
        verbose_name = _("jämförelse")
        verbose_name_plural = _("jämförelser")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_on__gt=F("starts_on")),
                name="a_comparison_is_made_after_its_first_day",
            ),
        ]

    def __str__(self) -> str:
        term = _("Våren %(year)d") if self.starts_on.month == 1 else _("Hösten %(year)d")
        return str(term) % {"year": self.starts_on.year}


class ComparedFactor(models.Model):
    """How many huvudmän stand at each step, without saying who."""

    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="factors")
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="comparisons")
    level = models.CharField(_("nivå"), max_length=20, choices=Level.choices)
    n1 = models.PositiveIntegerField()
    n2 = models.PositiveIntegerField()
    n3 = models.PositiveIntegerField()
    n4 = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("jämförd faktor")
        verbose_name_plural = _("jämförda faktorer")
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "factor", "level"],
                name="a_comparison_counts_a_level_of_a_factor_once",
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(F("n1") + F("n2") + F("n3") + F("n4"), COMPARED),
                name="a_comparison_is_of_at_least_five_organisations",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comparison}: {self.factor}, {self.level}"

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return (self.n1, self.n2, self.n3, self.n4)
