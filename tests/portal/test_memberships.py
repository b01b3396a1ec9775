import pytest
from django.test import Client

from portal.models import AuditEvent, Membership, Team
from portal.terms import Role
from tests.conftest import Cast, add_person
from tests.portal.test_people import main, page_of


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


def ending(membership: Membership) -> str:
    return f"{page_of(membership.user)}uppdrag/{membership.pk}/avsluta/"


def test_a_person_holds_several_and_has_a_desk_for_each(admin: Client, cast: Cast) -> None:
    add = f"{page_of(cast.rektor)}uppdrag/"
    admin.post(add, {"role": "rektor", "unit": cast.tall.pk})
    admin.post(add, {"role": "undervisning", "unit": cast.lill.pk})
    page = main(admin.get(page_of(cast.rektor)))
    for place in ("Björkskolan", "Tallens förskola", "Lillskolan"):
        assert place in page
    elsewhere = cast.outsider.memberships.get().organisation
    Membership.objects.create(user=cast.rektor, organisation=elsewhere, role=Role.HUVUDMAN)
    theirs = Client()
    theirs.force_login(cast.rektor)
    start = main(theirs.get("/"))
    assert "Ekby kommun" in start
    assert "Annanby kommun" in start


def test_a_membership_can_name_the_team(admin: Client, cast: Cast) -> None:
    team = Team.objects.create(unit=cast.lill, name="Lag 1")
    add = f"{page_of(cast.rektor)}uppdrag/"
    sent = {"role": "undervisning", "unit": cast.lill.pk, "team": team.pk}
    admin.post(add, sent)
    assert cast.rektor.memberships.get(unit=cast.lill).team == team
    wrong = admin.post(add, sent | {"unit": cast.tall.pk})
    assert wrong.status_code == 422
    assert "Arbetslaget hör till en annan enhet." in main(wrong)


def test_the_same_is_not_held_twice(admin: Client, cast: Cast) -> None:
    sent = {"role": "rektor", "unit": cast.bjork.pk}
    response = admin.post(f"{page_of(cast.rektor)}uppdrag/", sent)
    assert response.status_code == 422
    assert "Rut har redan det uppdraget." in main(response)


def test_others_units_and_closed_ones_cannot_be_chosen(admin: Client, cast: Cast) -> None:
    cast.lill.closed_on = "2026-01-01"
    cast.lill.save()
    response = admin.post(
        f"{page_of(cast.rektor)}uppdrag/", {"role": "rektor", "unit": cast.lill.pk}
    )
    assert response.status_code == 422
    assert cast.rektor.memberships.count() == 1


def test_what_ends_is_gone_with_the_next_step_and_stays_as_history(
    admin: Client, cast: Cast
) -> None:
    theirs = Client()
    theirs.force_login(cast.rektor)
    assert theirs.get("/ekby/").status_code == 200
    held = cast.rektor.memberships.get()
    assert "Avsluta Rut som rektor?" in main(admin.get(ending(held)))
    page = main(admin.post(ending(held), follow=True))
    assert "Uppdraget är avslutat" in page
    assert "Tidigare uppdrag" in page
    assert theirs.get("/ekby/").status_code == 404
    assert AuditEvent.objects.get().verb == "membership.ended"
    assert admin.post(ending(held)).status_code == 404


def test_the_last_administrator_stays(admin: Client, cast: Cast) -> None:
    page = main(admin.post(ending(cast.admin.memberships.get()), follow=True))
    assert "Agnes är den enda administratören." in page
    assert admin.get("/ekby/personer/").status_code == 200
    assert not AuditEvent.objects.exists()


def test_an_administrator_who_cannot_sign_in_counts_for_nothing(admin: Client, cast: Cast) -> None:
    other = add_person("Alva", cast.organisation, Role.ADMIN)
    other.is_active = False
    other.save()
    admin.post(ending(cast.admin.memberships.get()))
    assert cast.admin.memberships.get().ended_on is None


def test_ending_ones_own_is_warned_of_and_leads_to_the_start_page(
    admin: Client, cast: Cast
) -> None:
    add_person("Alva", cast.organisation, Role.ADMIN)
    own = cast.admin.memberships.get()
    assert "Det är ditt eget uppdrag." in main(admin.get(ending(own)))
    response = admin.post(ending(own), follow=True)
    assert response.redirect_chain == [("/", 302)]
    assert "Uppdraget är avslutat" in main(response)
    assert admin.get("/ekby/personer/").status_code == 404


def test_nobody_but_an_administrator_makes_one(client: Client, cast: Cast) -> None:
    client.force_login(cast.skolchef)
    add = f"{page_of(cast.skolchef)}uppdrag/"
    assert client.post(add, {"role": "admin"}).status_code == 403
    client.force_login(cast.admin)
    client.post(add, {"role": "admin"})
    assert cast.skolchef.memberships.filter(role=Role.ADMIN).exists()
