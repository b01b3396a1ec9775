import secrets
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import BooleanField, Case, Q, When
from django.utils.translation import gettext_lazy as _

from assessments.models.rounds import Round
from assessments.terms import (
    CODE_LENGTH,
    DIALOGUE_NOTE_LIMIT,
    JOINT_REASON_LIMIT,
    MOST_TABLES,
    REFLECTION_LIMIT,
    DialogueStep,
)
from factors.models import Factor, Prompt, Statement
from portal.models import Unit
from portal.models.fields import KeyField
from portal.sorting import sort_key
from portal.terms import HUVUDMAN_ROLES, Level, Role

if TYPE_CHECKING:
    from portal.models import User

# What every browser's scripts can hold as a whole number.
LARGEST_CHANCE = 2**53


def by_chance() -> int:
    """A key that tells nothing of when its row came."""
    return secrets.randbelow(LARGEST_CHANCE - 1) + 1


class DialogueQuerySet(models.QuerySet["Dialogue"]):
    def led_by(self, user: "User | AnonymousUser") -> "DialogueQuerySet":
        """Those of the unit that the person is rektor of, of the organisation that they
        administer, and those that they are named to lead and still work there.
        """
        return self.filter(_led_by(user)) if user.is_authenticated else self.none()

    def visible_to(self, user: "User | AnonymousUser") -> "DialogueQuerySet":
        """A unit's to those of the unit, the huvudman's own to those at that level, and to those
        who lead them. Those above read of a unit's in its report.
        """
        if not user.is_authenticated:
            return self.none()
        governed = user.offices.organisations(*HUVUDMAN_ROLES)
        there = Q(unit__in=user.offices.units()) | Q(unit=None, round__organisation__in=governed)
        return self.filter(there | _led_by(user))

    def with_led(self, user: "User") -> "DialogueQuerySet":
        """Each tells whether the person leads it (`led`)."""
        led = Case(When(_led_by(user), then=True), default=False, output_field=BooleanField())
        return self.annotate(led=led)


def _led_by(user: "User") -> Q:
    mine = user.offices
    return (
        Q(unit__in=mine.units(Role.REKTOR))
        | Q(unit=None, round__organisation__in=mine.organisations(Role.ADMIN))
        | Q(facilitator=user, round__organisation__in=mine.organisations())
    )


class Dialogue(models.Model):
    """A conversation (samtal) on a factor of a round: at a unit, or (no unit) among those at
    huvudman level. `group` names those who meet when they are not the whole unit.

    `level` is whose statements they rate together. While it runs, `step`, `row` and `revealed`
    tell what everybody sees, and `version` counts the changes. Who takes part is never stored.
    One that was held without the portal is written up afterwards: ended, and without a code.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="dialogues")
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="dialogues")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="dialogues")
    level = models.CharField(_("nivå"), max_length=20, choices=Level.choices)
    group = models.CharField(_("vilka som möts"), max_length=100, blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dialogues",
        verbose_name=_("samtalsledare"),
    )
    begins_at = models.DateTimeField(_("börjar"), null=True, blank=True)
    prompts = models.ManyToManyField(Prompt, related_name="dialogues", blank=True)
    rates_again = models.BooleanField(_("skatta en gång till"), default=False)
    one_phone_a_table = models.BooleanField(_("en telefon per bord"), default=False)
    reflection_minutes = models.PositiveSmallIntegerField(_("egen reflektion, minuter"))
    table_minutes = models.PositiveSmallIntegerField(_("samtal vid bordet, minuter"))
    joint_minutes = models.PositiveSmallIntegerField(_("gemensam skattning, minuter"))
    check_out_minutes = models.PositiveSmallIntegerField(_("utcheckning, minuter"))

    step = models.CharField(
        _("steg"), max_length=20, choices=DialogueStep.choices, default=DialogueStep.PLANNED
    )
    row = models.PositiveSmallIntegerField(null=True, editable=False)
    revealed = models.BooleanField(default=False, editable=False)
    begun_at = models.DateTimeField(null=True, editable=False)
    step_ends_at = models.DateTimeField(null=True, editable=False)
    released = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    code = models.CharField(  # noqa: DJ001 (unique while it has one)
        max_length=CODE_LENGTH, null=True, unique=True, editable=False
    )

    held_on = models.DateField(_("dag för samtalet"), null=True, blank=True)
    took_part = models.PositiveSmallIntegerField(_("antal som deltog"), null=True, blank=True)
    summary = models.TextField(_("det här kom vi fram till"), max_length=4000, blank=True)
    decisions = models.TextField(_("det här bestämde vi"), max_length=4000, blank=True)
    in_report = models.BooleanField(_("tas med i rapporten"), default=False)

    objects = DialogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("samtal")
        verbose_name_plural = _("samtal")
        ordering = ["-begins_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=Level.HUVUDMAN, unit__isnull=True)
                | (~Q(level=Level.HUVUDMAN) & Q(unit__isnull=False)),
                name="only_a_dialogue_at_huvudman_level_has_no_unit",
            ),
            models.CheckConstraint(
                condition=Q(code__isnull=True) | ~Q(step=DialogueStep.PLANNED),
                name="a_dialogue_has_no_code_before_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(step=DialogueStep.ENDED) | Q(held_on__isnull=False),
                name="a_dialogue_that_has_ended_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.factor.name}, {self.place}"

    @property
    def place(self) -> str:
        """Who meets: "Arbetslag Norr, Björkskolan"."""
        where = self.unit.name if self.unit else self.round.organisation.name
        return f"{self.group}, {where}" if self.group else where

    @property
    def runs(self) -> bool:
        return self.step not in (DialogueStep.PLANNED, DialogueStep.ENDED)


class DialogueRow(models.Model):
    """A row of the factor's table that a dialogue is about."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="rows")
    row = models.PositiveSmallIntegerField(_("rad"))

    class Meta:
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "row"], name="a_dialogue_is_about_a_row_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.row)


