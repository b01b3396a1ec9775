from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.rounds import Round
from assessments.terms import Outcome
from portal.models import Unit
from portal.terms import HUVUDMAN_ROLES, Level

if TYPE_CHECKING:
    from portal.models import User


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: "User | AnonymousUser") -> "AssessmentQuerySet":
        """Those of the person's own units, and all of an organisation that they govern."""
        if not user.is_authenticated:
            return self.none()
        governed = user.offices.organisations(*HUVUDMAN_ROLES)
        return self.filter(Q(round__organisation__in=governed) | Q(unit__in=user.offices.units()))


class Assessment(models.Model):
    """The self-assessment (självskattning) of one level at one place in a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="assessments")
    level = models.CharField(_("nivå"), max_length=20, choices=Level.choices)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    closed_at = models.DateTimeField(_("stängd"), null=True, editable=False)
    block = models.ForeignKey(
        "assessments.Block", models.PROTECT, null=True, editable=False, related_name="assessments"
    )

    outcome = models.CharField(
        _("utfall"), max_length=10, choices=Outcome.choices, blank=True, editable=False
    )
    mirror_block = models.ForeignKey(
        "assessments.Block", models.PROTECT, null=True, editable=False, related_name="mirrored"
    )
    mirror_outcome = models.CharField(
        _("speglingens utfall"), max_length=10, choices=Outcome.choices, blank=True, editable=False
    )
    # Those of a round with the same number are counted together.
    company = models.PositiveSmallIntegerField(_("sällskap"), null=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("självskattning")
        verbose_name_plural = _("självskattningar")
        constraints = [
            models.CheckConstraint(
                condition=Q(level=Level.HUVUDMAN, unit__isnull=True)
                | (~Q(level=Level.HUVUDMAN) & Q(unit__isnull=False)),
                name="only_the_huvudman_level_has_no_unit",
            ),
            models.UniqueConstraint(
                fields=["round", "unit", "level"], name="a_level_of_a_unit_is_assessed_once"
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(unit__isnull=True),
                name="the_huvudman_level_is_assessed_once",
            ),
            models.CheckConstraint(
                condition=Q(block__isnull=True) | Q(closed_at__isnull=False),
                name="only_a_closed_assessment_is_in_a_block",
            ),
            models.CheckConstraint(
                condition=Q(block__isnull=True, outcome__in=["", Outcome.FEW, Outcome.NONE])
                | Q(block__isnull=False, outcome=Outcome.SHOWN),
                name="an_assessment_is_shown_when_it_is_in_a_block",
            ),
            models.CheckConstraint(
                condition=Q(mirror_block__isnull=True) | Q(closed_at__isnull=False),
                name="only_a_closed_assessment_is_in_a_mirror_block",
            ),
            models.CheckConstraint(
                condition=Q(
                    mirror_block__isnull=True, mirror_outcome__in=["", Outcome.FEW, Outcome.NONE]
                )
                | Q(mirror_block__isnull=False, mirror_outcome=Outcome.SHOWN),
                name="a_mirror_is_shown_when_it_is_in_a_block",
            ),
            models.CheckConstraint(
                condition=Q(company__isnull=True) | Q(level=Level.UNDERVISNING),
                name="only_anonymous_voices_are_placed_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.get_level_display()}, {self.place}"

    @property
    def place(self) -> Unit | str:
        return self.unit or self.round.organisation.name


class Response(models.Model):
    """One voice: what one person answers in an assessment, or how they mirror the level above.

    The person is known only through the participation, and the rows of an anonymous level, and
    of mirrors at any level, are deleted when they are counted. No time finer than a day is stored.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="responses")
    handed_in_on = models.DateField(_("inlämnad"), null=True, blank=True)

    class Meta:
        verbose_name = _("svar")
        verbose_name_plural = _("svar")

    def __str__(self) -> str:
        return f"{self.assessment}"


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ParticipationQuerySet":
        """One's own; nobody opens somebody else's answers."""
        return self.filter(user=user.pk, assessment__round__opened_at__isnull=False)


class Participation(models.Model):
    """That a person is asked (deltagande), and while it is open, where their answers are.

    A person who is not asked to mirror the level above has no `mirror`.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="participations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="participations"
    )
    response = models.OneToOneField(
        Response, models.SET_NULL, null=True, editable=False, related_name="participation"
    )
    mirror = models.OneToOneField(
        Response, models.SET_NULL, null=True, editable=False, related_name="mirror_of"
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("deltagande")
        verbose_name_plural = _("deltaganden")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "user"], name="a_person_is_asked_once_in_an_assessment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.assessment}"

    @property
    def mirrored(self) -> Level | None:
        """The level whose statements the person rates too, for as long as they can be told."""
        return Level(self.assessment.level).above if self.mirror_id else None
