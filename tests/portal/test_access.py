import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from portal import access
from portal.access import Request
from portal.days import today
from portal.models import Membership, Organisation, Unit, User
from portal.terms import Role
from tests.conftest import Cast


def request_of(user: User) -> Request:
    request = RequestFactory().get("/")
    request.user = user
    return request  # type: ignore[return-value]


def test_the_organisation_and_the_roles_in_it_take_one_query(
    cast: Cast, django_assert_num_queries
) -> None:
    Membership.objects.create(
        user=cast.rektor, organisation=cast.organisation, unit=cast.lill, role=Role.UNDERVISNING
    )
    request = request_of(cast.rektor)
    with django_assert_num_queries(1):
        assert access.organisation_of(request, "ekby") == cast.organisation
    assert request.organisation == cast.organisation
    assert request.roles == {Role.REKTOR, Role.UNDERVISNING}


@pytest.mark.parametrize("gate", [access.organisation_of, access.administered, access.governed])
def test_an_organisation_that_is_not_ones_own_does_not_exist(cast: Cast, gate) -> None:
    with pytest.raises(Http404):
        gate(request_of(cast.outsider), "ekby")
    with pytest.raises(Http404):
        gate(request_of(cast.outsider), "finns-inte")


def test_who_has_left_is_an_outsider(cast: Cast) -> None:
    Membership.objects.filter(user=cast.rektor).update(ended_on=today())
    with pytest.raises(Http404):
        access.organisation_of(request_of(cast.rektor), "ekby")
    assert not Unit.objects.visible_to(cast.rektor).exists()
    assert not Organisation.objects.visible_to(cast.rektor).exists()


def test_only_administrators_administer(cast: Cast) -> None:
    assert access.administered(request_of(cast.admin), "ekby") == cast.organisation
    for user in (cast.skolchef, cast.rektor, cast.teachers[0]):
        with pytest.raises(PermissionDenied):
            access.administered(request_of(user), "ekby")


def test_those_at_huvudman_level_govern(cast: Cast) -> None:
    for user in (cast.admin, cast.skolchef):
        assert access.governed(request_of(user), "ekby") == cast.organisation
    for user in (cast.rektor, cast.teachers[0]):
        with pytest.raises(PermissionDenied):
            access.governed(request_of(user), "ekby")


def test_a_role_in_one_organisation_is_none_in_another(cast: Cast) -> None:
    Membership.objects.create(
        user=cast.outsider, organisation=cast.organisation, unit=cast.lill, role=Role.UNDERVISNING
    )
    with pytest.raises(PermissionDenied):
        access.administered(request_of(cast.outsider), "ekby")
    assert set(Unit.objects.visible_to(cast.outsider)) == {cast.lill}


def test_units_are_seen_by_their_own_and_by_those_at_huvudman_level(cast: Cast) -> None:
    everything = {cast.bjork, cast.lill, cast.tall}
    assert set(Unit.objects.visible_to(cast.admin)) == everything
    assert set(Unit.objects.visible_to(cast.skolchef)) == everything
    assert set(Unit.objects.visible_to(cast.rektor)) == {cast.bjork}
    assert set(Unit.objects.visible_to(cast.few[0])) == {cast.lill}
    assert set(Unit.objects.visible_to(cast.outsider)) == set()


def test_what_is_not_visible_is_not_found(cast: Cast) -> None:
    request = request_of(cast.rektor)
    assert access.visible(request, Unit.objects.all(), slug="bjorkskolan") == cast.bjork
    for slug in ("lillskolan", "finns-inte"):
        with pytest.raises(Http404):
            access.visible(request, Unit.objects.all(), slug=slug)
