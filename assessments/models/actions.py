from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.dialogues import Dialogue
from assessments.models.rounds import Round
from assessments.terms import ACTION_LIMIT, ActionStatus
from factors.models import Factor, SubGoal
from portal.models import Organisation, Unit
from portal.terms import HUVUDMAN_ROLES, Level, Role

if TYPE_CHECKING:
    from portal.models import User


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ActionQuerySet":
        """The huvudman's to all who work there, a unit's to its own and those at huvudman level."""
        if not user.is_authenticated:
            return self.none()
        mine = user.offices
        return self.filter(
            Q(unit=None, organisation__in=mine.organisations())
            | Q(unit__in=mine.units())
            | Q(organisation__in=mine.organisations(*HUVUDMAN_ROLES))
        )

    def kept_by(self, user: "User | AnonymousUser") -> "ActionQuerySet":
        """Those that the person may change: a unit's its rektor, the huvudman's those at that
        level; and a teaching-level one whoever wrote it, while they work at the unit.
        """
        if not user.is_authenticated:
            return self.none()
        mine = user.offices
        return self.filter(
            Q(unit=None, organisation__in=mine.organisations(*HUVUDMAN_ROLES))
            | Q(unit__in=mine.units(Role.REKTOR))
            | Q(created_by=user, level=Level.UNDERVISNING, unit__in=mine.units())
        )


class Action(models.Model):
    """What somebody does about what was seen (utvecklingsinsats), at a unit or (no unit) at the
    huvudman. `level` is whose it is. The round, factor or dialogue that it came from may be gone.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="actions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="actions")
    level = models.CharField(_("nivå"), max_length=20, choices=Level.choices)
    title = models.CharField(_("rubrik"), max_length=120)
    seen = models.TextField(_("det här ser vi"), max_length=ACTION_LIMIT, blank=True)
    cause = models.TextField(_("så här förstår vi varför"), max_length=ACTION_LIMIT, blank=True)
    doing = models.TextField(_("det här ska vi göra"), max_length=ACTION_LIMIT, blank=True)
    measure = models.TextField(_("så vet vi hur det gick"), max_length=ACTION_LIMIT, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("ansvarig"),
    )
    begins_on = models.DateField(_("från"))
    ends_on = models.DateField(_("till"))
    status = models.CharField(
        _("läge"), max_length=20, choices=ActionStatus.choices, default=ActionStatus.PLANNED
    )
    round = models.ForeignKey(Round, models.SET_NULL, null=True, blank=True, related_name="actions")
    dialogue = models.ForeignKey(
        Dialogue, models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    sub_goals = models.ManyToManyField(SubGoal, related_name="actions", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_on = models.DateField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    # The last day that the one who answers for it was reminded of, and whether it had passed.
    reminded_of = models.DateField(null=True, editable=False)
    reminded_late = models.BooleanField(default=False, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("utvecklingsinsats")
        verbose_name_plural = _("utvecklingsinsatser")
        ordering = ["ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=Level.HUVUDMAN, unit__isnull=True)
                | (~Q(level=Level.HUVUDMAN) & Q(unit__isnull=False)),
                name="only_an_action_at_huvudman_level_has_no_unit",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="an_action_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ActionRow(models.Model):
    """A row of a factor's table, or (row 0) the factor as a whole, that an action concerns."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="rows")
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="+")
    row = models.PositiveSmallIntegerField(_("rad"))

    class Meta:
        ordering = ["factor", "row"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "factor", "row"], name="an_action_concerns_a_row_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.factor}, {self.row}"


class FollowUp(models.Model):
    """How it goes with an action (uppföljning), on a day; its status became the action's."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="follow_ups")
    made_on = models.DateField(_("dag"))
    done = models.TextField(_("det här har vi gjort"), max_length=ACTION_LIMIT)
    led_to = models.TextField(_("det här ledde det till"), max_length=ACTION_LIMIT, blank=True)
    evidence = models.TextField(_("så vet vi det"), max_length=ACTION_LIMIT, blank=True)
    status = models.CharField(_("läge"), max_length=20, choices=ActionStatus.choices)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("uppföljning")
        verbose_name_plural = _("uppföljningar")
        ordering = ["-made_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.action}: {self.made_on}"


class Need(models.Model):
    """What an action asks of the level above, which must answer with an action or a reason."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="needs")
    level = models.CharField(_("av vem"), max_length=20, choices=Level.choices)
    text = models.TextField(_("det här behöver vi"), max_length=ACTION_LIMIT)
    asked_on = models.DateField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    answered_on = models.DateField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    reason = models.TextField(_("svar"), max_length=ACTION_LIMIT, blank=True)
    answer = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="answered_needs"
    )

    class Meta:
        verbose_name = _("behov")
        verbose_name_plural = _("behov")
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=[Level.HUVUDMAN, Level.REKTOR]),
                name="nothing_is_asked_of_the_lowest_level",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=False) | Q(reason="", answer__isnull=True),
                name="an_answer_to_a_need_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text
