import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assessments.models.rounds import Round
from assessments.terms import MailingKind
from portal.models import Unit

DAY = datetime.timedelta(days=1)
COUNTED = (MailingKind.ASKED, MailingKind.RESULTS_READY)


class Skipped(models.TextChoices):
    """Why a planned mailing was not sent."""

    LATE = "late", _("Portalens tidur stod stilla när det var dags.")
    CLOSED = "closed", _("Omgången hade stängt.")
    JUST_OPENED = "just_opened", _("Omgången öppnade samma dag.")


class MailingQuerySet(models.QuerySet["Mailing"]):
    def waiting(self) -> "MailingQuerySet":
        return self.filter(sent_at=None, skipped="")

    def done(self) -> "MailingQuerySet":
        return self.exclude(sent_at=None, skipped="")


class Mailing(models.Model):
    """A mailing (utskick) of a round: planned, sent or skipped.

    Only a reminder has a day of its own, others follow the round's days. One with a unit is for
    that unit alone. Reminders that nobody has made are the portal's own plan. How many letters it
    became is known only where everybody gets one: of reminders it would tell who has answered.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=20, choices=MailingKind.choices)
    day = models.DateField(_("dag"), null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, editable=False)
    skipped = models.CharField(max_length=20, choices=Skipped.choices, blank=True, editable=False)
    letters = models.PositiveIntegerField(null=True, editable=False)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("utskick")
        verbose_name_plural = _("utskick")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=MailingKind.REMINDER, day__isnull=False)
                | (~Q(kind=MailingKind.REMINDER) & Q(day__isnull=True)),
                name="only_a_reminder_has_a_day_of_its_own",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(skipped=""),
                name="a_mailing_is_not_both_sent_and_skipped",
            ),
            models.CheckConstraint(
                condition=Q(letters__isnull=True) | Q(kind__in=COUNTED),
                name="letters_that_remind_are_never_counted",
            ),
            models.UniqueConstraint(
                fields=["round", "day"],
                condition=Q(unit__isnull=True, skipped="", kind=MailingKind.REMINDER),
                name="a_round_is_reminded_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["round", "unit", "day"],
                condition=Q(unit__isnull=False, skipped="", kind=MailingKind.REMINDER),
                name="a_unit_is_reminded_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["round", "kind"],
                condition=Q(day__isnull=True, unit__isnull=True, sent_at__isnull=True, skipped=""),
                name="a_mailing_is_planned_once",
            ),
            models.UniqueConstraint(
                fields=["round", "unit"],
                condition=Q(unit__isnull=False, kind=MailingKind.RESULTS_READY),
                name="a_unit_is_told_of_its_results_once",
            ),
        ]

    def __str__(self) -> str:
        place = f"{self.round}: {self.unit}" if self.unit else f"{self.round}"
        day = f" {date_format(self.day, 'j F')}" if self.day else ""
        return f"{place}: {self.get_kind_display()}{day}"

    @property
    def due_on(self) -> datetime.date:
        """The day that it is planned for, as the round's days are now."""
        days = {
            MailingKind.ASKED: self.round.opens_on,
            MailingKind.CLOSING_TOMORROW: self.round.closes_on - DAY,
            MailingKind.RESULTS_READY: self.round.closes_on + DAY,
        }
        return self.day or days[MailingKind(self.kind)]
