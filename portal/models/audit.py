from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.models.fields import KeyField
from portal.models.organisations import Organisation
from portal.sorting import search_key
from portal.terms import Role
from portal.verbs import Verb, verbs

if TYPE_CHECKING:
    from portal.models.users import User

PERSON = "{person}"


class NeverChanged(Exception):
    """What has happened can't be made to have happened in another way, or not at all."""


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def visible_to(self, user: "User | AnonymousUser") -> "AuditEventQuerySet":
        """Those of the organisations that the person administers.

        What was done to the national catalogue is seen by those who keep it.
        """
        if not user.is_authenticated:
            return self.none()
        mine = Q(organisation__in=user.offices.organisations(Role.ADMIN))
        return self.filter(mine | Q(organisation=None) if user.is_catalogue_editor else mine)

    def update(self, **fields: Any) -> NoReturn:
        raise NeverChanged

    def delete(self) -> NoReturn:
        raise NeverChanged


class AuditEvent(models.Model):
    """Who did what, and when; never an answer.

    Rows are added only, and go with the whole organisation. So a person's name is never written
    in one: `text` has a place for it ("{person}: Rektor, Björkskolan"), and `person` is who it is.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="events"
    )
    # None where it was done to what all organisations share: the national catalogue.
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, db_index=False)
    verb = models.CharField(max_length=60, choices=verbs)
    text = models.CharField(max_length=300, blank=True)
    search_key = KeyField("text", search_key, db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="events_about"
    )

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("händelse")
        verbose_name_plural = _("händelser")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["organisation", "-at", "-id"], name="events_as_read")]

    def __str__(self) -> str:
        return f"{Verb(self.verb).label}: {self.target}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise NeverChanged
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverChanged

    @property
    def done_by(self) -> str:
        return str(self.actor) if self.actor else gettext("Portalen (av sig själv)")

    @property
    def target(self) -> str:
        """What it was done to, by the name that the person has now."""
        return self.text.replace(PERSON, str(self.person)) if self.person else self.text
