from django.db import models
from django.utils.translation import gettext_lazy as _

from factors.models.editions import Edition
from factors.models.sources import Source
from factors.terms import NOTE_LIMIT, PROMPT_LIMIT, PromptKind


class Prompt(models.Model):
    """A question for own reflection, for the round at the table or for the check-out."""

    Kind = PromptKind

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="prompts")
    kind = models.CharField(_("slag"), max_length=20, choices=PromptKind.choices)
    position = models.PositiveSmallIntegerField(_("ordning"))
    text = models.TextField(_("text"), max_length=PROMPT_LIMIT)
    note = models.TextField(_("anmärkning"), max_length=NOTE_LIMIT, blank=True)
    source = models.ForeignKey(Source, models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("fråga till samtalet")
        verbose_name_plural = _("frågor till samtalet")
        ordering = ["kind", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "position"], name="a_prompt_has_its_own_position"
            ),
        ]

    def __str__(self) -> str:
        return self.text
