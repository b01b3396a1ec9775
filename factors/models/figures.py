"""Official statistics of an organisation's units, and which of them it has put beside a goal."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from factors.figures.measures import measure_name
from factors.figures.values import State, state_of
from factors.models.goals import SubGoal
from factors.terms import (
    FIGURE_KIND_LIMIT,
    FIGURE_LIMIT,
    FIGURE_SOURCE_LIMIT,
    MEASURE_LIMIT,
    PERIOD_LIMIT,
    PROGRAMME_LIMIT,
    VALUED_KINDS,
)
from portal.models import Organisation, Unit
from portal.terms import SchoolForm


class FigureReading(models.Model):
    """One time that statistics were read: kept whole until a person has said yes to it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="figure_readings")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    source = models.CharField(_("källa"), max_length=FIGURE_SOURCE_LIMIT)
    content = models.TextField(editable=False)
    is_written = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("inläsning av statistik")
        verbose_name_plural = _("inläsningar av statistik")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_written=True, content="") | Q(is_written=False) & ~Q(content=""),
                name="what_is_read_is_kept_until_it_is_written_and_no_longer",
            ),
        ]

    def __str__(self) -> str:
        return self.source


class Figure(models.Model):
    """What the source says of a unit in a school form: a measure in a school year."""

    reading = models.ForeignKey(FigureReading, models.RESTRICT, related_name="figures")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="figures")
    school_form = models.CharField(_("skolform"), max_length=10, choices=SchoolForm.choices)
    measure = models.CharField(_("mått"), max_length=MEASURE_LIMIT)
    # Upper secondary school has some of its measures for each programme.
    programme = models.CharField(_("program"), max_length=PROGRAMME_LIMIT, blank=True)
    period = models.CharField(_("läsår"), max_length=PERIOD_LIMIT)
    text = models.CharField(_("som det står i källan"), max_length=FIGURE_LIMIT, blank=True)
    kind = models.CharField(_("slag"), max_length=FIGURE_KIND_LIMIT)
    value = models.DecimalField(_("värde"), max_digits=12, decimal_places=4, null=True)

    class Meta:
        verbose_name = _("siffra")
        verbose_name_plural = _("siffror")
        ordering = ["unit", "school_form", "measure", "programme", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "school_form", "measure", "programme", "period"],
                name="a_unit_has_one_figure_of_a_measure_in_a_period",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(kind__in=VALUED_KINDS),
                name="a_figure_has_a_value_only_where_the_source_has_one",
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.kind

    @property
    def state(self) -> State:
        return state_of(self.text, self.kind)


class FigureLink(models.Model):
    """A measure that an organisation has chosen to see beside a sub-goal."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="figure_links")
    sub_goal = models.ForeignKey(SubGoal, models.RESTRICT, related_name="figure_links")
    measure = models.CharField(_("mått"), max_length=MEASURE_LIMIT)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    linked_on = models.DateField(_("vald"))

    class Meta:
        verbose_name = _("koppling")
        verbose_name_plural = _("kopplingar")
        ordering = ["linked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sub_goal", "measure"],
                name="a_measure_stands_once_beside_a_sub_goal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.sub_goal}"

    @property
    def name(self) -> str:
        return measure_name(self.measure)
