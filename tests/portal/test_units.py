from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from portal.days import today
from portal.models import AuditEvent, Membership, Team, Unit
from portal.terms import Role, SchoolForm
from portal.units import new_slug
from tests.conftest import Cast, add_person, add_unit
from tests.portal.test_people import main, names

LIST = "/ekby/enheter/"
NEW = f"{LIST}ny/"
BJORK = f"{LIST}bjorkskolan/"
SENT = {"name": "Åskolan", "school_forms": ["GR", "FTH"], "code": "", "area": "Södra"}


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"q": "bjork"}, ["Björkskolan"]),
        ({"q": "skolan lill"}, ["Lillskolan"]),
        ({"q": "1234"}, ["Lillskolan"]),
        ({"form": "FS"}, ["Tallens förskola"]),
        ({"form": "FKLASS"}, ["Björkskolan"]),
        ({"area": "Södra"}, ["Lillskolan"]),
        ({}, ["Björkskolan", "Lillskolan", "Tallens förskola"]),
        ({"closed": "on", "form": "GR"}, ["Björkskolan", "Gamla skolan", "Lillskolan"]),
        ({"q": "ängen"}, []),
    ],
)
def test_units_are_found(
    admin: Client, cast: Cast, chosen: dict[str, str], found: list[str]
) -> None:
    Unit.objects.filter(pk=cast.lill.pk).update(code="12345678", area="Södra")
    old = add_unit(cast.organisation, "Gamla skolan", "gamla-skolan", SchoolForm.GR)
    Unit.objects.filter(pk=old.pk).update(closed_on=today())
    assert names(admin.get(LIST, chosen)) == found


def test_the_list_tells_how_many_persons_work_there(admin: Client, cast: Cast) -> None:
    """Nobody twice, nor who has left."""
    Membership.objects.create(
        user=cast.rektor, organisation=cast.organisation, unit=cast.bjork, role=Role.UNDERVISNING
    )
    cast.teachers[0].memberships.update(ended_on=today())
    shown = {str(unit): unit.people for unit in admin.get(LIST).context["page"]}
    assert shown == {"Björkskolan": 6, "Lillskolan": 3, "Tallens förskola": 1}


def test_a_search_as_one_types_replaces_the_list_alone(admin: Client, cast: Cast) -> None:
    part = admin.get(LIST, {"q": "bjork"}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<section id="found"')
    assert "<input" not in part


@pytest.mark.parametrize("units", [1, 3])
def test_a_longer_list_takes_no_more_queries(
    admin: Client, cast: Cast, django_assert_num_queries: Any, units: int
) -> None:
    for number in range(units):
        unit = add_unit(cast.organisation, f"Ny {number}", f"ny-{number}", SchoolForm.VUX)
        add_person(f"Nils{number}", cast.organisation, Role.REKTOR, unit)
    with django_assert_num_queries(6):
        assert len(names(admin.get(LIST, {"form": "VUX"}))) == units


def test_a_unit_is_added_with_an_address_of_its_own(admin: Client, cast: Cast) -> None:
    page = admin.post(NEW, SENT, follow=True)
    assert page.redirect_chain == [(f"{LIST}askolan/", 302)]
    assert "Grundskola, Fritidshem" in main(page)
    admin.post(NEW, SENT)
    assert Unit.objects.filter(slug="askolan-2", code=None).exists()
    assert AuditEvent.objects.first().verb == "unit.added"


def test_no_unit_has_the_address_of_another_page(admin: Client, cast: Cast) -> None:
    admin.post(NEW, SENT | {"name": "Ny"})
    assert Unit.objects.get(name="Ny").slug == "ny-2"
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(name="Ny").update(slug="ny")


@pytest.mark.parametrize(
    ("name", "slug"),
    [("李", "enhet"), ("Å" * 150, "a" * 54), ("Tallens Förskola", "tallens-forskola-2")],
)
def test_any_name_makes_an_address(cast: Cast, name: str, slug: str) -> None:
    assert new_slug(cast.organisation, name) == slug


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "Skriv enhetens namn."),
        ("school_forms", [], "Välj minst en skolform."),
        ("code", "1234", "En skolenhetskod har åtta siffror."),
        ("code", "12345678", "Lillskolan har redan den koden."),
        ("area", "S" * 81, "80"),
    ],
)
def test_what_is_wrong_is_told(
    admin: Client, cast: Cast, field: str, value: Any, told: str
) -> None:
    Unit.objects.filter(pk=cast.lill.pk).update(code="12345678")
    response = admin.post(NEW, SENT | {field: value})
    assert response.status_code == 422
    assert told in main(response)
    assert Unit.objects.count() == 3


