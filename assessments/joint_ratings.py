"""What a unit agrees on in a conversation: beside the individual answers, never among them."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet

from assessments.disclosure import Place, Status
from assessments.models import Assessment, JointRating, QualityReport, Round
from assessments.models.assessments import AssessmentQuerySet
from assessments.results.asked import Asked, AskedFactor
from assessments.terms import STEPS, UNSURE, Step
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
        return next(each for each in (*STEPS, UNSURE) if each.value == self.step)


# A unit's agreements by statement; one that is missing is not agreed on.
Agreements = dict[int, Agreement]


class Frozen(Exception):
    """The unit's quality report is made, and what it says stands."""


class Stale(Exception):
    """Somebody else saved in between; `standing` is what they saved."""

    def __init__(self, standing: Agreements) -> None:
        self.standing = standing


@dataclass(frozen=True, slots=True)
class JointFactor:
    """A factor of the round, with what the unit has agreed on about it."""

    asked: AskedFactor
    agreements: Agreements

    @property
    def statements(self) -> list[Statement]:
        """What may be agreed on: the teaching level's, in the order of the pages that ask."""
        mine = [each for each in self.asked.ratable if each.level == Level.UNDERVISNING]
        return sorted(mine, key=lambda each: (each.is_overall, each.row))

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
    """A unit's joint ratings, as its page of results leads to them and shows them."""

    place: Any
    factors: tuple[JointFactor, ...]
    needed: bool

    @property
    def agreed(self) -> list[JointFactor]:
        return [factor for factor in self.factors if factor.agreed]


def joint_places(user: User) -> AssessmentQuerySet:
    """Teaching levels of units in opened rounds.

    Each tells how many are `asked`, whether the person leads the unit (`led`), and whether the
    unit's report is made (`frozen`).
    """
    rektor = user.memberships.current().filter(role=Role.REKTOR, unit=OuterRef("unit"))
    reports = QualityReport.objects.filter(round=OuterRef("round"), unit=OuterRef("unit"))
    teaching = Assessment.objects.filter(level=Level.UNDERVISNING, round__opened_at__isnull=False)
    return teaching.select_related("unit").annotate(
        asked=Count("participations"), led=Exists(rektor), frozen=Exists(reports)
    )


def agreements(ratings: QuerySet[JointRating]) -> Agreements:
    rows = ratings.values_list("statement", "step", "reason", "agreed_on")
    return {statement: Agreement(step, reason, day) for statement, step, reason, day in rows}


def agreements_at(round: Round, unit: Unit) -> Agreements:
    return agreements(JointRating.objects.filter(round=round, unit=unit))


def joint_factors(asked: Asked, agreed: Agreements) -> tuple[JointFactor, ...]:
    """The factors that ask the teaching level something."""
    every = (JointFactor(factor, agreed) for factor in asked.factors)
    return tuple(factor for factor in every if factor.statements)


def joint_result(user: User, asked: Asked, voices: Place) -> JointResult | None:
    """Of the unit whose voices they are; None where its teaching level takes no part."""
    place: Any = joint_places(user).filter(round=asked.round, unit=voices.unit).first()
    if place is None:
        return None
    mine = JointRating.objects.visible_to(user).filter(round=asked.round, unit=voices.unit)
    unseen = voices.status in UNSEEN or bool(voices.pooled_with)
    factors = joint_factors(asked, agreements(mine))
    return JointResult(place, factors, needed=unseen or place.asked < asked.round.floor)


def digest(standing: Agreements) -> str:
    """What somebody has seen, to be compared with what stands when they save."""
    return hashlib.sha256(repr(sorted(standing.items())).encode()).hexdigest()


@transaction.atomic
def save_agreements(
    round: Round, unit: Unit, factor: JointFactor, wanted: Agreements, seen: str
) -> None:
    """All of a factor's at once: what is not wanted is taken away.

    The round's lock is the one under which a report is kept, so that it never changes after.
    """
    Round.objects.select_for_update().get(pk=round.pk)
    if QualityReport.objects.filter(round=round, unit=unit).exists():
        raise Frozen
    standing = JointFactor(factor.asked, agreements_at(round, unit)).standing
    if wanted != standing and seen != digest(standing):
        raise Stale(standing)
    kept = [each.pk for each in factor.statements if each.pk in wanted]
    _remove(round, unit, standing.keys() - set(kept))
    _write(round, unit, {statement: wanted[statement] for statement in kept})


def _remove(round: Round, unit: Unit, statements: Iterable[int]) -> None:
    round.joint_ratings.filter(unit=unit, statement__in=statements).delete()


def _write(round: Round, unit: Unit, wanted: Agreements) -> None:
    JointRating.objects.bulk_create(
        [
            JointRating(round=round, unit=unit, statement_id=statement, **agreement._asdict())
            for statement, agreement in wanted.items()
        ],
        update_conflicts=True,
        update_fields=Agreement._fields,
        unique_fields=["round", "unit", "statement"],
    )
