"""Made-up organisations with every answer in them, to close and to attack.

A world is plain data: what each person answered at each unit. It can be built in the database,
closed there and read through the door, or be counted here by hand.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st

from assessments.closing import close_round, close_unit
from assessments.models import (
    Assessment,
    Participation,
    Rating,
    Reflection,
    Remark,
    Response,
    Round,
    RoundFactor,
)
from assessments.terms import FLOOR
from factors.models import Edition, Prompt, Statement
from portal.models import Organisation, Unit, User
from portal.terms import Level, OrganisationKind, SchoolForm

FORMS = (SchoolForm.FS, SchoolForm.GR, SchoolForm.GY)
STATEMENTS = 3

Step = int | str | None
Voice = tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """A person's answers at a unit, "-" unanswered; a remark on each, one shared reflection."""

    steps: tuple[Step, ...]
    remark: str = ""
    reflection: str = ""

    def rated(self, statement: int) -> bool:
        return self.steps[statement] not in (None, "-")

    def answered(self, statement: int) -> bool:
        return self.steps[statement] != "-"


@dataclass(frozen=True)
class Place:
    """`earlier`: the unit took part in an earlier round too."""

    form: SchoolForm
    closes_early: bool = False
    area: int = 0
    company: int | None = None
    earlier: bool = True


@dataclass(frozen=True)
class World:
    """Units by number, and sheets by voice: a person at a unit."""

    places: tuple[Place, ...]
    sheets: dict[Voice, Sheet]
    levels: int = 1
    floor: int = FLOOR

    def rated(self, statement: int) -> frozenset[Voice]:
        return frozenset(v for v, sheet in self.sheets.items() if sheet.rated(statement))

    def answered(self, statement: int) -> frozenset[Voice]:
        return frozenset(v for v, sheet in self.sheets.items() if sheet.answered(statement))

    def swapped(self, one: Voice, other: Voice) -> "World":
        exchanged = {one: self.sheets[other], other: self.sheets[one]}
        return replace(self, sheets=self.sheets | exchanged)


PLACES = st.builds(
    Place,
    st.sampled_from(FORMS),
    st.booleans(),
    st.integers(min_value=0, max_value=2),
    st.sampled_from((None, None, None, 1, 2)),
    st.booleans(),
)
FEW = st.integers(min_value=0, max_value=8)
MANY = st.integers(min_value=0, max_value=60)
STAFFS = st.lists(st.tuples(PLACES, FEW), max_size=60)
LARGE_STAFFS = st.lists(st.tuples(PLACES, st.one_of(FEW, MANY)), max_size=60)
# Most rounds keep to the least.
FLOORS = st.sampled_from((FLOOR, FLOOR, 6, 10))


@st.composite
def worlds(draw: st.DrawFn, staffs: st.SearchStrategy = STAFFS) -> World:
    """Its shape is drawn so that it can be shrunk, what people answer from a seed of its own.

    Some work at a second unit too: few or, in some worlds, most.
    """
    staff = draw(staffs)
    rng = random.Random(draw(st.integers(min_value=0, max_value=2**32)))
    habits = rng.choice(((1, 2, 3, 4), (1, 2, 3, 4, None), (2, 3, None, "-"), (4, "-", "-", None)))
    doubled = rng.choice((0, 0.1, 0.6))
    sheets: dict[Voice, Sheet] = {}
    for unit, (_place, size) in enumerate(staff):
        for person in (100 * unit + number for number in range(size)):
            for where in {unit, rng.randrange(len(staff)) if rng.random() < doubled else unit}:
                sheets[person, where] = _sheet(habits, rng)
    places = tuple(place for place, _size in staff)
    levels = draw(st.integers(min_value=1, max_value=3))
    return World(places, sheets, levels, draw(FLOORS))


def _sheet(habits: tuple[Step, ...], rng: random.Random) -> Sheet:
    steps = tuple(rng.choice(habits) for _ in range(STATEMENTS))
    return Sheet(steps, rng.choice(("", "Åsikt", "apa", "Zebra")), rng.choice(("", "Delat", "öga")))


@dataclass
class Built:
    """A world in the database: its round and what stands for its units and statements."""

    round: Round
    units: list[Unit]
    statements: list[Statement]
    prompt: Prompt


