from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models.memberships import Membership
from portal.models.organisations import Organisation


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def live(self) -> "InvitationQuerySet":
        """Those that stand: waiting to be sent, sent, or too old to be used."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def usable(self) -> "InvitationQuerySet":
        """Those whose link lets in somebody who works here today, at the address it went to."""
        held = Membership.objects.current().filter(
            user=OuterRef("user"), organisation=OuterRef("organisation")
        )
        in_time = self.live().filter(expires_at__gt=timezone.now())
        return in_time.filter(Exists(held), user__email=F("email"))


class Invitation(models.Model):
    """A link that lets one person in once; of the token in it only a hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-postadress"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("inbjudan")
        verbose_name_plural = _("inbjudningar")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_live_invitation_per_person_and_organisation",
            ),
            models.CheckConstraint(
                condition=Q(token_hash__isnull=True, expires_at__isnull=True, sent_at__isnull=True)
                | Q(token_hash__isnull=False, expires_at__isnull=False),
                name="an_invitation_that_lets_somebody_in_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="an_invitation_is_not_both_accepted_and_revoked",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
