from django.db import models
from django.utils.translation import gettext_lazy as _

from factors.models.editions import Edition


class Prompt(models.Model):
    """A question for own reflection, for the round at the table or for the check-out."""

    class Kind(models.TextChoices):
        REFLECTION = "reflection", _("Egen reflektion")
        ROUND_TABLE = "round_table", _("Samtal vid bordet")
        CHECK_OUT = "check_out", _("Digital utcheckning")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="prompts")
    kind = models.CharField(_("slag"), max_length=20, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(_("ordning"))
    text = models.TextField(_("text"), max_length=500)
    note = models.TextField(_("anmärkning"), max_length=500, blank=True)

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
