"""What changed since an earlier round: read for the trend's page, and in short for two others."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.disclosure import figures_each, unit_figures_each
from assessments.models import Round
from assessments.models.actions import ActionQuerySet
from assessments.results.asked import Asked, asked_in, asked_in_each
from assessments.results.moment import Moment, earlier_rounds
from assessments.results.trend import Moved, Trend
from assessments.results.worked import worked
from factors.models import Statement
from portal.terms import Level

LIFTED = 3
# As many rounds as a reader can take in at a glance; any older one can be chosen.
ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Since:
    """The largest changes at one level; `earlier` None: nothing of it was asked before."""

    level: Level
    earlier: Round | None = None
    moved: Sequence[Moved] = ()
    compares: bool = False


def since(rounds: QuerySet[Round], actions: ActionQuerySet, after: Moment, level: Level) -> Since:
    """Four queries, and one for each edition that is another now than it was then."""
    before = asked_in(earlier_rounds(rounds, after.asked, after.unit)[:1], after.asked)
    if before is None:
        return Since(level)
    needed = [each for each in before.ratable if each.level == level]
    (moment,) = _moments([(before, needed)], after)
    meanwhile = worked(actions, moment.round, after)
    trend = Trend((moment, after), moment, after, (level,), meanwhile)
    return in_short(trend, level)


def in_short(trend: Trend, level: Level) -> Since:
    moved, earlier = trend.moved(level)[:LIFTED], trend.before.round
    return Since(level, earlier, moved, trend.compares(level))


def trend_of(
    after: Moment,
    offered: Sequence[Round],
    chosen: Round,
    levels: tuple[Level, ...],
    actions: ActionQuerySet,
) -> Trend:
    """The latest of the earlier rounds that are offered, and the chosen one among them."""
    latest = list(dict.fromkeys([chosen, *offered]))[: ROUNDS - 1]
    earlier = Round.objects.filter(pk__in=[round.pk for round in latest])
    read = asked_in_each(earlier, after.asked)
    moments = _moments([(asked, _needed(asked, chosen)) for asked in read], after)
    before = next(moment for moment in moments if moment.round == chosen)
    every = (*reversed(moments), after)
    return Trend(every, before, after, levels, worked(actions, chosen, after))


def _needed(asked: Asked, chosen: Round) -> list[Statement]:
    """All of what the chosen round asked, and of the others only the overall questions."""
    return [each for each in asked.ratable if each.is_overall or asked.round == chosen]


def _moments(needed: Sequence[tuple[Asked, Sequence[Statement]]], after: Moment) -> list[Moment]:
    """Of all rounds at once. A unit's page reads the unit's own places and no others."""
    slug = after.slug
    asked = {each.round: statements for each, statements in needed}
    read = unit_figures_each(asked, slug) if slug else figures_each(asked)
    return [Moment(each, read[each.round], after.unit, slug) for each, _statements in needed]
