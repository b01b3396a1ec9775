from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.rounds import Round
from portal.models import Unit


class ReportOrder(models.Model):
    """That reports of a closed round are made, one by one.

    `whole`: every one, the huvudman's and each unit's; else that of one place, which `renews`
    makes anew where what it says has changed since the latest version.
    `turn` counts the steps that were put in the queue: only the last one is carried out, so one
    that comes back from a worker that was lost does nothing. It is to be done by `promised_until`.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="report_orders")
    whole = models.BooleanField(default=True, editable=False)
    renews = models.BooleanField(default=False, editable=False)
    ordered_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    cancelled = models.BooleanField(default=False, editable=False)
    turn = models.PositiveIntegerField(default=0, editable=False)
    promised_until = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("beställning av rapporter")
        verbose_name_plural = _("beställningar av rapporter")
        ordering = ["round", "-ordered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(whole=True, ended_at__isnull=True),
                name="all_reports_of_a_round_are_ordered_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(cancelled=False) | Q(ended_at__isnull=False),
                name="what_is_cancelled_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(whole=False) | Q(renews=False),
                name="only_the_report_of_one_place_is_ordered_anew",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}"


class OrderedReportQuerySet(models.QuerySet["OrderedReport"]):
    def waiting(self) -> "OrderedReportQuerySet":
        return self.filter(made_at__isnull=True, failure="")


class OrderedReport(models.Model):
    """One of them, of a unit or (unit null) of the huvudman; `failure` says why it was not made."""

    order = models.ForeignKey(ReportOrder, models.CASCADE, related_name="reports")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="ordered_reports")
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(null=True, editable=False)
    failure = models.TextField(blank=True, editable=False)

    objects = OrderedReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("beställd rapport")
        verbose_name_plural = _("beställda rapporter")
        constraints = [
            models.UniqueConstraint(
                fields=["order", "unit"], name="a_units_report_is_ordered_once_in_an_order"
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(unit__isnull=True),
                name="the_huvudmans_report_is_ordered_once_in_an_order",
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | Q(failure=""),
                name="a_report_that_was_made_did_not_fail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}: {self.unit or self.order.round.organisation}"
