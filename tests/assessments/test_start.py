import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from assessments.closing import close_unit
from assessments.models import Assessment, Participation, Response, Round
from assessments.start import desks_of
from factors.models import Edition
from portal.days import today
from portal.models import Membership, User
from portal.terms import Level, Role
from tests.assessments.conftest import Answer, add_assessment, add_round
from tests.conftest import Cast, add_organisation, add_person, add_unit


def page_of(client: Client, user: User, address: str = "/") -> str:
    client.force_login(user)
    return main_of(client.get(address).content.decode())


def main_of(page: str) -> str:
    return re.sub(r"\s+", " ", page.split("<main")[1].split("</main>")[0])


def header_of(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    return client.get(address).content.decode().split("<main")[0]


def test_those_outside_are_told_what_it_is_without_asking_the_database(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Ser vi samma sak, hela vägen?" in page
    assert 'href="/logga-in/"' in main_of(page)
    assert 'href="/faktorer/"' in main_of(page)
    assert 'href="/mal/"' in main_of(page)


def test_a_teacher_is_asked_to_begin_with_the_minutes_it_takes(
    client: Client, cast: Cast, open_round: Round
) -> None:
    page = page_of(client, cast.teachers[0])
    asked = cast.teachers[0].participations.get()
    assert f'href="/ekby/svar/{asked.pk}/"' in page
    assert "Börja, ca 3 minuter" in page
    last_day = f"{open_round.closes_on.day} "
    assert f"Till och med {last_day}" in page
    assert "Björkskolan" in page


def test_what_is_begun_is_continued_with_the_minutes_left(
    client: Client, cast: Cast, answer: Answer
) -> None:
    answer(cast.teachers[0], 1, None)
    page = page_of(client, cast.teachers[0])
    assert "2 av 4 påståenden besvarade" in page
    assert "Fortsätt, ca 2 minuter kvar" in page


def test_what_is_fully_rated_is_reviewed_and_handed_in(
    client: Client, cast: Cast, answer: Answer
) -> None:
    participation = answer(cast.teachers[0], 1, 2, 3, 4)
    assert "Granska och lämna in" in page_of(client, cast.teachers[0])
    Response.objects.filter(pk=participation.response_id).update(handed_in_on=today())
    page = page_of(client, cast.teachers[0])
    assert "Inlämnat" in page
    assert "Öppna dina svar" in page
    assert "Granska och lämna in" not in page


@pytest.mark.parametrize("ended", ["unit", "round", "last_day", "left"])
def test_nothing_is_asked_that_can_no_longer_be_answered(
    client: Client, cast: Cast, open_round: Round, ended: str
) -> None:
    yesterday = today() - datetime.timedelta(days=1)
    if ended == "unit":
        close_unit(open_round, cast.bjork)
    elif ended == "round":
        Round.objects.update(closed_at=timezone.now())
    elif ended == "last_day":
        Round.objects.update(opens_on=yesterday, closes_on=yesterday)
    else:
        Membership.objects.filter(user=cast.teachers[0]).update(ended_on=yesterday)
    page = page_of(client, cast.teachers[0])
    assert "/svar/" not in page


def test_nothing_is_asked_before_the_round_opens(
    client: Client, cast: Cast, open_round: Round
) -> None:
    Round.objects.update(opened_at=None)
    assert "Inget väntar på dig just nu" in page_of(client, cast.teachers[0])


def test_what_ends_first_stands_first(cast: Cast, edition: Edition, open_round: Round) -> None:
    sooner = add_round(cast.organisation, edition, "Snart")
    Round.objects.filter(pk=sooner.pk).update(closes_on=today())
    add_assessment(sooner, Level.UNDERVISNING, cast.bjork, [cast.teachers[0]])
    desk = desks_of(cast.teachers[0])[0]
    titles = [task.participation.assessment.round.title for task in desk.tasks]
    assert titles == ["Snart", "Hösten"]


def test_a_rektor_follows_and_closes_the_own_unit_and_no_other(
    client: Client, cast: Cast, open_round: Round
) -> None:
    page = page_of(client, cast.rektor)
    assert f'href="/ekby/omgangar/{open_round.pk}/"' in page
    assert f'href="/ekby/omgangar/{open_round.pk}/enheter/bjorkskolan/stang/"' in page
    assert "lillskolan" not in page
    assert "Ny omgång" not in page
    close_unit(open_round, cast.bjork)
    assert "/stang/" not in page_of(client, cast.rektor)


def test_a_rektor_sees_every_open_round_of_the_unit(
    cast: Cast, edition: Edition, open_round: Round
) -> None:
    other = add_round(cast.organisation, edition, "Samtidigt")
    add_assessment(other, Level.UNDERVISNING, cast.bjork, [])
    led = desks_of(cast.rektor)[0].led
    assert {assessment.round.title for assessment in led} == {"Hösten", "Samtidigt"}


def test_a_teacher_closes_nothing(client: Client, cast: Cast, open_round: Round) -> None:
    assert "/omgangar/" not in page_of(client, cast.teachers[0])


def test_those_of_a_unit_read_its_latest_result(
    client: Client, cast: Cast, closed_round: Round, edition: Edition
) -> None:
    older = add_round(cast.organisation, edition, "Våren")
    days = {"opens_on": today() - datetime.timedelta(200), "closes_on": today()}
    Round.objects.filter(pk=older.pk).update(closed_at=timezone.now(), **days)
    add_assessment(older, Level.UNDERVISNING, cast.bjork, [])
    for user in (cast.rektor, cast.teachers[0]):
        page = page_of(client, user)
        at = f"/ekby/omgangar/{closed_round.pk}/enheter/bjorkskolan/"
        assert f'href="{at}"' in page
        assert f'href="{at}rapport/"' in page
        assert f"/omgangar/{older.pk}/" not in page
        assert f'href="/ekby/omgangar/{closed_round.pk}/resultat/"' not in page


QUESTIONS = (
    "Hur många har svarat?",
    "Var skiljer sig nivåerna åt?",
    "Vad har ändrats sedan förra gången?",
)


def answers_to_questions(page: str) -> list[str | None]:
    """Where each question leads; None where it is not answered yet."""
    card = page.split("Tre frågor</h2>")[1].split("</section>")[0]
    links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', card)
    where = {text: address for address, text in links}
    assert all(question in card for question in QUESTIONS)
    return [where.get(question) for question in QUESTIONS]


def test_three_questions_are_answered_within_one_click(
    client: Client, cast: Cast, closed_round: Round, edition: Edition
) -> None:
    at = f"/ekby/omgangar/{closed_round.pk}"
    unit = f"{at}/enheter/bjorkskolan/"
    first = [f"{at}/resultat/", f"{at}/resultat/#olika", None]
    assert answers_to_questions(page_of(client, cast.skolchef)) == first
    assert answers_to_questions(page_of(client, cast.rektor)) == [unit, f"{unit}#olika", None]
    older = add_round(cast.organisation, edition, "Våren")
    days = {"opens_on": today() - datetime.timedelta(200), "closes_on": today()}
    Round.objects.filter(pk=older.pk).update(closed_at=timezone.now(), **days)
    add_assessment(older, Level.UNDERVISNING, cast.bjork, [])
    for user, place, trend in (
        (cast.admin, first, f"{at}/utveckling/"),
        (cast.rektor, [unit, f"{unit}#olika"], f"{unit}utveckling/"),
    ):
        found = answers_to_questions(page_of(client, user))
        assert found == [*place[:2], trend]
        assert [client.get(address).status_code for address in found] == [200, 200, 200]
    assert "Tre frågor" not in page_of(client, cast.teachers[0])
    other = answers_to_questions(page_of(client, cast.lill_rektor))
    assert other[2] is None


def test_how_many_have_answered_is_asked_of_the_round_that_runs(
    client: Client, cast: Cast, open_round: Round
) -> None:
    for user in (cast.skolchef, cast.rektor):
        page = page_of(client, user)
        assert answers_to_questions(page) == [f"/ekby/omgangar/{open_round.pk}/", None, None]
        assert "Det visas när omgången har stängt." in page


def test_those_at_huvudman_level_read_the_latest_overview(
    client: Client, cast: Cast, closed_round: Round
) -> None:
    for user in (cast.skolchef, cast.admin):
        page = page_of(client, user)
        assert f'href="/ekby/omgangar/{closed_round.pk}/resultat/"' in page
        assert f'href="/ekby/omgangar/{closed_round.pk}/rapport/"' in page


def test_an_administrator_sees_drafts_and_makes_new_rounds(
    client: Client, cast: Cast, edition: Edition
) -> None:
    assert "Ingen omgång ännu" in page_of(client, cast.admin)
    draft = add_round(cast.organisation, edition, "Vårens utkast")
    Round.objects.filter(pk=draft.pk).update(opened_at=None)
    page = page_of(client, cast.admin)
    assert "Vårens utkast" in page
    assert 'href="/ekby/omgangar/ny/"' in page
    assert "Vårens utkast" not in page_of(client, cast.skolchef)
    assert "/ny/" not in page_of(client, cast.skolchef)


def test_an_outsider_sees_nothing_of_the_organisation(
    client: Client, cast: Cast, open_round: Round
) -> None:
    assert "ekby" not in page_of(client, cast.outsider).lower()
    assert client.get("/ekby/").status_code == 404
    assert client.get("/ekby/resultat/").status_code == 404
    assert client.get("/finns-inte/").status_code == 404


def test_a_person_without_a_place_is_told_whom_to_ask(client: Client, db: None) -> None:
    user = User.objects.create_user("ny@ekby.example", "Ny")
    assert "Du hör inte till någon enhet" in page_of(client, user)


@pytest.fixture
def at_two(cast: Cast, open_round: Round, edition: Edition) -> User:
    """Tea teaches in Ekby and leads a school in Åby."""
    aby = add_organisation("Åby kommun", "aby")
    unit = add_unit(aby, "Åskolan", "askolan", "GR")
    tea = cast.teachers[0]
    Membership.objects.create(user=tea, organisation=aby, unit=unit, role=Role.REKTOR)
    round = add_round(aby, edition, "Åbys höst")
    add_assessment(round, Level.REKTOR, unit, [tea])
    return tea


def test_two_organisations_stand_apart_by_name(client: Client, at_two: User) -> None:
    page = page_of(client, at_two)
    ekby, aby = page.split("Åby kommun</a>", 1)
    assert "Hösten" in ekby
    assert "Hösten" not in aby
    assert "Åbys höst" in aby
    assert 'href="/ekby/">Ekby kommun</a>' in ekby


def test_the_page_of_one_organisation_shows_nothing_of_the_other(
    client: Client, at_two: User
) -> None:
    assert "Åby" not in page_of(client, at_two, "/ekby/")
    assert "Hösten" not in page_of(client, at_two, "/aby/")


@pytest.mark.parametrize(("address", "queries"), [("/", 12), ("/ekby/", 12)])
@pytest.mark.parametrize("rounds", [1, 3])
def test_the_cards_take_as_many_queries_for_three_rounds_as_for_one(
    client: Client,
    cast: Cast,
    edition: Edition,
    address: str,
    queries: int,
    rounds: int,
    django_assert_num_queries,
) -> None:
    for number in range(rounds):
        round = add_round(cast.organisation, edition, f"Omgång {number}")
        add_assessment(round, Level.REKTOR, cast.bjork, [cast.rektor])
        old = add_round(cast.organisation, edition, f"Gammal {number}")
        add_assessment(old, Level.REKTOR, cast.bjork, [])
        Round.objects.filter(pk=old.pk).update(closed_at=timezone.now())
    client.force_login(cast.rektor)
    with django_assert_num_queries(queries):
        page = client.get(address).content.decode()
    assert page.count("Börja, ca") == rounds


def test_an_administrators_cards_take_as_many_queries_for_three_organisations(
    client: Client, cast: Cast, edition: Edition, django_assert_num_queries
) -> None:
    for name in ("aby", "oby"):
        place = add_organisation(name.title(), name)
        Membership.objects.create(user=cast.admin, organisation=place, role=Role.ADMIN)
        add_round(place, edition, name)
    client.force_login(cast.admin)
    with django_assert_num_queries(8):
        client.get("/")


# The header.

LINKS = re.compile(r'<nav class="site-nav".*?</nav>', re.S)


def links_of(client: Client, user: User, address: str) -> list[str]:
    navigation = LINKS.search(header_of(client, user, address))[0]
    return re.findall(r"<a [^>]*>([^<]+)<", navigation)


TALK = ("Samtal", "Utveckling")


def test_the_header_shows_each_role_its_rooms(client: Client, cast: Cast) -> None:
    rooms = ["Start", "Omgångar", "Resultat", *TALK, "Faktorer"]
    assert links_of(client, cast.admin, "/ekby/") == [*rooms, "Administration"]
    for user in (cast.skolchef, cast.rektor):
        assert links_of(client, user, "/ekby/") == rooms
    assert links_of(client, cast.teachers[0], "/ekby/") == ["Start", "Resultat", *TALK, "Faktorer"]


def test_the_only_organisation_has_its_header_on_the_first_page_too(
    client: Client, cast: Cast
) -> None:
    assert links_of(client, cast.rektor, "/") == [
        "Start",
        "Omgångar",
        "Resultat",
        *TALK,
        "Faktorer",
    ]


def test_the_public_pages_have_links_of_their_own(client: Client, db: None) -> None:
    page = client.get("/faktorer/").content.decode()
    assert re.findall(r"<a [^>]*>([^<]+)<", LINKS.search(page)[0]) == [
        "Mål och delmål",
        "Framgångsfaktorer",
    ]


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/ekby/", "Start"),
        ("/ekby/omgangar/", "Omgångar"),
        ("/ekby/omgangar/ny/", "Omgångar"),
        ("/ekby/resultat/", "Resultat"),
        ("/ekby/faktorer/", "Faktorer"),
    ],
)
def test_the_header_marks_where_one_is(
    client: Client, cast: Cast, address: str, current: str
) -> None:
    navigation = LINKS.search(header_of(client, cast.admin, address))[0]
    assert re.findall(r'aria-current="page">([^<]+)<', navigation) == [current]


