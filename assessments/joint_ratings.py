"""What a unit, or the huvudman's own level, agrees on in a conversation.

It stands beside the individual answers, and is never counted among them.
"""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import BooleanField, Case, Count, Q, QuerySet, When

from assessments.disclosure import Place, Status
from assessments.models import Assessment, JointRating, Round
from assessments.models.assessments import AssessmentQuerySet
from assessments.results.asked import Asked, AskedFactor
from assessments.terms import Step, choice_of
from factors.models import Statement
from portal.models import Unit, User
from portal.terms import Level, Role

UNSEEN = {Status.FEW, Status.NONE, Status.WAITING}


class Agreement(NamedTuple):
    step: int | None
    reason: str
    agreed_on: datetime.date

    @property
    def choice(self) -> Step:
        return choice_of(self.step)


# Agreements of a place by statement; one that is missing is not agreed on.
Agreements = dict[int, Agreement]


class Stale(Exception):
    """Somebody else saved in between; `standing` is what they saved."""

    def __init__(self, standing: Agreements) -> None:
        self.standing = standing


@dataclass(frozen=True, slots=True)
class JointFactor:
    """A factor of the round, with what is agreed on about it at the levels."""

    asked: AskedFactor
    agreements: Agreements
    levels: tuple[Level, ...]

    @property
    def statements(self) -> list[Statement]:
        """What may be agreed on, level by level, in the order of the pages that ask."""
        mine = [each for each in self.asked.ratable if each.level in self.levels]
        order = [str(each) for each in Level]
        return sorted(mine, key=lambda e: (order.index(e.level), e.is_overall, e.row))

    @property
    def agreed(self) -> list[tuple[Statement, Agreement]]:
        found = ((each, self.agreements.get(each.pk)) for each in self.statements)
        return [(statement, agreement) for statement, agreement in found if agreement]

    @property
    def standing(self) -> Agreements:
        return {statement.pk: agreement for statement, agreement in self.agreed}

    @property
    def agreed_on(self) -> datetime.date | None:
        """The day of the latest conversation."""
        return max((each.agreed_on for _statement, each in self.agreed), default=None)


@dataclass(frozen=True, slots=True)
class JointResult:
    """Joint ratings of a place, as its page of results leads to them and shows them."""

    place: Any
    factors: tuple[JointFactor, ...]
    needed: bool

    @property
    def agreed(self) -> list[JointFactor]:
        return [factor for factor in self.factors if factor.agreed]


def joint_places(user: User) -> AssessmentQuerySet:
    """Levels of units, and the huvudman's own, in opened rounds; the lowest of each place first.

    Each tells how many are `asked`, and whether the person leads the place (`led`): a unit its
    rektor, the huvudman's level an administrator.
    """
    mine = user.offices
    administered = mine.organisations(Role.ADMIN)
    led = Q(unit__in=mine.units(Role.REKTOR)) | Q(
        round__organisation__in=administered, level=Level.HUVUDMAN
    )
    opened = Assessment.objects.filter(round__opened_at__isnull=False)
    return (
        opened.select_related("unit", "round")
        .annotate(
            asked=Count("participations"),
            led=Case(When(led, then=True), default=False, output_field=BooleanField()),
        )
        .order_by("-level")
    )


def agreements(ratings: QuerySet[JointRating]) -> Agreements:
    rows = ratings.values_list("statement", "step", "reason", "agreed_on")
    return {statement: Agreement(step, reason, day) for statement, step, reason, day in rows}


def agreements_at(round: Round, unit: Unit | None) -> Agreements:
    """Those of the unit, or (None) of the huvudman's own level."""
    return agreements(JointRating.objects.filter(round=round, unit=unit))


def joint_factors(
    asked: Asked, agreed: Agreements, levels: tuple[Level, ...]
) -> tuple[JointFactor, ...]:
    """The factors that ask the levels something."""
    every = (JointFactor(factor, agreed, levels) for factor in asked.factors)
    return tuple(factor for factor in every if factor.statements)


def joint_result(user: User, asked: Asked, voices: Place) -> JointResult | None:
    """Of the unit whose voices they are, at all its levels."""
    places: list[Any] = list(joint_places(user).filter(round=asked.round, unit=voices.unit))
    if not places:
        return None
    lowest = places[0]
    anonymous = lowest.level == Level.UNDERVISNING
    unseen = voices.status in UNSEEN or bool(voices.pooled_with)
    return JointResult(
        lowest,
        _factors_at(user, asked, places),
        needed=anonymous and (unseen or lowest.asked < asked.round.floor),
    )


def huvudman_result(user: User, asked: Asked) -> JointResult | None:
    """Of the huvudman's own level; None where it takes no part."""
    places: list[Any] = list(joint_places(user).filter(round=asked.round, unit=None))
    if not places:
        return None
    return JointResult(places[0], _factors_at(user, asked, places), needed=False)


def _factors_at(user: User, asked: Asked, places: list[Assessment]) -> tuple[JointFactor, ...]:
    mine = JointRating.objects.visible_to(user).filter(round=asked.round, unit=places[0].unit)
    return joint_factors(asked, agreements(mine), levels_of(places))


def levels_of(places: Iterable[Assessment]) -> tuple[Level, ...]:
    """In the chain's order."""
    present = {place.level for place in places}
    return tuple(level for level in Level if level in present)


def digest(standing: Agreements) -> str:
    """What somebody has seen, to be compared with what stands when they save."""
    return hashlib.sha256(repr(sorted(standing.items())).encode()).hexdigest()


@transaction.atomic
def save_agreements(
    round: Round, unit: Unit | None, factor: JointFactor, wanted: Agreements, seen: str
) -> None:
    """All of a factor's at its levels at once: what is not wanted is taken away.

    The round's lock is the one under which a report is kept, so that it holds all or nothing.
    """
    Round.objects.select_for_update().get(pk=round.pk)
    standing = replace(factor, agreements=agreements_at(round, unit)).standing
    if wanted != standing and seen != digest(standing):
        raise Stale(standing)
    asked = [each.pk for each in factor.statements]
    round.joint_ratings.filter(unit=unit, statement__in=asked).delete()
    JointRating.objects.bulk_create(
        JointRating(round=round, unit=unit, statement_id=statement, **wanted[statement]._asdict())
        for statement in asked
        if statement in wanted
    )
