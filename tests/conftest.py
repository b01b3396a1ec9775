"""A small cast: one huvudman with three units and the people that most tests need.

Björkskolan has a rektor and six teachers, so it can be a block of its own; Lillskolan has a
rektor and two teachers, and is always too small; Tallens förskola has a rektor and none else.
"""

import datetime
import gc
from collections.abc import Iterator
from dataclasses import dataclass, field

import hypothesis
import pytest
from django.db import connection
from django.template import Context, RequestContext, Template
from django.test.utils import instrumented_test_render
from template_partials.templatetags.partials import TemplateProxy

from factors.models import Edition, Factor, Prompt, Statement
from portal.models import Membership, Organisation, Unit, User
from portal.terms import Level, OrganisationKind, Role, SchoolForm

# How long an example takes says something of the machine, and nothing of the portal.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What never asks the database is tested once, on the first of the two."""
    if connection.vendor == "postgresql":
        config.hook.pytest_deselected(items=[each for each in items if not asks_the_database(each)])
        items[:] = [each for each in items if asks_the_database(each)]


def asks_the_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server", "django_db_setup"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(item.fixturenames))


def pytest_collection_finish() -> None:
    """What is loaded now stays to the end: let garbage be looked for elsewhere, and seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def only_pages_tell_their_context(django_test_environment: None) -> Iterator[None]:
    """Django has every field and included part tell it too, at a fifth of what a page costs."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Template, TemplateProxy):
            patch.setattr(kind, "_render", render_and_tell_of_pages)
        yield


def render_and_tell_of_pages(template: Template | TemplateProxy, context: Context) -> str:
    """A page, or what htmx asked for of it."""
    if isinstance(context, RequestContext) and context.template is template:
        return instrumented_test_render(template, context)
    return template.nodelist.render(context)


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
    [user] = add_people((name, organisation, role, unit))
    return user


def add_people(*people: tuple[str, Organisation, Role, Unit | None]) -> list[User]:
    users = [
        User(email=f"{name.lower()}@{organisation.slug}.example", name=name)
        for name, organisation, _role, _unit in people
    ]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(
        Membership(user=user, organisation=organisation, role=role, unit=unit)
        for user, (_name, organisation, role, unit) in zip(users, people, strict=True)
    )
    return users


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
    admin, skolchef, rektor, lill_rektor, tall_rektor, outsider, *staff = add_people(
        ("Agnes", ekby, Role.ADMIN, None),
        ("Sigrid", ekby, Role.HUVUDMAN, None),
        ("Rut", ekby, Role.REKTOR, bjork),
        ("Love", ekby, Role.REKTOR, lill),
        ("Tove", ekby, Role.REKTOR, tall),
        ("Ove", elsewhere, Role.ADMIN, None),
        *(
            (name, ekby, Role.UNDERVISNING, bjork)
            for name in ("Tea", "Tim", "Ture", "Tyra", "Tage", "Tilda")
        ),
        *((name, ekby, Role.UNDERVISNING, lill) for name in ("Fia", "Folke")),
    )
    return Cast(
        organisation=ekby,
        bjork=bjork,
        lill=lill,
        tall=tall,
        admin=admin,
        skolchef=skolchef,
        rektor=rektor,
        lill_rektor=lill_rektor,
        tall_rektor=tall_rektor,
        outsider=outsider,
        teachers=staff[:6],
        few=staff[6:],
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
    Prompt.objects.bulk_create(
        Prompt(edition=edition, kind=Prompt.Kind.REFLECTION, position=position, text=text)
        for position, text in enumerate(["Vad fungerar?", "Vad är svårt?"], 1)
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
    Statement.objects.bulk_create(
        Statement(factor=factor, row=row, level=level, text=f"{slug} {level.value} {row}")
        for level in Level
        for row in ((0, 1) if level is Level.UNDERVISNING else (0, 1, 2))
    )
    return factor
