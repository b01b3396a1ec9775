from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.rounds import Round
from assessments.terms import JOINT_REASON_LIMIT
from factors.models import Statement
from portal.models import Unit
from portal.terms import HUVUDMAN_ROLES

if TYPE_CHECKING:
    from portal.models import User


class JointRatingQuerySet(models.QuerySet["JointRating"]):
    def visible_to(self, user: "User | AnonymousUser") -> "JointRatingQuerySet":
        """A unit's to those of the unit, and to those at huvudman level."""
        if not user.is_authenticated:
            return self.none()
        governed = user.offices.organisations(*HUVUDMAN_ROLES)
        return self.filter(Q(round__organisation__in=governed) | Q(unit__in=user.offices.units()))


class JointRating(models.Model):
    """What a unit agrees on in a conversation (gemensam skattning), written down by its rektor,
    or (no unit) what those at huvudman level agree on, written down by an administrator.

    It is their own and stands beside the individual answers; who took part is not kept.
    Null step: they agree that they cannot judge.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="joint_ratings")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="joint_ratings"
    )
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="joint_ratings")
    step = models.PositiveSmallIntegerField(_("steg"), null=True)
    reason = models.TextField(_("hur vi vet det"), max_length=JOINT_REASON_LIMIT, blank=True)
    agreed_on = models.DateField(_("dag för samtalet"))

    objects = JointRatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("gemensam skattning")
        verbose_name_plural = _("gemensamma skattningar")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit", "statement"], name="a_unit_agrees_on_a_statement_once"
            ),
            models.UniqueConstraint(
                fields=["round", "statement"],
                condition=Q(unit__isnull=True),
                name="the_huvudman_level_agrees_on_a_statement_once",
            ),
            models.CheckConstraint(
                condition=Q(step__isnull=True) | Q(step__range=(1, 4)),
                name="a_unit_agrees_on_a_step_or_that_it_cannot_judge",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.unit}"
