"""What changed since an earlier round: read for the trend's page, and in short for two others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.disclosure import figures, unit_figures
from assessments.models import Round
from assessments.results.asked import Asked, asked_in, asked_in_each
from assessments.results.moment import Moment, earlier_rounds
from assessments.results.trend import Moved, Trend
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


def since(rounds: QuerySet[Round], after: Moment, level: Level) -> Since:
    """Three queries, and one for each edition that is another now than it was then."""
    before = asked_in(earlier_rounds(rounds, after.asked, after.unit)[:1])
    if before is None:
        return Since(level)
    moment = _moment(before, [each for each in before.ratable if each.level == level], after)
    trend = Trend((moment, after), moment, after, (level,))
    return in_short(trend, level)


def in_short(trend: Trend, level: Level) -> Since:
    moved, earlier = trend.moved(level)[:LIFTED], trend.before.round
    return Since(level, earlier, moved, trend.compares(level))


def trend_of(
    after: Moment, offered: Sequence[Round], chosen: Round, levels: tuple[Level, ...]
) -> Trend:
    """The latest of the earlier rounds that are offered, and the chosen one among them."""
    latest = list(dict.fromkeys([chosen, *offered]))[: ROUNDS - 1]
    read = asked_in_each(Round.objects.filter(pk__in=[round.pk for round in latest]))
    moments = {asked.round: _moment(asked, _needed(asked, chosen), after) for asked in read}
    return Trend((*reversed(moments.values()), after), moments[chosen], after, levels)


def _needed(asked: Asked, chosen: Round) -> list[Statement]:
    """All of what the chosen round asked, and of the others only the overall questions."""
    return [each for each in asked.ratable if each.is_overall or asked.round == chosen]


def _moment(asked: Asked, statements: Collection[Statement], after: Moment) -> Moment:
    """A unit's page reads the unit's own places and no others."""
    round, slug = asked.round, after.slug
    read = unit_figures(round, slug, statements) if slug else figures(round, statements)
    return Moment(asked, read, after.unit, slug)
