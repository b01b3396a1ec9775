"""Units that are no more, and the rounds that they answer, answered and would have answered in."""

import pytest
from django.test import Client

from assessments.closing import close_unit
from assessments.models import Round
from assessments.opening import Refused, open_round
from assessments.units import discontinue, merge
from portal.models import AuditEvent, Membership, Team, Unit
from portal.terms import Level, Role
from tests.assessments.conftest import add_assessment
from tests.conftest import Cast
from tests.portal.test_people import main

LILL = "/ekby/enheter/lillskolan/"


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


@pytest.fixture
def draft(cast: Cast, open_round: Round) -> Round:
    """As the open round, but not opened."""
    Round.objects.filter(pk=open_round.pk).update(opened_at=None)
    open_round.refresh_from_db()
    return open_round


def roles_at(unit: object) -> set[tuple[str, str]]:
    held = Membership.objects.current().filter(unit=unit)
    return set(held.values_list("user__name", "role"))


# Merging


def test_people_go_on_at_the_other_unit_with_their_teams(cast: Cast) -> None:
    ours, theirs = (Team.objects.create(unit=u, name="Lag 1") for u in (cast.lill, cast.bjork))
    alone = Team.objects.create(unit=cast.lill, name="Lag 2")
    cast.few[0].memberships.update(team=ours)
    cast.few[1].memberships.update(team=alone)
    merge(cast.lill, cast.bjork)
    assert roles_at(cast.lill) == set()
    assert {("Love", "rektor"), ("Fia", "undervisning"), ("Folke", "undervisning")} <= roles_at(
        cast.bjork
    )
    here = Membership.objects.current().filter(unit=cast.bjork)
    assert here.get(user=cast.few[0]).team == theirs
    moved = here.get(user=cast.few[1]).team
    assert moved
    assert (moved.name, moved.unit) == ("Lag 2", cast.bjork)
    assert cast.lill.merged_into == cast.bjork
    assert cast.few[0].memberships.filter(unit=cast.lill, ended_on__isnull=False).exists()


def test_who_works_at_both_holds_it_once(cast: Cast) -> None:
    Membership.objects.create(
        user=cast.few[0], organisation=cast.organisation, unit=cast.bjork, role=Role.UNDERVISNING
    )
    merge(cast.lill, cast.bjork)
    current = cast.few[0].memberships.current()
    assert [(each.unit, each.role) for each in current] == [(cast.bjork, "undervisning")]


def test_what_was_said_stays_under_the_old_name_for_the_huvudman_alone(
    client: Client, cast: Cast, closed_round: Round
) -> None:
    merge(cast.lill, cast.bjork)
    old = f"/ekby/omgangar/{closed_round.pk}/enheter/lillskolan/"
    new = f"/ekby/omgangar/{closed_round.pk}/enheter/bjorkskolan/"
    client.force_login(cast.skolchef)
    assert "Lillskolan" in main(client.get(old))
    assert "Lillskolan" in main(client.get(f"/ekby/omgangar/{closed_round.pk}/resultat/"))
    assert client.get(f"{old}rapport/").status_code == 200
    for person in (cast.rektor, cast.lill_rektor, cast.few[0]):
        client.force_login(person)
        assert client.get(old).status_code == 404
        assert client.get(f"{old}rapport/").status_code == 404
        assert client.get(new).status_code == 200
        assert "Lillskolan" not in main(client.get("/ekby/"))


def test_the_next_round_asks_them_at_the_other_unit(cast: Cast, draft: Round) -> None:
    draft.assessments.all().delete()
    merge(cast.lill, cast.bjork)
    add_assessment(draft, Level.UNDERVISNING, cast.bjork, [])
    assert open_round(draft) == 8


def test_a_unit_that_has_just_closed_takes_nobody_in(cast: Cast) -> None:
    stale = Unit.objects.get(pk=cast.bjork.pk)
    discontinue(cast.bjork)
    with pytest.raises(Refused, match="Björkskolan är nedlagd"):
        merge(cast.lill, stale)
    assert ("Fia", "undervisning") in roles_at(cast.lill)


