from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Participation, Rating, Round
from portal.models import AuditEvent, Membership, User
from portal.terms import Level, Role
from tests.assessments.conftest import Answer
from tests.conftest import Cast, add_person

HTMX = {"HX-Request": "true"}


def url(name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=["ekby", *args])


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    return client


@pytest.fixture
def newcomer(cast: Cast, open_round: Round) -> User:
    """Started at Björkskolan after the round opened."""
    return add_person("Nils", cast.organisation, Role.UNDERVISNING, cast.bjork)


@pytest.fixture
def place(cast: Cast, open_round: Round) -> Assessment:
    return open_round.assessments.get(unit=cast.bjork, level=Level.UNDERVISNING)


def membership_of(user: User) -> int:
    return Membership.objects.get(user=user).pk


def add(client: Client, place: Assessment, membership: object, **more: Any) -> Any:
    address = url("participant_add", place.round_id, place.pk)
    return client.post(address, {"membership": membership}, **more)


def removal(participation: Participation) -> str:
    return url("participant_remove", participation.assessment.round_id, participation.pk)


def test_the_page_shows_how_many_are_asked_where(admin: Client, open_round: Round) -> None:
    response = admin.get(url("participants", open_round.pk))
    told = [(str(each.unit), each.rektor, each.undervisning) for each in response.context["units"]]
    assert told == [("Björkskolan", 1, 6), ("Lillskolan", 1, 2), ("Tallens förskola", 1, 0)]
    assert "Sigrid" in response.content.decode()


def test_a_units_page_shows_who_is_asked_and_who_could_be(
    admin: Client, open_round: Round, newcomer: User
) -> None:
    places = admin.get(url("unit_participants", open_round.pk, "bjorkskolan")).context["places"]
    rektor, undervisning = places
    assert [str(each.user) for each in rektor.participations] == ["Rut"]
    assert [str(each.user) for each in undervisning.participations] == [
        "Tage",
        "Tea",
        "Tilda",
        "Tim",
        "Ture",
        "Tyra",
    ]
    assert [each.user for each in undervisning.others] == [newcomer]


def test_the_page_tells_the_same_whoever_has_answered(
    admin: Client, cast: Cast, open_round: Round, answer: Answer
) -> None:
    address = url("unit_participants", open_round.pk, "bjorkskolan")
    before = body(admin.get(address))
    participation = answer(cast.teachers[0], 4)
    asked_before = body(admin.get(removal(participation)))
    assert body(admin.get(address)) == before
    Rating.objects.all().delete()
    assert body(admin.get(removal(participation))) == asked_before


def body(response: Any) -> str:
    """The page's own part, without the tokens that differ each time."""
    lines = response.content.decode().partition("<main")[2].partition("</main>")[0].splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_who_started_later_is_added(admin: Client, place: Assessment, newcomer: User) -> None:
    response = add(admin, place, membership_of(newcomer))
    assert response["Location"] == (
        url("unit_participants", place.round_id, "bjorkskolan") + f"#niva-{place.pk}"
    )
    assert place.participations.get(user=newcomer).response is not None
    assert AuditEvent.objects.get().verb == "participation.added"


def test_adding_with_htmx_gives_the_same_list(
    admin: Client, place: Assessment, newcomer: User
) -> None:
    fragment = add(admin, place, membership_of(newcomer), headers=HTMX).content.decode()
    page = admin.get(url("unit_participants", place.round_id, "bjorkskolan"))
    # Only the fragment moves the focus, to where the list has changed.
    section, _end, rest = fragment.strip().replace(" autofocus", "").partition("</section>")
    assert without_tokens(section) in without_tokens(page.content.decode())
    assert "Nils är tillfrågad." in rest


