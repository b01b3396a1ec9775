from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.rounds import Round
from assessments.terms import COMMENT_LIMIT, FLOOR, REFLECTION_LIMIT
from factors.models import Factor, Prompt, Statement
from portal.models.fields import KeyField
from portal.sorting import search_key, sort_key
from portal.terms import Level

# So much of a text tells its place in alphabetical order.
ORDERED = 150


def order_key(text: str) -> str:
    return sort_key(text[:ORDERED])[: 2 * ORDERED]


class Block(models.Model):
    """The smallest group that exists after closing; its assessments point to it.

    Its voices are of the level, about the level's own statements, or where it `mirrors`, about
    those of the level above. The two are never in one block, nor in one figure.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="blocks")
    level = models.CharField(_("nivå"), max_length=20, choices=Level.choices)
    mirrors = models.BooleanField(_("speglar nivån ovanför"), default=False)
    asked = models.PositiveIntegerField(_("antal tillfrågade"))
    answered = models.PositiveIntegerField(_("antal som svarade"))

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("block")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(level=Level.UNDERVISNING) & Q(mirrors=False))
                | Q(answered__gte=FLOOR),
                name="an_anonymous_block_holds_at_least_five_persons",
            ),
            models.CheckConstraint(
                condition=Q(answered__lte=F("asked")), name="no_more_answer_than_are_asked"
            ),
            models.CheckConstraint(
                condition=~Q(level=Level.HUVUDMAN, mirrors=True),
                name="the_huvudman_level_has_none_above_to_mirror",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.get_level_display()}"


class Tally(models.Model):
    """How many in a block chose each step on a statement: written once, at closing."""

    # Its own index beside the unique one, from which PostgreSQL can't tell that the tallies of a
    # block lie together: it would sooner read those of all organisations.
    block = models.ForeignKey(Block, models.CASCADE, related_name="tallies")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="tallies")
    n1 = models.PositiveIntegerField()
    n2 = models.PositiveIntegerField()
    n3 = models.PositiveIntegerField()
    n4 = models.PositiveIntegerField()
    unsure = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("räkning")
        verbose_name_plural = _("räkningar")
        constraints = [
            models.UniqueConstraint(
                fields=["block", "statement"], name="a_block_counts_a_statement_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.n1}-{self.n2}-{self.n3}-{self.n4}, {self.unsure}"


class Comment(models.Model):
    """A text from a shown block without its author, in alphabetical order within the block.

    On a statement it was a remark; on a prompt, a reflection that its author shared. The day
    when names in it were masked stands with it, but never what they were.
    """

    block = models.ForeignKey(Block, models.CASCADE, related_name="comments")
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="comments")
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, related_name="comments")
    prompt = models.ForeignKey(Prompt, models.PROTECT, null=True, related_name="comments")
    text = models.TextField(_("kommentar"), max_length=max(COMMENT_LIMIT, REFLECTION_LIMIT))
    sort_key = KeyField("text", order_key, db_index=False)
    search_key = KeyField("text", search_key, db_index=False, max_length=None)
    masked_on = models.DateField(_("maskerad"), null=True, editable=False)

    class Meta:
        verbose_name = _("kommentar")
        verbose_name_plural = _("kommentarer")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(statement__isnull=True, prompt__isnull=False)
                | Q(statement__isnull=False, prompt__isnull=True),
                name="a_comment_is_on_a_statement_or_a_prompt",
            ),
        ]

    def __str__(self) -> str:
        return self.text
