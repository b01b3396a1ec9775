from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models.memberships import Membership
from portal.models.organisations import Organisation
from portal.terms import Role


class SlipQuerySet(models.QuerySet["Slip"]):
    def live(self) -> "SlipQuerySet":
        return self.filter(revoked_at__isnull=True)

    def usable(self) -> "SlipQuerySet":
        """Those that let their person in: one who works here today, and nowhere else.

        Whoever prints a slip can read it, so it must not open another organisation, nor what
        an administrator may do.
        """
        held = Membership.objects.current().filter(user=OuterRef("user"))
        here = Q(organisation=OuterRef("organisation"))
        barred = held.filter(~here | Q(role=Role.ADMIN))
        return self.live().filter(Exists(held.filter(here)), ~Exists(barred))


class Slip(models.Model):
    """A personal code on paper that signs its person in; of the code only a hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="slips")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="slips")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("inloggningslapp")
        verbose_name_plural = _("inloggningslappar")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at__isnull=True),
                name="one_live_slip_per_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