def test_results_lead_to_the_newest_that_one_may_read(
    client: Client, cast: Cast, closed_round: Round
) -> None:
    at = f"/ekby/omgangar/{closed_round.pk}"
    for user, address in (
        (cast.skolchef, f"{at}/resultat/"),
        (cast.teachers[0], f"{at}/enheter/bjorkskolan/"),
        (cast.few[0], f"{at}/enheter/lillskolan/"),
    ):
        client.force_login(user)
        assert client.get("/ekby/resultat/").url == address


def test_results_of_several_units_are_chosen_between(
    client: Client, cast: Cast, closed_round: Round
) -> None:
    Membership.objects.create(
        user=cast.few[0], organisation=cast.organisation, unit=cast.bjork, role=Role.UNDERVISNING
    )
    page = page_of(client, cast.few[0], "/ekby/resultat/")
    assert "/enheter/bjorkskolan/" in page
    assert "/enheter/lillskolan/" in page


def test_no_results_yet_is_told(client: Client, cast: Cast, open_round: Round) -> None:
    assert "Inga resultat än" in page_of(client, cast.teachers[0], "/ekby/resultat/")


def test_a_person_named_in_markup_is_only_text(client: Client, cast: Cast) -> None:
    evil = add_person("<b>x</b>", cast.organisation, Role.UNDERVISNING, cast.bjork)
    assert "Hej &lt;b&gt;x&lt;/b&gt;!" in page_of(client, evil)


def test_participations_elsewhere_do_not_show(cast: Cast, open_round: Round) -> None:
    assert Participation.objects.exists()
    assert Assessment.objects.exists()
    assert desks_of(cast.outsider)[0].tasks == []
