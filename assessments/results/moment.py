"""A round as it is looked at from one place, and the earlier rounds that it can be set beside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.disclosure import Figure, Figures, Status, UnitFigures
from assessments.models import Assessment, Round, RoundFactor
from assessments.results.asked import Asked, AskedFactor
from factors.ancestry import confirmed_statements_before
from factors.models import Factor, Statement
from factors.terms import OVERALL_ROW
from portal.terms import Level

# What a factor is known by from round to round: a local one is never joined with a national one.
Key = tuple[bool, str]


def key_of(factor: Factor) -> Key:
    return factor.is_local, factor.slug


@dataclass(frozen=True)
class Moment:
    """A round seen from a unit, or from the huvudman as a whole (`unit` None, no `slug`)."""

    asked: Asked
    figures: UnitFigures
    unit: int | None = None
    slug: str = ""

    @property
    def round(self) -> Round:
        return self.asked.round

    def look(self, level: Level, statement: Statement | None) -> Figure:
        if isinstance(self.figures, Figures) and self.unit is None:
            return self.figures.organisation(level, statement)
        return self.figures.unit(self.unit, level, statement)

    def overall(self, factor: AskedFactor, level: Level) -> Figure:
        """The overall rating of the same factor in this round."""
        same = by_key(self.asked).get(key_of(factor.factor))
        return self.look(level, same.statement(OVERALL_ROW, level) if same else None)

    def units(self, level: Level) -> tuple[str, ...]:
        """The names of those whose voices the level's figures are of."""
        shown = [p for p in self.figures.places(level) if p.status is Status.SHOWN and p.name]
        if self.unit is None:
            return tuple(place.name for place in shown)
        own = (place for place in shown if place.unit == self.unit)
        return tuple(name for place in own for name in (place.name, *place.pooled_with))


def by_key(asked: Asked) -> dict[Key, AskedFactor]:
    return {key_of(each.factor): each for each in asked.factors}


def earlier_rounds(
    rounds: QuerySet[Round], asked: Asked, unit: int | None = None
) -> QuerySet[Round]:
    """Those of `rounds` that closed before it and asked about any of the same, the latest first."""
    round = asked.round
    before = Q(closes_on__lt=round.closes_on) | Q(closes_on=round.closes_on, pk__lt=round.pk)
    same = RoundFactor.objects.filter(_any_of(asked.factors), round=OuterRef("pk"))
    found = rounds.filter(before, Exists(same), organisation=round.organisation_id)
    if unit is not None:
        found = found.filter(Exists(Assessment.objects.filter(round=OuterRef("pk"), unit=unit)))
    return found.filter(closed_at__isnull=False).order_by("-closes_on", "-pk")


def _any_of(factors: Iterable[AskedFactor]) -> Q:
    keys = [key_of(each.factor) for each in factors]
    return Q(
        factor__slug__in=[slug for is_local, slug in keys if is_local],
        factor__edition__organisation__isnull=False,
    ) | Q(
        factor__slug__in=[slug for is_local, slug in keys if not is_local],
        factor__edition__organisation=None,
    )


def earlier_statements(after: Asked, before: Asked) -> dict[int, Statement]:
    """What the earlier round asked where the later one asks each of its statements.

    In the same edition it is the same statement; in another one, what a person has said that it
    goes on from. The overall question is always about the factor, so there the factor decides.
    """
    old = {each.pk: each for factor in before.factors for each in factor.table.values()}
    lines = _lines_back(after, before)
    found = {}
    for factor in after.factors:
        same = by_key(before).get(key_of(factor.factor))
        for statement in factor.table.values():
            line = [statement.pk, *lines.get(statement.pk, ())]
            earlier = next((old[pk] for pk in line if pk in old), None)
            if earlier is None and same and statement.is_overall:
                earlier = same.statement(OVERALL_ROW, Level(statement.level))
            if earlier and earlier.level == statement.level:
                found[statement.pk] = earlier
    return found


def _lines_back(after: Asked, before: Asked) -> Mapping[int, list[int]]:
    """One query for each edition that the earlier round asked about the same from another of."""
    old = by_key(before)
    pairs = [(each.factor, old.get(key_of(each.factor))) for each in after.factors]
    newer = {
        factor.edition
        for factor, same in pairs
        if same and same.factor.edition_id != factor.edition_id
    }
    return {
        pk: line for edition in newer for pk, line in confirmed_statements_before(edition).items()
    }
