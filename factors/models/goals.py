from django.db import models
from django.utils.translation import gettext_lazy as _

from factors.models.editions import Edition
from factors.models.sources import Source
from factors.terms import GOAL_LIMIT, NOTE_LIMIT
from portal.terms import SchoolForm


class NationalGoal(models.Model):
    """The overall national goal (nationell målsättning) of a school form."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="national_goals")
    school_form = models.CharField(_("skolform"), max_length=10, choices=SchoolForm.choices)
    text = models.TextField(_("text"), max_length=GOAL_LIMIT)
    complete = models.BooleanField(_("fullständig i källan"), default=True)
    source = models.ForeignKey(Source, models.RESTRICT, null=True, blank=True, related_name="+")

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
    complete = models.BooleanField(_("fullständigt i källan"), default=True)
    note = models.TextField(_("anmärkning"), max_length=NOTE_LIMIT, blank=True)
    source = models.ForeignKey(Source, models.RESTRICT, null=True, blank=True, related_name="+")
    # The same sub-goal in the edition that this one goes on from.
    follows = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="followers"
    )

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
