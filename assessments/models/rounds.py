import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.terms import FLOOR, HIGHEST_FLOOR, RoundState
from factors.models import Factor
from portal.models import Organisation
from portal.terms import HUVUDMAN_ROLES, Role

if TYPE_CHECKING:
    from portal.models import User


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: "User | AnonymousUser") -> "RoundQuerySet":
        """Drafts to administrators, opened rounds to those with a part in the organisation.

        At unit level a round is visible to those whose unit takes part in it.
        """
        if not user.is_authenticated:
            return self.none()
        mine = user.offices
        return self.filter(
            Q(organisation__in=mine.organisations(Role.ADMIN))
            | Q(opened_at__isnull=False, organisation__in=mine.organisations(*HUVUDMAN_ROLES))
            | Q(opened_at__isnull=False, pk__in=self.filter(units__in=mine.units()))
        )

    def drafts(self) -> "RoundQuerySet":
        return self.filter(opened_at=None)

    def open(self) -> "RoundQuerySet":
        return self.filter(opened_at__isnull=False, closed_at=None)

    def closed(self) -> "RoundQuerySet":
        return self.filter(closed_at__isnull=False)


class Round(models.Model):
    """An occasion of self-assessment (omgång): some factors, levels and units, some weeks.

    Days are days in Stockholm, both included. Which levels and units take part is told by
    the round's assessments. With mirror (spegling), each level also rates the rows of the level
    above it, where that takes part. `floor`: fewer distinct persons than this are never shown.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="rounds")
    title = models.CharField(_("titel"), max_length=100)
    opens_on = models.DateField(_("första dag"))
    closes_on = models.DateField(_("sista dag"))
    mirror = models.BooleanField(_("spegling"), default=False)
    opened_at = models.DateTimeField(_("öppnad"), null=True, editable=False)
    closed_at = models.DateTimeField(_("stängd"), null=True, editable=False)
    floor = models.PositiveSmallIntegerField(_("minsta grupp som visas"), default=FLOOR)
    comments_removed_on = models.DateField(_("kommentarerna gallrade"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False
    )
    factors = models.ManyToManyField(Factor, through="RoundFactor", related_name="rounds")
    units = models.ManyToManyField(
        "portal.Unit", through="Assessment", related_name="rounds", editable=False
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("omgång")
        verbose_name_plural = _("omgångar")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="a_round_closes_on_or_after_its_first_day",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False),
                name="only_an_opened_round_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(floor__range=(FLOOR, HIGHEST_FLOOR)),
                name="a_round_shows_no_smaller_group_than_five_persons",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> RoundState:
        if self.closed_at:
            return RoundState.CLOSED
        return RoundState.OPEN if self.opened_at else RoundState.DRAFT

    @property
    def closed_on(self) -> datetime.date | None:
        """The last day that it was open: when the timer closes it, that day has just passed."""
        return min(timezone.localdate(self.closed_at), self.closes_on) if self.closed_at else None

    def accepts_answers_on(self, day: datetime.date) -> bool:
        return self.state is RoundState.OPEN and day <= self.closes_on


class RoundFactor(models.Model):
    """A factor that a round asks about; it protects the factor's edition."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="round_factors")
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="round_factors")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "factor"], name="a_round_asks_about_a_factor_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.factor}"