def build(world: World, statements: list[Statement], prompt: Prompt) -> Built:
    """The world as an open round about the statements, which are of the anonymous level."""
    organisation = Organisation.objects.create(
        name="Värld", slug="varld", kind=OrganisationKind.MUNICIPALITY
    )
    today = timezone.localdate()
    round = Round.objects.create(
        organisation=organisation,
        title="R",
        opens_on=today,
        closes_on=today,
        opened_at=timezone.now(),
        floor=world.floor,
    )
    RoundFactor.objects.create(round=round, factor=statements[0].factor, position=1)
    units = Unit.objects.bulk_create(
        Unit(
            organisation=organisation,
            name=f"E{n:02}",
            slug=f"e{n}",
            school_forms=(place.form,),
            area=f"Område {place.area}",
        )
        for n, place in enumerate(world.places)
    )
    built = Built(round, units, statements, prompt)
    _add_voices(world, built)
    _add_roles(world, built)
    return built


def close(world: World, built: Built) -> None:
    for place, unit in zip(world.places, built.units, strict=True):
        if place.closes_early:
            close_unit(built.round, unit)
    close_round(built.round)


@contextmanager
def closed(world: World, statements: list[Statement]) -> Iterator[Built]:
    """The world in the database, closed, and gone again afterwards."""
    with transaction.atomic():
        built = build(world, statements, Prompt.objects.earliest("position"))
        close(world, built)
        yield built
        transaction.set_rollback(True)


def three_statements(edition: Edition) -> list[Statement]:
    """Of the anonymous level."""
    factor = edition.factors.get(position=1)
    Statement.objects.create(factor=factor, row=2, level=Level.UNDERVISNING, text="Rad 2")
    return list(factor.statements.filter(level=Level.UNDERVISNING).order_by("row"))


def _add_voices(world: World, built: Built) -> None:
    people = _people({person for person, _unit in world.sheets})
    places = Assessment.objects.bulk_create(
        Assessment(round=built.round, level=Level.UNDERVISNING, unit=unit, company=place.company)
        for place, unit in zip(world.places, built.units, strict=True)
    )
    voices = list(world.sheets)
    asked = _ask([(places[unit], people[person]) for person, unit in voices])
    _write(dict(zip(asked, world.sheets.values(), strict=True)), built)


def _people(numbers: set[int]) -> dict[int, User]:
    users = User.objects.bulk_create(User(email=f"p{n}@varld.example") for n in sorted(numbers))
    return dict(zip(sorted(numbers), users, strict=True))


def _ask(asked: list[tuple[Assessment, User]]) -> list[Participation]:
    responses = Response.objects.bulk_create(Response(assessment=place) for place, _user in asked)
    return Participation.objects.bulk_create(
        Participation(assessment=place, user=user, response=response)
        for (place, user), response in zip(asked, responses, strict=True)
    )


def _write(sheets: dict[Participation, Sheet], built: Built) -> None:
    Rating.objects.bulk_create(
        Rating(response=asked.response, statement=statement, step=step, token=uuid4())
        for asked, sheet in sheets.items()
        for statement, step in zip(built.statements, sheet.steps, strict=True)
        if step != "-"
    )
    Remark.objects.bulk_create(
        Remark(response=asked.response, statement=statement, text=sheet.remark, token=uuid4())
        for asked, sheet in sheets.items()
        for statement in built.statements
    )
    Reflection.objects.bulk_create(
        Reflection(
            participation=asked, factor=built.statements[0].factor, prompt=built.prompt,
            text=sheet.reflection, shared=True, token=uuid4(),
        )
        for asked, sheet in sheets.items()
    )  # fmt: skip


def _add_roles(world: World, built: Built) -> None:
    """Rektors who answer all "4", and above them one at huvudman level."""
    rektors = _people({100_000 + n for n in range(len(built.units))}) if world.levels > 1 else {}
    places = [
        Assessment(round=built.round, level=Level.REKTOR, unit=unit)
        for unit, _rektor in zip(built.units, rektors, strict=False)
    ]
    asked = list(zip(Assessment.objects.bulk_create(places), rektors.values(), strict=True))
    if world.levels > 2:
        top = Assessment.objects.create(round=built.round, level=Level.HUVUDMAN)
        asked.append((top, User.objects.create_user("top@varld.example")))
    for participation in _ask(asked):
        overall = _overall(participation.assessment.level, built)
        response = participation.response
        Rating.objects.create(response=response, statement=overall, step=4, token=uuid4())


def _overall(level: str, built: Built) -> Statement:
    return Statement.objects.get(factor=built.statements[0].factor, row=0, level=level)
