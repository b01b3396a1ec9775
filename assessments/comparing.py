"""The voluntary comparison, in which each huvudman is one voice.

Each round counts in one comparison only: that of the half-year in which its last day is. It is
made once, when the half-year has passed, and stays. So no two comparisons hold the same figure,
and what changes when somebody joins or leaves cannot be found by subtracting one from another.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from assessments import disclosure
from assessments.drawings import nearest_step
from assessments.models import ComparedFactor, Comparison, Round
from assessments.models.rounds import RoundQuerySet
from assessments.terms import COMPARED
from factors.models import Factor
from portal.days import today
from portal.models import Organisation
from portal.terms import Level

DAY = datetime.timedelta(days=1)


class Asked(NamedTuple):
    """What organisations are compared on: a factor, whatever its edition, at a level."""

    slug: str
    level: Level


Steps = dict[Asked, int]


def half_year(day: datetime.date) -> datetime.date:
    """The first day of the half-year that the day is in."""
    return datetime.date(day.year, 7 if day.month > 6 else 1, 1)


def half_year_after(first: datetime.date) -> datetime.date:
    return half_year(first + 200 * DAY)


def make_due() -> None:
    """Make the comparison of the half-year that has passed, unless it is made already."""
    first = half_year(half_year(today()) - DAY)
    if not Comparison.objects.filter(starts_on=first).exists():
        make(first, today())


@transaction.atomic
def make(first: datetime.date, day: datetime.date) -> Comparison:
    """Of those who took part the day before; two timers at once make one."""
    real = {False, settings.DEMO}  # the invented are compared in a demo alone
    taking_part = Organisation.objects.filter(compares_since__lt=day, is_demo__in=real)
    made, is_new = Comparison.objects.get_or_create(starts_on=first, defaults={"made_on": day})
    if is_new:
        found = _steps(rounds_in(first).filter(organisation__in=taking_part))
        ComparedFactor.objects.bulk_create(_counted(made, found))
    return made


def rounds_in(first: datetime.date) -> RoundQuerySet:
    """The closed rounds whose last day is in the half-year; that day never changes again."""
    until = half_year_after(first)
    return Round.objects.closed().filter(closes_on__gte=first, closes_on__lt=until)


def own_steps(organisation: Organisation, comparison: Comparison) -> Steps:
    """The organisation's own voice in the comparison."""
    mine = rounds_in(comparison.starts_on).filter(organisation=organisation)
    return _steps(mine).get(organisation.pk, {})


def comparisons_of(organisation: Organisation) -> list[Comparison]:
    """Those of the last two years that were made while it took part, the newest first."""
    if organisation.compares_since is None:
        return []
    while_here = Q(made_on__gt=organisation.compares_since)
    return list(Comparison.objects.filter(while_here)[:4])


def _steps(rounds: RoundQuerySet) -> dict[int, Steps]:
    """The step nearest to each organisation's overall figure; of several rounds, the last's."""
    held = rounds.order_by("closes_on", "pk").values_list("pk", "organisation")
    order = {pk: (number, organisation) for number, (pk, organisation) in enumerate(held)}
    slugs = dict(Factor.objects.filter(rounds__in=rounds).values_list("pk", "slug"))
    found: dict[int, Steps] = {}
    for each in sorted(disclosure.overall(rounds), key=lambda each: order[each.round]):
        if each.voices.mean is not None:
            steps = found.setdefault(order[each.round][1], {})
            steps[Asked(slugs[each.factor], each.level)] = nearest_step(each.voices.mean)
    return found


def _counted(comparison: Comparison, found: dict[int, Steps]) -> Iterator[ComparedFactor]:
    """A row where enough organisations have a figure; of fewer, nothing is kept."""
    counts: dict[Asked, Counter[int]] = {}
    for steps in found.values():
        for asked, step in steps.items():
            counts.setdefault(asked, Counter())[step] += 1
    factors = newest({asked.slug for asked in counts})
    for asked, count in counts.items():
        if count.total() >= COMPARED:
            yield ComparedFactor(
                comparison=comparison,
                factor=factors[asked.slug],
                level=asked.level,
                **{f"n{step}": count[step] for step in range(1, 5)},
            )


def newest(slugs: set[str]) -> dict[str, Factor]:
    """The factors as they stand in the newest national edition that has them."""
    national = Factor.objects.filter(slug__in=slugs, edition__organisation=None)
    published = national.exclude(edition__published_on=None).select_related("edition")
    return {factor.slug: factor for factor in published.order_by("edition__published_on", "pk")}
