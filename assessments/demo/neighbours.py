"""Other invented huvudmän, small ones, so that there is somebody to compare with."""

from dataclasses import replace
from typing import NamedTuple
from uuid import uuid4

from django.contrib.auth.hashers import make_password

from assessments.closing import close_round
from assessments.comparing import half_year, half_year_after, make
from assessments.demo.occasions import DEVELOPMENT, ROLES, Occasion
from assessments.demo.rounds import draft, move_in_time
from assessments.models import Participation, Rating, Round
from assessments.opening import open_round
from assessments.terms import FLOOR
from factors.models import Statement
from factors.terms import OVERALL_ROW
from portal.models import Membership, Organisation, Unit, User
from portal.terms import Level, OrganisationKind, Role, SchoolForm


class Neighbour(NamedTuple):
    """A huvudman with one unit, and the step that everybody at a level chooses."""

    name: str
    slug: str
    kind: OrganisationKind
    unit: str
    steps: dict[Level, int]


def _steps(rektor: int, teaching: int) -> dict[Level, int]:
    return {Level.REKTOR: rektor, Level.UNDERVISNING: teaching}


TOWN, COMPANY = OrganisationKind.MUNICIPALITY, OrganisationKind.INDEPENDENT
NEIGHBOURS = (
    Neighbour("Norrmåla kommun", "norrmala", TOWN, "Norrmåla skola", _steps(3, 2)),
    Neighbour("Österljunga kommun", "osterljunga", TOWN, "Ljungaskolan", _steps(3, 3)),
    Neighbour("Åsviks kommun", "asvik", TOWN, "Viks skola", _steps(4, 3)),
    Neighbour("Friskolan Almen AB", "friskolan-almen", COMPANY, "Almens skola", _steps(2, 2)),
    Neighbour("Stiftelsen Kvarndamm", "kvarndamm", COMPANY, "Kvarndammsskolan", _steps(4, 4)),
)


def compare(organisation: Organisation, occasion: Occasion) -> None:
    """The comparison of the occasion's half-year, which all of them take part in."""
    for neighbour in NEIGHBOURS:
        _hold(_found(neighbour), neighbour, occasion)
    compared = [organisation.slug, *(neighbour.slug for neighbour in NEIGHBOURS)]
    Organisation.objects.filter(slug__in=compared).update(compares_since=occasion.opens_on)
    first = half_year(occasion.closes_on)
    make(first, half_year_after(first))


def _found(neighbour: Neighbour) -> Organisation:
    organisation = Organisation.objects.create(
        name=neighbour.name, slug=neighbour.slug, kind=neighbour.kind, is_demo=True
    )
    unit = organisation.units.create(name=neighbour.unit, slug="skolan", school_forms=SchoolForm.GR)
    _hire(unit, Role.REKTOR, 1)
    _hire(unit, Role.UNDERVISNING, FLOOR + 1)
    return organisation


def _hire(unit: Unit, role: Role, number: int) -> None:
    people = User.objects.bulk_create(
        User(name=f"{role.label} {place}, {unit}", password=make_password(None))
        for place in range(1, number + 1)
    )
    Membership.objects.bulk_create(
        Membership(user=person, organisation=unit.organisation, role=role, unit=unit)
        for person in people
    )


def _hold(organisation: Organisation, neighbour: Neighbour, occasion: Occasion) -> None:
    national = replace(occasion, factors=(ROLES, DEVELOPMENT))
    round = draft(organisation, national)
    open_round(round)
    move_in_time(round, national)
    _answer(round, neighbour)
    close_round(round, at=national.closed_at)


def _answer(round: Round, neighbour: Neighbour) -> None:
    """The overall questions alone: nobody reads their pages."""
    overall = Statement.objects.filter(factor__rounds=round, row=OVERALL_ROW)
    asked = Participation.objects.filter(assessment__round=round).order_by("pk")
    Rating.objects.bulk_create(
        Rating(
            response=each.response,
            statement=statement,
            step=neighbour.steps[Level(statement.level)],
            token=uuid4(),
        )
        for each in asked.select_related("response", "assessment")
        for statement in overall
        if statement.level == each.assessment.level
    )
