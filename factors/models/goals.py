from django.db import models
from django.utils.translation import gettext_lazy as _

from factors.models.editions import Edition
from factors.terms import GOAL_LIMIT, NOTE_LIMIT
from portal.terms import SchoolForm


class NationalGoal(models.Model):
    """The overall national goal (nationell målsättning) of a school form."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="national_goals")
    school_form = models.CharField(_("skolform"), max_length=10, choices=SchoolForm.choices)
    text = models.TextField(_("text"), max_length=GOAL_LIMIT)

    class Meta:
        verbose_name = _("nationell målsättning")
        verbose_name_plural = _("nationella målsättningar")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "school_form"],
                name="a_school_form_has_one_national_goal_in_an_edition",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class SubGoal(models.Model):
    """A sub-goal (delmål) of a school form; the same row is one theme across the forms."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sub_goals")
    school_form = models.CharField(_("skolform"), max_length=10, choices=SchoolForm.choices)
    row = models.PositiveSmallIntegerField(_("rad"))
    text = models.TextField(_("text"), max_length=GOAL_LIMIT)
    note = models.TextField(_("anmärkning"), max_length=NOTE_LIMIT, blank=True)

    class Meta:
        verbose_name = _("delmål")
        verbose_name_plural = _("delmål")
        ordering = ["row", "school_form"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "school_form", "row"],
                name="a_sub_goal_has_its_own_cell_in_the_table",
            ),
        ]

    def __str__(self) -> str:
        return self.text