def test_a_unit_moves_to_another_area_and_keeps_its_address(admin: Client, cast: Cast) -> None:
    page = admin.post(f"{BJORK}andra/", SENT | {"name": "Björken"}, follow=True)
    assert page.redirect_chain == [(BJORK, 302)]
    cast.bjork.refresh_from_db()
    assert (cast.bjork.name, cast.bjork.area) == ("Björken", "Södra")
    assert AuditEvent.objects.get().verb == "unit.changed"


def test_the_page_lists_who_works_there_by_role(admin: Client, cast: Cast) -> None:
    page = main(admin.get(BJORK))
    assert page.index("Rut") < page.index("Tage") < page.index("Tyra")
    assert "Fia" not in page


@pytest.mark.parametrize("people", [1, 3])
def test_more_people_take_no_more_queries(
    admin: Client, cast: Cast, django_assert_num_queries: Any, people: int
) -> None:
    for name in ("Nina", "Nils")[: people - 1]:
        add_person(name, cast.organisation, Role.REKTOR, cast.tall)
    with django_assert_num_queries(7):
        admin.get(f"{LIST}tallens-forskola/")


def test_a_unit_of_another_organisation_is_not_here(admin: Client, cast: Cast) -> None:
    elsewhere = cast.outsider.memberships.get().organisation
    add_unit(elsewhere, "Granskolan", "granskolan", SchoolForm.GR)
    assert admin.get(f"{LIST}granskolan/").status_code == 404


def test_teams_come_and_go_and_their_people_stay(admin: Client, cast: Cast) -> None:
    assert "Lag 1 är tillagt." in main(
        admin.post(f"{BJORK}arbetslag/", {"name": "Lag 1"}, follow=True)
    )
    team = Team.objects.get()
    cast.teachers[0].memberships.update(team=team)
    assert "Lag 1" in main(admin.get(f"/ekby/personer/{cast.teachers[0].pk}/"))
    again = admin.post(f"{BJORK}arbetslag/", {"name": "Lag 1"})
    assert again.status_code == 422
    assert "Det finns redan ett arbetslag med det namnet." in main(again)
    assert admin.post(f"{LIST}lillskolan/arbetslag/{team.pk}/ta-bort/").status_code == 404
    admin.post(f"{BJORK}arbetslag/{team.pk}/ta-bort/")
    assert not Team.objects.exists()
    assert cast.teachers[0].memberships.get().ended_on is None


def test_a_unit_closed_by_mistake_is_opened_again(admin: Client, cast: Cast) -> None:
    Unit.objects.filter(pk=cast.tall.pk).update(closed_on=today(), merged_into=cast.bjork)
    closed = main(admin.get(f"{LIST}tallens-forskola/"))
    assert "Gick den" in closed
    assert "upp i" in closed
    assert "Har tagit in" in main(admin.get(BJORK))
    admin.post(f"{LIST}tallens-forskola/oppna/")
    cast.tall.refresh_from_db()
    assert (cast.tall.closed_on, cast.tall.merged_into) == (None, None)
    assert AuditEvent.objects.get().verb == "unit.reopened"
    assert admin.post(f"{LIST}tallens-forskola/oppna/").status_code == 404
