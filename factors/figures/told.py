"""Statistics in words and counts: what was read, what was done, what there is."""

from typing import Any

from django.db.models import Count, Max, Min
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factors.figures.measures import measure_name
from factors.figures.writing import FigurePlan
from factors.models import Figure
from portal.models import Organisation
from portal.terms import SchoolForm


def read_in_words(plan: FigurePlan) -> str:
    """12 enheter, 8 mått och 5 läsår"""
    units = len({entry.unit for entry in plan.entries})
    measures = len({entry.measure for entry in plan.entries})
    periods = len({entry.period for entry in plan.entries})
    return in_words(
        ngettext("%(n)s enhet", "%(n)s enheter", units) % {"n": units},
        ngettext("%(n)s mått", "%(n)s mått", measures) % {"n": measures},
        ngettext("%(n)s läsår", "%(n)s läsår", periods) % {"n": periods},
    )


def done_in_words(plan: FigurePlan) -> str:
    new, changed = len(plan.new), len(plan.changed)
    return in_words(
        ngettext("%(n)s ny siffra", "%(n)s nya siffror", new) % {"n": new},
        ngettext("%(n)s ändrad", "%(n)s ändrade", changed) % {"n": changed},
    )


def in_words(*parts: str) -> str:
    return str(get_text_list(list(parts), _("och")))


def overview(organisation: Organisation) -> list[dict[str, Any]]:
    """Each measure of each school form: at how many units, for which years, when it was read."""
    figures = Figure.objects.filter(unit__organisation=organisation)
    counted = figures.order_by().values("school_form", "measure")
    rows = counted.annotate(
        units=Count("unit", distinct=True),
        first=Min("period"),
        last=Max("period"),
        read_at=Max("reading__made_at"),
    )
    named = [row | _names(row["school_form"], row["measure"]) for row in rows]
    order = list(SchoolForm.values)
    return sorted(named, key=lambda row: (order.index(row["school_form"]), row["name"]))


def _names(form: str, measure: str) -> dict[str, str]:
    return {"form": str(SchoolForm(form).label), "name": measure_name(measure)}
