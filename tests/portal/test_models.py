from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import URLResolver, get_resolver

from portal.models import Membership, Team, Unit, User
from portal.models.organisations import RESERVED_SLUGS, UNIT_CODE
from portal.terms import Role, SchoolForm
from tests.conftest import Cast, add_organisation, add_unit


def refused(create, **fields) -> bool:
    try:
        with transaction.atomic():
            create(**fields)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("email", ["rut@ekby.example", "RUT@ekby.example", "Rut@Ekby.Example"])
def test_one_address_is_one_person_whatever_its_case(cast: Cast, email: str) -> None:
    assert refused(User.objects.bulk_create, objs=[User(email=email)])
    assert refused(User.objects.create_user, email=email)


def test_an_address_is_stored_in_lower_case_without_spaces(db: None) -> None:
    assert User.objects.create_user(" Ny@Ekby.Example ").email == "ny@ekby.example"


def test_no_address_is_stored_in_capitals(db: None) -> None:
    assert refused(User.objects.bulk_create, objs=[User(email="Ny@ekby.example")])


def test_nobody_has_a_password(cast: Cast) -> None:
    assert not cast.rektor.has_usable_password()


@pytest.mark.parametrize(
    ("role", "at_unit", "fits"),
    [
        (Role.ADMIN, False, True),
        (Role.HUVUDMAN, False, True),
        (Role.REKTOR, True, True),
        (Role.UNDERVISNING, True, True),
        (Role.ADMIN, True, False),
        (Role.HUVUDMAN, True, False),
        (Role.REKTOR, False, False),
        (Role.UNDERVISNING, False, False),
        ("kung", False, False),
    ],
)
def test_a_role_fits_its_place(cast: Cast, role: str, at_unit: bool, fits: bool) -> None:
    unit = cast.tall if at_unit else None
    fields = {"user": cast.outsider, "organisation": cast.organisation, "unit": unit}
    assert refused(Membership.objects.create, role=role, **fields) is not fits


def test_a_person_holds_a_role_at_a_place_once_at_a_time(cast: Cast) -> None:
    for held in (cast.rektor.memberships.get(), cast.admin.memberships.get()):
        fields = {name: getattr(held, name) for name in ("user", "organisation", "unit", "role")}
        assert refused(Membership.objects.create, **fields)
        Membership.objects.filter(pk=held.pk).update(ended_on="2026-06-30")
        assert not refused(Membership.objects.create, **fields)


def test_a_person_may_hold_two_roles_and_work_at_two_units(cast: Cast) -> None:
    fields = {"user": cast.rektor, "organisation": cast.organisation}
    Membership.objects.create(role=Role.REKTOR, unit=cast.tall, **fields)
    Membership.objects.create(role=Role.UNDERVISNING, unit=cast.bjork, **fields)
    assert cast.rektor.memberships.current().count() == 3


def test_only_a_member_of_a_unit_is_in_a_team(cast: Cast) -> None:
    team = Team.objects.create(unit=cast.bjork, name="Lag 1")
    held = Membership.objects.filter(user=cast.admin)
    assert refused(held.update, team=team)


def test_a_membership_stays_within_one_organisation_and_unit(cast: Cast) -> None:
    elsewhere = add_unit(add_organisation("Åby", "aby"), "Åskolan", "askolan", SchoolForm.GR)
    held = cast.rektor.memberships.get()
    held.unit = elsewhere
    with pytest.raises(ValidationError, match="annan huvudman"):
        held.clean()
    held.unit, held.team = cast.bjork, Team.objects.create(unit=cast.lill, name="Lag 1")
    with pytest.raises(ValidationError, match="annan enhet"):
        held.clean()


@pytest.mark.parametrize("code", ["1234567", "1234567a", "", "１２３４５６７８"])
def test_a_unit_code_has_eight_digits_or_is_missing(cast: Cast, code: str) -> None:
    units = Unit.objects.filter(pk=cast.bjork.pk)
    assert refused(units.update, code=code)
    with pytest.raises(ValidationError):
        UNIT_CODE(code)


def test_a_unit_code_belongs_to_one_unit_and_may_be_missing_from_many(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.bjork.pk).update(code="12345678")
    assert refused(Unit.objects.filter(pk=cast.lill.pk).update, code="12345678")
    assert Unit.objects.filter(code=None).count() == 2


def test_a_unit_has_a_school_form_and_a_slug_of_its_own(cast: Cast) -> None:
    fields = {"organisation": cast.organisation, "name": "Ny"}
    assert refused(Unit.objects.create, slug="ny", school_forms=(), **fields)
    assert refused(Unit.objects.create, slug="bjorkskolan", school_forms=("GR",), **fields)


def test_a_unit_has_a_main_form_and_names_all(cast: Cast) -> None:
    unit = Unit.objects.get(slug="bjorkskolan")
    assert unit.main_form is SchoolForm.GR
    assert unit.school_form_names == "Förskoleklass, Grundskola"


def test_units_sort_as_swedes_sort(cast: Cast) -> None:
    for number, name in enumerate(["Öskolan", "Åskolan", "Ängskolan", "Zetaskolan", "ekskolan"]):
        add_unit(cast.organisation, name, f"skola-{number}", SchoolForm.GR)
    assert [unit.name for unit in Unit.objects.all()] == [
        "Björkskolan",
        "ekskolan",
        "Lillskolan",
        "Tallens förskola",
        "Zetaskolan",
        "Åskolan",
        "Ängskolan",
        "Öskolan",
    ]


def test_an_organisation_does_not_take_the_address_of_a_page(db: None) -> None:
    pages = {path.partition("/")[0] for path in paths(get_resolver())}
    assert pages - {"", "<slug:organisation>"} | {"static"} == set(RESERVED_SLUGS)
    for slug in RESERVED_SLUGS:
        with pytest.raises(IntegrityError), transaction.atomic():
            add_organisation("Ekby kommun", slug)


def paths(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        path = f"{before}{each.pattern}"
        yield from paths(each, path) if isinstance(each, URLResolver) else [path]
