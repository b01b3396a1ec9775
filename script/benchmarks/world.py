"""Made-up organisations of any size, with rounds opened by the portal's own code."""

import datetime
from collections.abc import Iterable
from itertools import islice

from assessments.models import Assessment, Round, RoundFactor
from assessments.opening import open_round
from factors.models import Edition
from portal.days import today
from portal.models import Membership, Organisation, Unit, User
from portal.terms import Level, OrganisationKind, Role, SchoolForm

FORMS = (SchoolForm.FS, SchoolForm.GR, SchoolForm.GR, SchoolForm.GY)
# Every twentieth unit is too small to be shown alone.
SMALL = 20
FEW = 3
BATCH = 1000


def add_organisation(units: int, people: int, slug: str = "matby") -> Organisation:
    """An administrator, a head of schools, and in each unit a rektor and people who teach."""
    organisation = Organisation.objects.create(
        name="Mätby kommun", slug=slug, kind=OrganisationKind.MUNICIPALITY
    )
    places = [add_unit(organisation, number) for number in range(units)]
    Unit.objects.bulk_create(places, BATCH)
    roles: list[tuple[Role, Unit | None]] = [(Role.ADMIN, None), (Role.HUVUDMAN, None)]
    roles += [(Role.REKTOR, unit) for unit in places]
    roles += islice(teaching(places), people)
    add_people(organisation, roles)
    return organisation


def add_unit(organisation: Organisation, number: int) -> Unit:
    return Unit(
        organisation=organisation,
        name=f"Enhet {number:03}",
        slug=f"enhet-{number:03}",
        school_forms=[FORMS[number % len(FORMS)]],
    )


def teaching(units: list[Unit]) -> Iterable[tuple[Role, Unit]]:
    """One at each unit and round again, so that those who answer at once are everywhere."""
    lap = 0
    while True:
        for number, unit in enumerate(units, 1):
            if number % SMALL or lap < FEW:
                yield Role.UNDERVISNING, unit
        lap += 1


def add_people(
    organisation: Organisation, roles: list[tuple[Role, Unit | None]], letter: str = "p"
) -> None:
    """Their addresses begin with the letter."""
    host = f"{organisation.slug}.example"
    people = [User(email=f"{letter}{n}@{host}", name=f"Person {n}") for n in range(len(roles))]
    for person in people:
        person.set_unusable_password()
    User.objects.bulk_create(people, BATCH)
    Membership.objects.bulk_create(
        [
            Membership(user=person, organisation=organisation, role=role, unit=unit)
            for person, (role, unit) in zip(people, roles, strict=True)
        ],
        BATCH,
    )


def opened_round(organisation: Organisation, edition: Edition) -> Round:
    """All factors of the edition, asked at all levels everywhere."""
    day = today()
    round = Round.objects.create(
        organisation=organisation,
        title="Mätningen",
        opens_on=day,
        closes_on=day + datetime.timedelta(days=14),
    )
    RoundFactor.objects.bulk_create(
        RoundFactor(round=round, factor=factor, position=factor.position)
        for factor in edition.factors.all()
    )
    Assessment.objects.create(round=round, level=Level.HUVUDMAN)
    Assessment.objects.bulk_create(
        Assessment(round=round, level=level, unit=unit)
        for unit in organisation.units.all()
        for level in (Level.REKTOR, Level.UNDERVISNING)
    )
    open_round(round)
    return round
