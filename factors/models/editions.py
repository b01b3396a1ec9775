import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from factors.terms import (
    BACKGROUND_LIMIT,
    EDITION_NOTE_LIMIT,
    EDITION_SLUG_LIMIT,
    EDITION_TITLE_LIMIT,
)
from portal.models import Organisation
from portal.terms import Role

if TYPE_CHECKING:
    from portal.models import User


class EditionQuerySet(models.QuerySet["Edition"]):
    def national(self) -> "EditionQuerySet":
        return self.filter(organisation=None)

    def published(self) -> "EditionQuerySet":
        return self.filter(published_on__isnull=False)

    def drafts(self) -> "EditionQuerySet":
        return self.filter(published_on=None)

    def offered_to(self, organisation: Organisation) -> "EditionQuerySet":
        """What others have chosen to let this organisation read and copy."""
        others = self.published().filter(offered_on__isnull=False)
        return others.exclude(organisation=organisation)

    def newest_national(self) -> "Edition | None":
        """The edition that the public pages show."""
        return self.national().published().first()

    def visible_to(self, user: "User | AnonymousUser") -> "EditionQuerySet":
        """What is national and published is everybody's; what is local its organisation's.

        Drafts are seen by those who write them: the catalogue's editors and administrators.
        """
        if not user.is_authenticated:
            return self.national().published()
        kept = Q(organisation__in=user.offices.organisations(Role.ADMIN))
        if user.is_catalogue_editor:
            kept |= Q(organisation=None)
        read = Q(organisation=None) | Q(organisation__in=user.offices.organisations())
        return self.filter(kept | read & Q(published_on__isnull=False))


class Edition(models.Model):
    """A version of the catalogue: national, or an organisation's own (local).

    It is a draft until the day it is published, and never changes after that.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="editions"
    )
    slug = models.SlugField(_("adressnamn"), max_length=EDITION_SLUG_LIMIT)
    title = models.CharField(_("titel"), max_length=EDITION_TITLE_LIMIT)
    background = models.TextField(_("bakgrund"), max_length=BACKGROUND_LIMIT, blank=True)
    note = models.TextField(_("anmärkning"), max_length=EDITION_NOTE_LIMIT, blank=True)
    # The edition that this one goes on from, and is compared with.
    base = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, editable=False, related_name="later"
    )
    # Who has said which statements go on from which in the base.
    lineage_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="lineages_confirmed",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="editions_submitted",
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="editions_published",
    )
    published_on = models.DateField(_("publicerad"), null=True, blank=True, editable=False)
    # Since when other organisations may read and copy it.
    offered_on = models.DateField(_("erbjuden andra"), null=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("utgåva")
        verbose_name_plural = _("utgåvor")
        ordering = [F("published_on").desc(nulls_first=True), "-pk"]
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
            models.CheckConstraint(
                condition=Q(published_by=None)
                | Q(organisation__isnull=False)
                | Q(submitted_by__isnull=False) & ~Q(published_by=F("submitted_by")),
                name="a_second_person_publishes_a_national_edition",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | Q(published_on__isnull=False),
                name="who_published_an_edition_did_so_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(offered_on=None)
                | Q(organisation__isnull=False, published_on__isnull=False),
                name="what_is_offered_to_others_is_local_and_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_local(self) -> bool:
        return self.organisation_id is not None

    @property
    def is_draft(self) -> bool:
        return self.published_on is None

    @property
    def is_submitted(self) -> bool:
        """Handed over to the one who publishes it."""
        return self.is_draft and self.submitted_by_id is not None

    @property
    def place(self) -> dict[str, str]:
        """What its addresses are made of: `reverse(name, kwargs=edition.place | {...})`."""
        organisation = {"organisation": self.organisation.slug} if self.organisation else {}
        return organisation | {"edition": self.slug}

    def publish(self, by: "User | None", day: datetime.date) -> None:
        self.published_by, self.published_on = by, day
        self.save(update_fields=["published_by", "published_on"])
