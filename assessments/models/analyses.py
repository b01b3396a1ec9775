from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.answers import Answer
from assessments.models.rounds import Round
from assessments.terms import ANALYSIS_LIMIT, FindingKind, Section, Stance
from factors.models import Factor
from portal.models import Organisation, Unit
from portal.terms import HUVUDMAN_ROLES, Role

if TYPE_CHECKING:
    from portal.models import User


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    def visible_to(self, user: "User | AnonymousUser") -> "AnalysisQuerySet":
        """A shared one to those of its unit and those at huvudman level, else only to its writers.

        The huvudman's own is shared with those at that level.
        """
        if not user.is_authenticated:
            return self.none()
        governed = user.offices.organisations(*HUVUDMAN_ROLES)
        reads = Q(round__organisation__in=governed) | Q(unit__in=user.offices.units())
        return self.filter(_written_by(user) | Q(reads, shared_on__isnull=False))

    def shared(self) -> "AnalysisQuerySet":
        return self.filter(shared_on__isnull=False)


def _written_by(user: "User") -> Q:
    """A unit's by its rektor, the huvudman's own by administrators."""
    led = user.offices.units(Role.REKTOR)
    administered = user.offices.organisations(Role.ADMIN)
    return Q(unit__in=led) | Q(unit=None, round__organisation__in=administered)


class Analysis(models.Model):
    """What a unit, or (no unit) the huvudman, says of a round in its own words (analys).

    Once it is locked nothing in it is changed any more: the tables' triggers see to that.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="analyses")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="analyses")
    shared_on = models.DateField(_("delad"), null=True, editable=False)
    locked_on = models.DateField(_("låst"), null=True, editable=False)
    decided_by = models.CharField(_("beslutad av"), max_length=120, blank=True)
    decided_on = models.DateField(_("beslutsdag"), null=True, blank=True)
    diary_number = models.CharField(_("diarienummer"), max_length=60, blank=True)

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = _("analys")
        verbose_name_plural = _("analyser")
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="a_unit_analyses_a_round_once"),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(unit__isnull=True),
                name="the_huvudman_analyses_a_round_once",
            ),
            models.CheckConstraint(
                condition=Q(locked_on__isnull=True) | Q(shared_on__isnull=False),
                name="only_a_shared_analysis_is_locked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.place}"

    @property
    def place(self) -> Unit | Organisation:
        return self.unit or self.round.organisation


class Passage(Answer):
    """A text of an analysis, saved on its own; a judgement (bedömning) is of a factor.

    `quotable`: the huvudman's report may quote it, when the analysis is shared.
    """

    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="passages")
    section = models.CharField(_("avsnitt"), max_length=20, choices=Section.choices)
    factor = models.ForeignKey(Factor, models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("text"), max_length=ANALYSIS_LIMIT, blank=True)
    quotable = models.BooleanField(_("får citeras"), default=False)

    class Meta:
        verbose_name = _("avsnitt i en analys")
        verbose_name_plural = _("avsnitt i analyser")
        constraints = [
            models.UniqueConstraint(
                fields=["analysis", "section", "factor"],
                name="an_analysis_judges_a_factor_once",
            ),
            models.UniqueConstraint(
                fields=["analysis", "section"],
                condition=Q(factor__isnull=True),
                name="an_analysis_has_a_section_once",
            ),
            models.CheckConstraint(
                condition=Q(section=Section.JUDGEMENT, factor__isnull=False)
                | (~Q(section=Section.JUDGEMENT) & Q(factor__isnull=True)),
                name="only_a_judgement_is_of_a_factor",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        label = self.get_section_display()
        return f"{label}: {self.factor}" if self.factor else label


class PassageVersion(models.Model):
    """What a passage said, and who wrote it: what one person saves within an hour is one."""

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="versions")
    text = models.TextField(max_length=ANALYSIS_LIMIT, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    begun_at = models.DateTimeField(editable=False)
    saved_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("version av ett avsnitt")
        verbose_name_plural = _("versioner av avsnitt")
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.passage}, {self.saved_at}"


class Finding(Answer):
    """What an analysis says of a row's figures, which the portal proposed as `sentence`.

    `text` are the person's own words instead of it, or why it is left out.
    """

    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="findings")
    kind = models.CharField(_("sort"), max_length=20, choices=FindingKind.choices)
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="+")
    row = models.PositiveSmallIntegerField(_("rad"))
    sentence = models.TextField(_("förslag"))
    stance = models.CharField(
        _("ställning"), max_length=20, choices=Stance.choices, default=Stance.PENDING
    )
    text = models.TextField(_("egna ord"), max_length=ANALYSIS_LIMIT, blank=True)

    class Meta:
        verbose_name = _("iakttagelse")
        verbose_name_plural = _("iakttagelser")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["analysis", "kind", "factor", "row"],
                name="an_analysis_takes_a_stance_on_a_proposal_once",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def told(self) -> str:
        """What the report says of it: nothing until a person has stood for it."""
        words = {Stance.CONFIRMED.value: self.sentence, Stance.CHANGED.value: self.text}
        return words.get(self.stance, "")
