from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models.organisations import Organisation
from portal.terms import Role

if TYPE_CHECKING:
    from portal.models.users import User

LONGEST = 600
MONTHS = [MinValueValidator(1), MaxValueValidator(LONGEST)]


class Retention(models.Model):
    """How long an organisation has decided (gallringsbeslut) to keep what may be removed.

    The latest decision is the one in force, and without one nothing is removed: an authority may
    not remove anything before it has decided to.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="retentions")
    reference = models.CharField(
        _("diarienummer"),
        max_length=60,
        help_text=_("Så att beslutet går att hitta, till exempel KS 2026/214."),
    )
    decided_on = models.DateField(_("beslutsdag"))
    comments_months = models.PositiveSmallIntegerField(
        _("månader som kommentarer sparas"), null=True, blank=True, validators=MONTHS
    )
    people_months = models.PositiveSmallIntegerField(
        _("månader som personuppgifter sparas"),
        null=True,
        blank=True,
        default=12,
        validators=MONTHS,
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("gallringsbeslut")
        verbose_name_plural = _("gallringsbeslut")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(comments_months=None) | Q(comments_months__range=(1, LONGEST)))
                & (Q(people_months=None) | Q(people_months__range=(1, LONGEST))),
                name="what_is_removed_is_kept_for_a_month_or_more",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class RemovalQuerySet(models.QuerySet["Removal"]):
    def visible_to(self, user: "User | AnonymousUser") -> "RemovalQuerySet":
        """Those of the organisations that the person administers."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__in=user.offices.organisations(Role.ADMIN))


class Removal(models.Model):
    """The receipt of what was removed (gallrat), when, and by which decision."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="removals")
    retention = models.ForeignKey(Retention, models.CASCADE, related_name="removals")
    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="removals"
    )

    objects = RemovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("gallring")
        verbose_name_plural = _("gallringar")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.retention}"


class Removed(models.Model):
    """One line of the receipt: how many of what, and in which round."""

    class Kind(models.TextChoices):
        COMMENTS = "comments", _("Kommentarer")
        DIALOGUES = "dialogues", _("Utcheckningar och bordsanteckningar")
        REPORTS = "reports", _("Sparade rapportfiler")
        PEOPLE = "people", _("Personer")

    removal = models.ForeignKey(Removal, models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    where = models.CharField(max_length=150, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("rad på ett gallringskvitto")
        verbose_name_plural = _("rader på gallringskvitton")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1), name="a_receipt_tells_of_what_was_removed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.number}"
