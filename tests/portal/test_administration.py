from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from portal.invitations import invite
from portal.models import AuditEvent, Letter, Organisation, Unit, User
from portal.models.letters import Problem
from portal.terms import Role
from tests.conftest import Cast, add_organisation, add_person
from tests.portal.test_people import main

PAGE = "/ekby/administration/"
EDIT = f"{PAGE}huvudman/"
SENT = {"name": "Ekby", "kind": "municipality", "organisation_number": "", "contact_email": ""}


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


def test_the_page_leads_everywhere_and_counts_what_waits(admin: Client, cast: Cast) -> None:
    User.objects.exclude(pk__in=[cast.rektor.pk, cast.skolchef.pk]).update(
        last_login=timezone.now()
    )
    Letter.objects.create(
        organisation=cast.organisation,
        user=cast.rektor,
        kind="invitation",
        given_up_at=timezone.now(),
        problem=Problem.UNKNOWN_ADDRESS,
    )
    page = main(admin.get(PAGE))
    for place in (
        "personer/",
        "enheter/",
        "inbjudningar/",
        "utskick/",
        "inloggning/",
        "handelser/",
        "gallring/",
        "administration/huvudman/",
    ):
        assert f'href="/ekby/{place}"' in page
    for count in ("13 personer", "3 enheter", "2 har inte kommit in", "1 kom inte fram"):
        assert count in page


@pytest.mark.parametrize(
    "page",
    [
        "administration/",
        "administration/huvudman/",
        "personer/",
        "personer/ny/",
        "enheter/bjorkskolan/",
        "enheter/bjorkskolan/lagg-ned/",
        "inbjudningar/",
        "utskick/",
        "utskick/halsning/",
        "handelser/",
        "inloggning/",
        "gallring/",
    ],
)
def test_the_menu_marks_where_one_is_and_each_page_leads_back(
    admin: Client, cast: Cast, page: str
) -> None:
    whole = admin.get(f"/ekby/{page}").content.decode()
    assert f'<a href="{PAGE}" aria-current="page">Administration</a>' in whole
    assert page == "administration/" or f'<li><a href="{PAGE}">Administration</a></li>' in whole


def test_others_have_no_such_place_in_their_menu(client: Client, cast: Cast) -> None:
    client.force_login(cast.skolchef)
    assert PAGE not in client.get("/ekby/").content.decode()


@pytest.mark.parametrize("many", [False, True])
def test_the_page_takes_as_many_queries_whatever_is_there(
    admin: Client, cast: Cast, django_assert_num_queries: Any, many: bool
) -> None:
    if not many:
        Unit.objects.exclude(pk=cast.bjork.pk).delete()
    with django_assert_num_queries(10):
        admin.get(PAGE)


def test_a_new_organisation_is_shown_the_steps_and_what_is_done(client: Client, db: None) -> None:
    nyby = add_organisation("Nyby", "nyby")
    anna = add_person("Anna", nyby, Role.ADMIN)
    client.force_login(anna)

    def done() -> int:
        page = main(client.get("/nyby/administration/"))
        assert "Kom igång" in page
        return page.count("Klart")

    assert done() == 0
    client.post("/nyby/enheter/ny/", {"name": "Skolan", "school_forms": ["GR"]})
    assert done() == 1
    unit = nyby.units.get()
    rektor = add_person("Rut", nyby, Role.REKTOR, unit)
    assert done() == 2
    invite(nyby, User.objects.filter(pk=rektor.pk), anna)
    assert done() == 3
    today = timezone.localdate()
    nyby.rounds.create(title="Första", opens_on=today, closes_on=today)
    assert "Kom igång" not in main(client.get("/nyby/administration/"))


def test_the_organisations_own_data_is_changed(admin: Client, cast: Cast) -> None:
    sent = SENT | {"organisation_number": "212000-1234", "contact_email": "Skola@Ekby.example"}
    admin.post(EDIT, sent)
    ekby = Organisation.objects.get(slug="ekby")
    found = (ekby.name, ekby.organisation_number, ekby.contact_email)
    assert found == ("Ekby", "2120001234", "skola@ekby.example")
    assert AuditEvent.objects.get().verb == "organisation.changed"
    admin.post(EDIT, sent | {"contact_email": "skola@ekby.example"})
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "Skriv huvudmannens namn."),
        ("kind", "", "Välj typ av huvudman."),
        ("organisation_number", "12345", "Ett organisationsnummer har tio siffror"),
        ("organisation_number", "21200012345", "10"),
        ("organisation_number", "٢١٢٠٠٠١٢٣٤", "Ett organisationsnummer har tio siffror"),
        ("contact_email", "skola", "Det här ser inte ut som en e-postadress."),
        ("contact_email", "sk\u043ela@ekby.example", "(CYRILLIC SMALL LETTER O)"),
    ],
)
def test_what_is_wrong_is_told(
    admin: Client, cast: Cast, field: str, value: str, told: str
) -> None:
    response = admin.post(EDIT, SENT | {field: value})
    assert response.status_code == 422
    assert told in main(response)
    cast.organisation.refresh_from_db()
    assert cast.organisation.name == "Ekby kommun"


def test_a_number_that_is_none_cannot_be_stored(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        Organisation.objects.filter(slug="ekby").update(organisation_number="1234")
