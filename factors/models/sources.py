from django.db import models
from django.utils.translation import gettext_lazy as _

from factors.models.editions import Edition
from factors.terms import ADDRESS_LIMIT, SOURCE_LIMIT, SOURCE_SLUG_LIMIT


class Source(models.Model):
    """Where texts of an edition were read: a page, a document, or the organisation itself."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sources")
    slug = models.SlugField(_("kortnamn"), max_length=SOURCE_SLUG_LIMIT)
    position = models.PositiveSmallIntegerField(_("ordning"))
    title = models.CharField(_("titel"), max_length=SOURCE_LIMIT)
    address = models.URLField(_("adress"), max_length=ADDRESS_LIMIT, blank=True)
    read_on = models.DateField(_("läst"), null=True, blank=True)

    class Meta:
        verbose_name = _("källa")
        verbose_name_plural = _("källor")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "slug"], name="a_source_slug_is_unique_in_its_edition"
            ),
        ]

    def __str__(self) -> str:
        return self.title