def test_a_unit_is_merged_on_its_page(admin: Client, cast: Cast) -> None:
    page = main(admin.get(f"{LILL}ga-upp/"))
    assert '<option value="lillskolan"' not in page
    sent = {"into": "bjorkskolan", "confirmed": "on"}
    done = main(admin.post(f"{LILL}ga-upp/", sent, follow=True))
    assert "Lillskolan är nu en del av Björkskolan." in done
    event = AuditEvent.objects.get()
    assert (event.verb, event.text) == ("unit.merged", "Lillskolan: Björkskolan")
    assert admin.get(f"{LILL}ga-upp/").status_code == 404


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"confirmed": "on"}, "Välj den enhet som fortsätter."),
        ({"into": "lillskolan", "confirmed": "on"}, "Välj en av enheterna i listan."),
        ({"into": "granskolan", "confirmed": "on"}, "Välj en av enheterna i listan."),
        ({"into": "bjorkskolan"}, "Kryssa i rutan"),
    ],
)
def test_what_is_wrong_is_told(admin: Client, cast: Cast, sent: dict[str, str], told: str) -> None:
    response = admin.post(f"{LILL}ga-upp/", sent)
    assert response.status_code == 422
    assert told in main(response)
    cast.lill.refresh_from_db()
    assert cast.lill.closed_on is None


# Closing


def test_a_closed_unit_has_nobody_and_is_offered_to_no_round(admin: Client, cast: Cast) -> None:
    done = main(admin.post(f"{LILL}lagg-ned/", {"confirmed": "on"}, follow=True))
    assert "Lillskolan är nedlagd." in done
    assert "Lades ned den" in done
    assert roles_at(cast.lill) == set()
    assert AuditEvent.objects.get().verb == "unit.closed"
    assert "Lillskolan" not in main(admin.get("/ekby/omgangar/ny/"))


def test_a_unit_that_is_answering_is_not_closed_and_the_page_says_what_to_do(
    admin: Client, cast: Cast, open_round: Round
) -> None:
    for page in ("lagg-ned", "ga-upp"):
        told = main(admin.get(f"{LILL}{page}/"))
        assert "Hösten" in told
        assert f"/ekby/omgangar/{open_round.pk}/enheter/lillskolan/stang/" in told
        assert "<form" not in told
    sent = {"into": "bjorkskolan", "confirmed": "on"}
    for page in ("lagg-ned", "ga-upp"):
        told = main(admin.post(f"{LILL}{page}/", sent, follow=True))
        assert "Lillskolan svarar just nu i en omgång." in told
    cast.lill.refresh_from_db()
    assert cast.lill.closed_on is None
    assert ("Fia", "undervisning") in roles_at(cast.lill)
    assert not AuditEvent.objects.exists()


def test_a_unit_that_has_closed_its_part_can_go_while_the_round_is_open(
    cast: Cast, open_round: Round
) -> None:
    close_unit(open_round, cast.lill)
    discontinue(cast.lill)
    assert open_round.assessments.filter(unit=cast.lill).count() == 2


def test_rounds_to_come_lose_the_unit_and_the_page_says_so(
    admin: Client, cast: Cast, draft: Round
) -> None:
    assert "Enheten tas bort ur omgångar som inte har öppnat:" in main(
        admin.get(f"{LILL}lagg-ned/")
    )
    admin.post(f"{LILL}lagg-ned/", {"confirmed": "on"})
    assert set(draft.assessments.values_list("unit__name", flat=True)) == {
        None,
        "Björkskolan",
        "Tallens förskola",
    }


def test_a_unit_is_closed_once(cast: Cast) -> None:
    discontinue(cast.lill)
    with pytest.raises(Refused, match="redan nedlagd"):
        merge(cast.lill, cast.bjork)
