from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessments import Participation, Response
from assessments.terms import COMMENT_LIMIT, REFLECTION_LIMIT
from factors.models import Factor, Prompt, Statement


class Answer(models.Model):
    """What can be saved on its own: `version` counts its saves, `token` names the last one."""

    version = models.PositiveIntegerField(default=1)
    token = models.UUIDField()

    class Meta:
        abstract = True


class Rating(Answer):
    """A step on the scale (skattning). No row: not answered. Null step: cannot judge."""

    # No index but the unique one: a million ratings are written one by one and deleted at once.
    response = models.ForeignKey(Response, models.CASCADE, related_name="ratings", db_index=False)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="ratings", db_index=False)
    step = models.PositiveSmallIntegerField(_("steg"), null=True)

    class Meta:
        verbose_name = _("skattning")
        verbose_name_plural = _("skattningar")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "statement"], name="a_response_rates_a_statement_once"
            ),
            models.CheckConstraint(
                condition=Q(step__isnull=True) | Q(step__range=(1, 4)),
                name="a_step_is_one_to_four_or_cannot_judge",
            ),
        ]

    def __str__(self) -> str:
        return str(self.step)


class Remark(Answer):
    """The comment on a statement ("Hur vet vi det?"), with or without a rating."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="remarks")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="remarks")
    text = models.TextField(_("kommentar"), max_length=COMMENT_LIMIT, blank=True)

    class Meta:
        verbose_name = _("kommentar till ett påstående")
        verbose_name_plural = _("kommentarer till påståenden")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "statement"], name="a_response_remarks_on_a_statement_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Reflection(Answer):
    """Own reflection: the person's, not the response's; copied only where it is shared."""

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="reflections")
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="reflections")
    prompt = models.ForeignKey(Prompt, models.PROTECT, related_name="reflections")
    text = models.TextField(_("reflektion"), max_length=REFLECTION_LIMIT, blank=True)
    shared = models.BooleanField(_("delad utan namn"), default=False)

    class Meta:
        verbose_name = _("egen reflektion")
        verbose_name_plural = _("egna reflektioner")
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "factor", "prompt"],
                name="a_person_reflects_on_a_prompt_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text
