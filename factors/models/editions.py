from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from factors.terms import (
    EDITION_NOTE_LIMIT,
    EDITION_SLUG_LIMIT,
    EDITION_TITLE_LIMIT,
    SOURCE_LIMIT,
)
from portal.models import Organisation

if TYPE_CHECKING:
    from portal.models import User


class EditionQuerySet(models.QuerySet["Edition"]):
    def national(self) -> "EditionQuerySet":
        return self.filter(organisation=None)

    def newest_national(self) -> "Edition | None":
        """The edition that the public pages show."""
        return self.national().first()

    def visible_to(self, user: "User | AnonymousUser") -> "EditionQuerySet":
        """National editions are everybody's; a local one belongs to its organisation."""
        organisations = Organisation.objects.visible_to(user)
        return self.filter(Q(organisation=None) | Q(organisation__in=organisations))


class Edition(models.Model):
    """A version of the catalogue: national, or an organisation's own (local)."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="editions"
    )
    slug = models.SlugField(_("adressnamn"), max_length=EDITION_SLUG_LIMIT)
    title = models.CharField(_("titel"), max_length=EDITION_TITLE_LIMIT)
    published_on = models.DateField(_("publicerad"))
    source = models.CharField(_("källa"), max_length=SOURCE_LIMIT)
    note = models.TextField(_("anmärkning"), max_length=EDITION_NOTE_LIMIT, blank=True)
    checksum = models.CharField(max_length=64, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("utgåva")
        verbose_name_plural = _("utgåvor")
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(organisation__isnull=True),
                name="a_national_edition_slug_is_unique",
            ),
            models.UniqueConstraint(
                fields=["organisation", "slug"],
                name="a_local_edition_slug_is_unique_in_its_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_local(self) -> bool:
        return self.organisation_id is not None
