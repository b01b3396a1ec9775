from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from factors.models.editions import Edition
from factors.models.sources import Source
from factors.terms import (
    FACTOR_NAME_LIMIT,
    FACTOR_NOTE_LIMIT,
    FACTOR_SLUG_LIMIT,
    NOTE_LIMIT,
    OVERALL_ROW,
    SIGNS_LIMIT,
    STATEMENT_LIMIT,
    STEM_LIMIT,
    WHY_LIMIT,
)
from portal.models.fields import KeyField
from portal.sorting import sort_key
from portal.terms import Level


class FactorQuerySet(models.QuerySet["Factor"]):
    def with_gaps(self) -> "FactorQuerySet":
        """Each factor's `has_gaps`: whether the source lacks or cuts off some of its texts."""
        cut = Statement.objects.filter(factor=OuterRef("pk"), complete=False)
        return self.annotate(has_gaps=Q(complete=False) | Exists(cut))


class Factor(models.Model):
    """A success factor (framgångsfaktor) of an edition, known by its slug across editions."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="factors")
    slug = models.SlugField(_("adressnamn"), max_length=FACTOR_SLUG_LIMIT)
    name = models.CharField(_("namn"), max_length=FACTOR_NAME_LIMIT)
    sort_key = KeyField("name", sort_key)
    position = models.PositiveSmallIntegerField(_("ordning"))
    why = models.TextField(_("varför"), max_length=WHY_LIMIT, blank=True)
    signs = models.TextField(_("hur den kan märkas"), max_length=SIGNS_LIMIT, blank=True)
    stem = models.CharField(_("inledning till tabellen"), max_length=STEM_LIMIT, blank=True)
    complete = models.BooleanField(_("hela texten och hela tabellen finns med"), default=True)
    note = models.TextField(_("anmärkning"), max_length=FACTOR_NOTE_LIMIT, blank=True)
    source = models.ForeignKey(Source, models.RESTRICT, null=True, blank=True, related_name="+")
    # The slug of the national factor that a local one adds rows to.
    adds_to = models.SlugField(_("tillägg till"), max_length=FACTOR_SLUG_LIMIT, blank=True)

    objects = FactorQuerySet.as_manager()

    class Meta:
        verbose_name = _("framgångsfaktor")
        verbose_name_plural = _("framgångsfaktorer")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "slug"], name="a_factor_slug_is_unique_in_its_edition"
            ),
            models.UniqueConstraint(
                fields=["edition", "position"], name="a_factor_has_its_own_position_in_its_edition"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Always the factor of this edition: what was asked is what is read."""
        if self.edition.organisation is None:
            return reverse("factors:published_factor", args=[self.edition.slug, self.slug])
        place = [self.edition.organisation.slug, self.edition.slug, self.slug]
        return reverse("factors:local_factor", args=place)

    @property
    def is_local(self) -> bool:
        return self.edition.is_local


class StatementQuerySet(models.QuerySet["Statement"]):
    def ratable(self) -> "StatementQuerySet":
        return self.filter(complete=True)


class Statement(models.Model):
    """What one level does on one row of a factor's table; row 0 is the overall question.

    A cell without a statement ("-" in the source) is no record.
    """

    factor = models.ForeignKey(Factor, models.CASCADE, related_name="statements")
    row = models.PositiveSmallIntegerField(_("rad"))
    level = models.CharField(_("nivå"), max_length=20, choices=Level.choices)
    text = models.TextField(_("text"), max_length=STATEMENT_LIMIT)
    complete = models.BooleanField(_("fullständig i källan"), default=True)
    own_wording = models.BooleanField(_("portalens egen formulering"), default=False)
    note = models.TextField(_("anmärkning"), max_length=NOTE_LIMIT, blank=True)
    # Where it was read, if not where the rest of its factor was.
    source = models.ForeignKey(Source, models.RESTRICT, null=True, blank=True, related_name="+")
    # What it goes on from in the edition's base: a trend may cross from one to the other.
    follows = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="followers"
    )

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("påstående")
        verbose_name_plural = _("påståenden")
        ordering = ["factor", "row", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["factor", "row", "level"], name="a_cell_holds_one_statement"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_statement_has_a_text"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_overall(self) -> bool:
        return self.row == OVERALL_ROW
