from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.models.organisations import Organisation, Team, Unit
from portal.terms import HUVUDMAN_ROLES, UNIT_ROLES, Role


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(ended_on__isnull=True, user__is_active=True)


class Membership(models.Model):
    """One role of one person at one place. Who leaves is ended, never deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(_("roll"), max_length=20, choices=Role.choices)
    ended_on = models.DateField(_("slutade"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("uppdrag")
        verbose_name_plural = _("uppdrag")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(role__in=HUVUDMAN_ROLES, unit__isnull=True)
                    | Q(role__in=UNIT_ROLES, unit__isnull=False)
                ),
                name="a_role_fits_its_place",
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(unit__isnull=False),
                name="a_team_member_has_a_unit",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(unit__isnull=True, ended_on__isnull=True),
                name="a_person_holds_a_huvudman_role_once",
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(ended_on__isnull=True),
                name="a_person_holds_a_unit_role_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.unit or self.organisation}"

    def clean(self) -> None:
        if self.unit and self.unit.organisation_id != self.organisation_id:
            raise ValidationError({"unit": _("Enheten hör till en annan huvudman.")})
        if self.team and self.team.unit_id != self.unit_id:
            raise ValidationError({"team": _("Arbetslaget hör till en annan enhet.")})


@dataclass(frozen=True, slots=True)
class Offices:
    """The roles that a person holds today; where they are, of all of them or of those named."""

    memberships: tuple[Membership, ...]

    def organisations(self, *roles: str) -> set[int]:
        return {each.organisation_id for each in self._as(roles)}

    def units(self, *roles: str) -> set[int]:
        return {each.unit_id for each in self._as(roles) if each.unit_id}

    def _as(self, roles: tuple[str, ...]) -> list[Membership]:
        return [each for each in self.memberships if not roles or each.role in roles]
