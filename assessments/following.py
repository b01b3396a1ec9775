"""Who takes part while a round is open: names at role levels, rounded rates for the rest.

Nothing here tells which persons have answered anonymously, how many exactly, or that all or
none have: a rate is rounded so that a step of it always covers more than one person.
"""

import datetime
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Participation, Rating
from assessments.rates import HALF, rate_in_words, rounded
from assessments.terms import RATE_FLOOR
from portal.access import Request
from portal.models import Unit
from portal.terms import HUVUDMAN_ROLES, Level, Role


class Standing(TextChoices):
    """How far undervisning has come at a unit, by the rate that is shown and nothing finer."""

    UNDER_HALF = "under_half", _("Under hälften har svarat")
    HALF = "half", _("Ungefär hälften eller fler har svarat")
    FEW = "few", _("Färre än 10 tillfrågade: svarsandelen visas inte")
    NOBODY = "nobody", _("Ingen tillfrågad på undervisningsnivån")
    CLOSED = "closed", _("Har stängt i förtid")


@dataclass(frozen=True, slots=True)
class Voice:
    """A person who gives a role answer, told by name."""

    name: str
    handed_in_on: datetime.date | None


@dataclass(slots=True)
class Place:
    """A unit (or the huvudman, without a unit), and how far those asked there have come."""

    unit: Unit | None
    voices: list[Voice] = field(default_factory=list)
    asked: int = 0
    percent: int | None = None
    closed_at: datetime.datetime | None = None

    @property
    def rate(self) -> str:
        return rate_in_words(self.asked, self.percent)

    @property
    def standing(self) -> Standing:
        if self.closed_at:
            return Standing.CLOSED
        if self.percent is None:
            return Standing.FEW if self.asked else Standing.NOBODY
        return Standing.UNDER_HALF if self.percent < HALF else Standing.HALF

    @property
    def missing(self) -> list[Voice]:
        """The role answers that can still be handed in."""
        left = [voice for voice in self.voices if not voice.handed_in_on]
        return [] if self.closed_at else left


@dataclass(frozen=True, slots=True)
class Total:
    """The rate of all units; of those with a rate of their own where the rest are too few."""

    asked: int
    rate: str
    everybody: bool


@dataclass(frozen=True, slots=True)
class Following:
    huvudman: Place | None
    units: list[Place]
    total: Total | None

    @property
    def groups(self) -> list[tuple[Standing, list[Place]]]:
        """Those who need a hand first; by name within a group, since nobody is ranked."""
        groups = [(each, [p for p in self.units if p.standing is each]) for each in Standing]
        return [(standing, places) for standing, places in groups if places]

    @property
    def rektors(self) -> int:
        return sum(len(place.voices) for place in self.units)

    @property
    def rektors_handed_in(self) -> int:
        return sum(bool(voice.handed_in_on) for place in self.units for voice in place.voices)

    @property
    def units_missing(self) -> list[Place]:
        return [place for place in self.units if place.missing]


class Turnout(NamedTuple):
    unit: int
    asked: int
    answered: int


def followed_by(request: Request, assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Those that the person follows: all at huvudman level, a rektor those of their own units."""
    if not request.roles.isdisjoint(HUVUDMAN_ROLES):
        return assessments
    return assessments.filter(unit__in=request.user.offices.units(Role.REKTOR))


def following(assessments: QuerySet[Assessment]) -> Following:
    """How far those asked have come, in the assessments that somebody follows."""
    places = _places(assessments)
    for participation in _role_answers(assessments):
        place = places[participation.assessment.unit_id]
        place.voices.append(_voice(participation))
    turnouts = _turnouts(assessments)
    for turnout in turnouts:
        place = places[turnout.unit]
        place.asked, place.percent = turnout.asked, rounded(turnout.asked, turnout.answered)
    huvudman = places.pop(None, None)
    return Following(huvudman, list(places.values()), _total(assessments, turnouts))


def _places(assessments: QuerySet[Assessment]) -> dict[int | None, Place]:
    places: dict[int | None, Place] = {}
    for each in assessments.select_related("unit").order_by("unit__sort_key", "unit", "pk"):
        place = places.setdefault(each.unit_id, Place(each.unit))
        place.closed_at = each.closed_at
    return places


def _role_answers(assessments: QuerySet[Assessment]) -> QuerySet[Participation]:
    asked = Participation.objects.filter(assessment__in=assessments)
    people = asked.exclude(assessment__level=Level.UNDERVISNING).order_by("user__sort_key", "user")
    return people.select_related("user", "response", "assessment")


def _voice(participation: Participation) -> Voice:
    response = participation.response
    return Voice(str(participation.user), response.handed_in_on if response else None)


def _anonymous(assessments: QuerySet[Assessment]) -> QuerySet[Participation]:
    still_open = assessments.filter(level=Level.UNDERVISNING, closed_at=None)
    return Participation.objects.filter(assessment__in=still_open)


def _turnouts(assessments: QuerySet[Assessment]) -> list[Turnout]:
    rated = Exists(Rating.objects.filter(response=OuterRef("response")))
    by_unit = _anonymous(assessments).values("assessment__unit")
    counts = by_unit.annotate(asked=Count("pk"), answered=Count("pk", filter=rated))
    return [
        Turnout(*count) for count in counts.values_list("assessment__unit", "asked", "answered")
    ]


def _total(assessments: QuerySet[Assessment], turnouts: list[Turnout]) -> Total | None:
    """Small units count only where they are enough together: a rest is never told by difference."""
    if not turnouts:
        return None
    shown = [turnout for turnout in turnouts if turnout.asked >= RATE_FLOOR]
    hidden = [turnout.unit for turnout in turnouts if turnout.asked < RATE_FLOOR]
    everybody = not hidden or _persons(assessments, hidden) >= RATE_FLOOR
    counted = turnouts if everybody else shown
    asked = sum(turnout.asked for turnout in counted)
    answered = sum(turnout.answered for turnout in counted)
    return Total(asked, rate_in_words(asked, rounded(asked, answered)), everybody)


def _persons(assessments: QuerySet[Assessment], units: list[int]) -> int:
    """Distinct persons: somebody employed at two units counts once."""
    people = _anonymous(assessments).filter(assessment__unit__in=units)
    return people.aggregate(persons=Count("user", distinct=True))["persons"]