def without_tokens(html: str) -> str:
    return "\n".join(line for line in html.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("membership", ["", "x", "0", "9" * 30, "rektor"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_wrong_person_is_told_at_the_field(
    admin: Client,
    cast: Cast,
    place: Assessment,
    newcomer: User,
    membership: str,
    headers: dict[str, str],
) -> None:
    wrong = str(membership_of(cast.rektor)) if membership == "rektor" else membership
    response = add(admin, place, wrong, headers=headers)
    assert response.status_code == 422
    assert 'class="errorlist"' in response.content.decode()
    assert place.participations.count() == 6


def test_somebody_already_asked_is_told(admin: Client, cast: Cast, place: Assessment) -> None:
    response = add(admin, place, membership_of(cast.teachers[0]))
    assert "är redan tillfrågad" in response.content.decode()


def test_taking_somebody_out_asks_first(
    admin: Client, cast: Cast, open_round: Round, answer: Answer
) -> None:
    participation = answer(cast.teachers[0], 4, 2)
    page = admin.get(removal(participation)).content.decode()
    assert "Om Tea har svarat tas svaren bort" in page
    assert admin.post(removal(participation)).status_code == 422
    assert Rating.objects.count() == 2
    response = admin.post(removal(participation), {"confirmed": "on"}, follow=True)
    assert "Tea är inte längre tillfrågad" in response.content.decode()
    assert not Rating.objects.exists()
    assert AuditEvent.objects.get().target == "Tea: Hösten: Undervisning, Björkskolan"


def test_taking_somebody_out_in_the_list(
    admin: Client, cast: Cast, open_round: Round, place: Assessment
) -> None:
    participation = place.participations.get(user=cast.teachers[0])
    asks = admin.get(removal(participation), headers=HTMX).content.decode()
    assert asks.strip().startswith(f'<li id="deltagare-{participation.pk}"')
    unsure = admin.post(removal(participation), headers=HTMX)
    assert unsure["HX-Retarget"] == f"#deltagare-{participation.pk}"
    done = admin.post(removal(participation), {"confirmed": "on"}, headers=HTMX)
    assert done.content.decode().strip().startswith(f'<section id="niva-{place.pk}"')
    assert "5 tillfrågade" in done.content.decode()


def test_a_draft_has_no_participants_yet(admin: Client, open_round: Round) -> None:
    Round.objects.update(opened_at=None)
    response = admin.get(url("participants", open_round.pk), follow=True)
    assert "bestäms när omgången öppnar" in response.content.decode()


def test_a_closed_round_shows_but_changes_nobody(
    admin: Client, cast: Cast, closed_round: Round
) -> None:
    page = admin.get(url("unit_participants", closed_round.pk, "bjorkskolan")).content.decode()
    assert "Tea" in page
    assert "Ta bort" not in page
    leaver = Participation.objects.get(user=cast.rektor)
    response = admin.post(removal(leaver), {"confirmed": "on"})
    assert response.status_code == 422
    assert "är stängd" in response.content.decode()
    assert Participation.objects.filter(pk=leaver.pk).exists()


def test_only_administrators_change_who_is_asked(
    client: Client, cast: Cast, open_round: Round, place: Assessment, newcomer: User
) -> None:
    addresses = [
        url("participants", open_round.pk),
        url("unit_participants", open_round.pk, "bjorkskolan"),
        removal(place.participations.get(user=cast.teachers[0])),
    ]
    for user, status in (
        (cast.skolchef, 403),
        (cast.rektor, 403),
        (cast.teachers[0], 403),
        (cast.outsider, 404),
    ):
        client.force_login(user)
        assert [client.get(address).status_code for address in addresses] == [status] * 3
        assert add(client, place, membership_of(newcomer)).status_code == status


def test_what_is_not_in_the_round_does_not_exist(
    admin: Client, cast: Cast, open_round: Round, place: Assessment
) -> None:
    for address in (
        url("unit_participants", open_round.pk, "finns-inte"),
        url("participant_remove", open_round.pk, 999999),
        url("participant_remove", open_round.pk + 1, place.participations.all()[0].pk),
    ):
        assert admin.get(address).status_code == 404
    assert admin.post(url("participant_add", open_round.pk, 999999)).status_code == 404
    assert admin.get(url("participant_add", open_round.pk, place.pk)).status_code == 405


def test_a_post_without_its_token_is_refused(cast: Cast, place: Assessment, newcomer: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.admin)
    assert add(client, place, membership_of(newcomer)).status_code == 403


@pytest.mark.parametrize("units", [1, 3])
def test_queries_of_the_page(
    admin: Client, cast: Cast, open_round: Round, django_assert_num_queries: Any, units: int
) -> None:
    if units == 1:
        open_round.assessments.filter(unit__in=[cast.lill, cast.tall]).delete()
    with django_assert_num_queries(8):
        admin.get(url("participants", open_round.pk))


@pytest.mark.parametrize("people", [1, 3])
def test_queries_of_a_units_page(
    admin: Client, cast: Cast, place: Assessment, django_assert_num_queries: Any, people: int
) -> None:
    place.participations.exclude(user__in=cast.teachers[:people]).delete()
    with django_assert_num_queries(8):
        admin.get(url("unit_participants", place.round_id, "bjorkskolan"))
