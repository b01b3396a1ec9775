"""A small cast: one huvudman with three units and the people that most tests need.

Björkskolan has a rektor and six teachers, so it can be a block of its own; Lillskolan has a
rektor and two teachers, and is always too small; Tallens förskola has a rektor and none else.
"""

import datetime
from dataclasses import dataclass, field

import hypothesis
import pytest

from factors.models import Edition, Factor, Prompt, Statement
from portal.models import Membership, Organisation, Unit, User
from portal.terms import Level, OrganisationKind, Role, SchoolForm

# How long an example takes says something of the machine, and nothing of the portal.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@dataclass
class Cast:
    """Who is here. `teachers` are Björkskolan's, `few` are Lillskolan's."""

    organisation: Organisation
    bjork: Unit
    lill: Unit
    tall: Unit
    admin: User
    skolchef: User
    rektor: User
    lill_rektor: User
    tall_rektor: User
    outsider: User
    teachers: list[User] = field(default_factory=list)
    few: list[User] = field(default_factory=list)


def add_organisation(name: str, slug: str) -> Organisation:
    return Organisation.objects.create(name=name, slug=slug, kind=OrganisationKind.MUNICIPALITY)


def add_unit(organisation: Organisation, name: str, slug: str, *forms: SchoolForm) -> Unit:
    return Unit.objects.create(
        organisation=organisation, name=name, slug=slug, school_forms=forms, area="Norra"
    )


def add_person(name: str, organisation: Organisation, role: Role, unit: Unit | None = None) -> User:
    user = User.objects.create_user(f"{name.lower()}@{organisation.slug}.example", name)
    Membership.objects.create(user=user, organisation=organisation, role=role, unit=unit)
    return user


def add_editor(name: str) -> User:
    """Who keeps the national catalogue, and works for no organisation."""
    return User.objects.create_user(
        f"{name.lower()}@portalen.example", name, is_catalogue_editor=True
    )


def add_steward(name: str) -> User:
    """Who sees to the portal for all organisations, and works for none."""
    return User.objects.create_user(f"{name.lower()}@portalen.example", name, is_steward=True)


@pytest.fixture
def cast(db: None) -> Cast:
    ekby = add_organisation("Ekby kommun", "ekby")
    bjork = add_unit(ekby, "Björkskolan", "bjorkskolan", SchoolForm.GR, SchoolForm.FKLASS)
    lill = add_unit(ekby, "Lillskolan", "lillskolan", SchoolForm.GR)
    tall = add_unit(ekby, "Tallens förskola", "tallens-forskola", SchoolForm.FS)
    elsewhere = add_organisation("Annanby kommun", "annanby")
    return Cast(
        organisation=ekby,
        bjork=bjork,
        lill=lill,
        tall=tall,
        admin=add_person("Agnes", ekby, Role.ADMIN),
        skolchef=add_person("Sigrid", ekby, Role.HUVUDMAN),
        rektor=add_person("Rut", ekby, Role.REKTOR, bjork),
        lill_rektor=add_person("Love", ekby, Role.REKTOR, lill),
        tall_rektor=add_person("Tove", ekby, Role.REKTOR, tall),
        outsider=add_person("Ove", elsewhere, Role.ADMIN),
        teachers=[
            add_person(name, ekby, Role.UNDERVISNING, bjork)
            for name in ("Tea", "Tim", "Ture", "Tyra", "Tage", "Tilda")
        ],
        few=[add_person(name, ekby, Role.UNDERVISNING, lill) for name in ("Fia", "Folke")],
    )


@pytest.fixture
def edition(db: None) -> Edition:
    return add_edition()


def add_edition() -> Edition:
    """A national edition with two factors of two rows; teaching has no statement on row 2."""
    edition = Edition.objects.create(
        slug="prov-2026", title="Provutgåva", published_on=datetime.date(2026, 1, 1)
    )
    for position, (slug, name) in enumerate([("ansvar", "Ansvar"), ("larande", "Lärande")], 1):
        add_factor(edition, slug, name, position)
    for position, text in enumerate(["Vad fungerar?", "Vad är svårt?"], 1):
        Prompt.objects.create(
            edition=edition, kind=Prompt.Kind.REFLECTION, position=position, text=text
        )
    return edition


def add_factor(edition: Edition, slug: str, name: str, position: int) -> Factor:
    factor = Factor.objects.create(
        edition=edition,
        slug=slug,
        name=name,
        position=position,
        why=f"{name} gör skillnad.",
        signs=f"{name} märks i vardagen.",
        stem=f"Varje nivå i styrkedjan bidrar till {name.lower()} genom att på",
    )
    for level in Level:
        rows = (0, 1) if level is Level.UNDERVISNING else (0, 1, 2)
        for row in rows:
            Statement.objects.create(
                factor=factor, row=row, level=level, text=f"{slug} {level.value} {row}"
            )
    return factor
