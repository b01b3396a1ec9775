"""Who uses the portal: organisations and where they are in their rounds, never what they say."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least, TruncDate

from assessments.models import Round
from portal.models import Organisation, Unit
from portal.sorting import search_key


def named(text: str) -> QuerySet[Organisation]:
    """By name, where each word stands somewhere in it; "asa" finds "Åsa kommun"."""
    keys = map(search_key, text.split())
    return Organisation.objects.filter(
        *(Q(search_key__contains=key) if key else Q(pk=None) for key in keys)
    )


def with_rounds(page: Iterable[Organisation]) -> QuerySet[Organisation]:
    """Those on a page, each with its units and the days of its rounds.

    Asked of one page alone: else PostgreSQL looks them up for all pages before it, too.
    """
    rounds = Round.objects.filter(organisation=OuterRef("pk"))
    open_until = rounds.open().order_by("closes_on").values("closes_on")
    last_day = Least("closes_on", TruncDate("closed_at"))
    closed_on = rounds.closed().order_by("-closed_at").values(last_day=last_day)
    return Organisation.objects.filter(pk__in=[each.pk for each in page]).annotate(
        unit_count=Coalesce(Subquery(_unit_count()), 0),
        open_until=Subquery(open_until[:1]),
        closed_on=Subquery(closed_on[:1]),
    )


def totals() -> dict[str, int]:
    return {
        "units": Unit.objects.filter(closed_on=None).count(),
        "open": Round.objects.open().aggregate(n=Count("organisation", distinct=True))["n"],
        **Organisation.objects.aggregate(all=Count("pk"), comparing=Count("compares_since")),
    }


def _unit_count() -> QuerySet[Unit, Any]:
    """Of one organisation's units, those that are not closed."""
    here = Unit.objects.filter(organisation=OuterRef("pk"), closed_on=None).order_by()
    return here.values("organisation").annotate(number=Count("pk")).values("number")