class DialogueTable(models.Model):
    """A table (bord) at a dialogue: its note, and whose turn it is in the round.

    `version` counts what has changed for those who sit there.
    """

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField(_("bord"))
    note = models.TextField(_("bordets anteckning"), max_length=DIALOGUE_NOTE_LIMIT, blank=True)
    note_version = models.PositiveIntegerField(default=0)
    note_token = models.UUIDField(default=uuid4, editable=False)
    turn = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "number"], name="a_table_has_its_own_number"
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_TABLES)), name="a_dialogue_has_forty_tables"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class TableRating(models.Model):
    """What a table agrees on: null step, that they cannot judge."""

    table = models.ForeignKey(DialogueTable, models.CASCADE, related_name="ratings")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField(_("steg"), null=True)
    reason = models.TextField(_("hur vi vet det"), max_length=JOINT_REASON_LIMIT, blank=True)
    version = models.PositiveIntegerField(default=1)
    token = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "statement"], name="a_table_rates_a_statement_once"
            ),
            models.CheckConstraint(
                condition=Q(step__isnull=True) | Q(step__range=(1, 4)),
                name="a_table_agrees_on_a_step_or_that_it_cannot_judge",
            ),
        ]

    def __str__(self) -> str:
        return str(self.step)


class Seat(models.Model):
    """A phone at a table, known by a token that the phone keeps and only its hash is stored here.

    It carries no person, and is removed the day after the dialogue, with what was written at it.
    """

    table = models.ForeignKey(DialogueTable, models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()
    token_hash = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField()
    check_outs = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "number"], name="a_seat_has_its_own_number_at_the_table"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class SeatReflection(models.Model):
    """Own reflection in a dialogue: private to the phone until it is shared with the table."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="reflections")
    prompt = models.ForeignKey(Prompt, models.PROTECT, related_name="+")
    text = models.TextField(_("reflektion"), max_length=REFLECTION_LIMIT, blank=True)
    shared = models.BooleanField(_("delad med bordet"), default=False)
    version = models.PositiveIntegerField(default=1)
    token = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "prompt"], name="a_seat_reflects_on_a_prompt_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class CheckOut(models.Model):
    """An answer to the check-out's question: without a person, an address, a table or a time."""

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="check_outs")
    text = models.TextField(_("svar"), max_length=DIALOGUE_NOTE_LIMIT)
    sort_key = KeyField("text", sort_key, db_index=False, max_length=None)
    hidden = models.BooleanField(_("dold av samtalsledaren"), default=False)

    class Meta:
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.text


class CheckOutRating(models.Model):
    """The overall question rated once more at the check-out, apart from the words."""

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="check_out_ratings")
    step = models.PositiveSmallIntegerField(_("steg"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(step__isnull=True) | Q(step__range=(1, 4)),
                name="a_check_out_rates_one_to_four_or_cannot_judge",
            ),
        ]

    def __str__(self) -> str:
        return str(self.step)
