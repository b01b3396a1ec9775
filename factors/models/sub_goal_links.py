"""Which sub-goals an organisation says that its factors concern: its own choice, never official."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from factors.models.factors import Factor
from factors.models.goals import SubGoal
from factors.terms import LAST_ROW, OVERALL_ROW
from portal.models import Organisation


class SubGoalLink(models.Model):
    """A factor, or a row of it, and a sub-goal that the organisation says it concerns.

    Made in one edition; `factors.sub_goal_links` finds it again in others.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sub_goal_links")
    factor = models.ForeignKey(Factor, models.RESTRICT, related_name="sub_goal_links")
    # Row 0 is the factor as a whole.
    row = models.PositiveSmallIntegerField(_("rad"), default=OVERALL_ROW)
    sub_goal = models.ForeignKey(SubGoal, models.RESTRICT, related_name="factor_links")
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    linked_on = models.DateField(_("vald"))

    class Meta:
        verbose_name = _("delmål som en faktor berör")
        verbose_name_plural = _("delmål som faktorer berör")
        ordering = ["linked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "factor", "row", "sub_goal"],
                name="a_row_concerns_a_sub_goal_once_in_an_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(row__lte=LAST_ROW),
                name="a_linked_row_is_within_a_table",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.sub_goal}"

    @property
    def name(self) -> str:
        if self.row == OVERALL_ROW:
            return str(self.factor)
        return gettext("%(factor)s, rad %(row)d") % {"factor": self.factor, "row": self.row}
