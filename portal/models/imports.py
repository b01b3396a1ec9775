import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models.organisations import Organisation
from portal.terms import Role

if TYPE_CHECKING:
    from portal.models.users import User

KEPT = datetime.timedelta(hours=1)


class ImportQuerySet(models.QuerySet["Import"]):
    def old(self) -> "ImportQuerySet":
        return self.filter(made_at__lte=timezone.now() - KEPT)

    def visible_to(self, user: "User | AnonymousUser") -> "ImportQuerySet":
        """The person's own, where they are still an administrator."""
        if not user.is_authenticated:
            return self.none()
        administered = user.offices.organisations(Role.ADMIN)
        mine = self.filter(made_by=user, organisation__in=administered)
        return mine.exclude(pk__in=self.old())


class Import(models.Model):
    """What a source was read into, until whoever read it has said whether it is to be written.

    It holds names and addresses of people who may never come in, so it is sealed, seen by that
    person alone, and gone within the hour. The file itself is not kept at all.
    """

    class Kind(models.TextChoices):
        UNITS = "units", _("Enheter")
        STAFF = "staff", _("Personal")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="imports")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    kind = models.CharField(_("innehåll"), max_length=10, choices=Kind.choices)
    source = models.CharField(_("källa"), max_length=150)
    sealed_reading = models.TextField(editable=False)
    # The role, or none, that was chosen for each duty that the source does not decide.
    decided = models.JSONField(default=dict, editable=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("inläsning")
        verbose_name_plural = _("inläsningar")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.source

    @property
    def kept_until(self) -> datetime.datetime:
        return self.made_at + KEPT
