import datetime

import pytest
from django.test import Client

from assessments.models import Action, Dialogue, FollowUp, Round
from assessments.terms import ActionStatus
from assessments.units import merge
from factors.models import SubGoal
from portal.days import today
from portal.terms import Level, SchoolForm
from tests.assessments.development.conftest import Add
from tests.conftest import Cast

BOARD = "/ekby/utveckling/"
NEW = "/ekby/utveckling/ny/"


def main(response) -> str:
    return " ".join(response.content.decode().partition("<main")[2].split())


@pytest.fixture
def rektor(client: Client, cast: Cast) -> Client:
    client.force_login(cast.rektor)
    return client


def sent(**changed: object) -> dict[str, object]:
    return {
        "title": "Besök varandras lektioner",
        "level": "rektor",
        "responsible": "",
        "begins_on": "2026-11-01",
        "ends_on": "2027-05-31",
        "seen": "Vi ser olika.",
        "cause": "Tiden räcker inte.",
        "doing": "",
        "measure": "",
        "seen_version": "0",
    } | changed


def test_is_written_from_a_row_and_keeps_to_it(rektor: Client, cast: Cast, open_round: Round):
    edition = open_round.factors.first().edition
    goal, other = (
        SubGoal.objects.create(edition=edition, school_form=form, row=1, text=f"Mål {form}")
        for form in (SchoolForm.GR, SchoolForm.FS)
    )
    new = f"{NEW}?enhet=bjorkskolan&omgang={open_round.pk}&faktor=1&rad=2"
    page = main(rektor.get(new))
    key = f"{open_round.round_factors.get(position=1).factor_id}-2"
    assert f'value="{key}"' in page
    assert page.partition(f'value="{key}"')[2].startswith(" class")
    assert f"Mål {SchoolForm.GR}" in page
    assert other.text not in page
    response = rektor.post(new, sent(rows=[key], sub_goals=[goal.pk]))
    made = Action.objects.get()
    assert response.url == f"/ekby/utveckling/{made.pk}/"
    assert (made.unit, made.round, made.created_by) == (cast.bjork, open_round, cast.rektor)
    assert [each.row for each in made.rows.all()] == [2]
    shown = main(rektor.get(response.url))
    row = '<span lang="sv">Ansvar</span>, rad 2'
    for told in ("Tiden räcker inte.", row, goal.text, "ingen ansvarig än"):
        assert told in shown


def test_without_a_cause_it_is_saved_and_asked_for(rektor: Client, cast: Cast):
    response = rektor.post(f"{NEW}?enhet=bjorkskolan", sent(cause=""), follow=True)
    assert "Skriv gärna också vad ni tror att det beror på." in response.content.decode()
    assert Action.objects.exists()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": ""}, "Skriv kort vad ni ska göra."),
        ({"title": "x" * 121}, "Högst 120 tecken."),
        ({"ends_on": "2026-10-01"}, "Sista dagen kan inte vara före den första."),
        ({"ends_on": "9999-01-01"}, "Välj en dag mellan år 2000 och 2100."),
        ({"ends_on": "snart"}, "Skriv dagen som år-månad-dag"),
        ({"responsible": "99999"}, "Personen arbetar inte här längre."),
        ({"level": "huvudman"}, "huvudman"),
        ({"seen": "å" * 4001}, "högst 4000 får plats"),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_is_lost(
    rektor: Client, cast: Cast, changed: dict[str, object], told: str
):
    response = rektor.post(f"{NEW}?enhet=bjorkskolan", sent(**changed))
    assert response.status_code == 422
    assert told in main(response)
    assert "Tiden räcker inte." in main(response)
    assert not Action.objects.exists()


def test_who_writes_at_which_level(client: Client, cast: Cast):
    for person, unit, level, status in (
        (cast.teachers[0], "bjorkskolan", "undervisning", 302),
        (cast.teachers[0], "bjorkskolan", "rektor", 422),
        (cast.teachers[0], "lillskolan", "undervisning", 404),
        (cast.lill_rektor, "bjorkskolan", "rektor", 404),
        (cast.skolchef, "", "huvudman", 302),
        (cast.skolchef, "bjorkskolan", "rektor", 403),
        (cast.teachers[0], "", "huvudman", 403),
        (cast.outsider, "bjorkskolan", "rektor", 404),
    ):
        client.force_login(person)
        response = client.post(f"{NEW}?enhet={unit}", sent(level=level))
        assert response.status_code == status, (person, unit, level)
    assert {each.level for each in Action.objects.all()} == {"undervisning", "huvudman"}


def test_two_editors_are_told_and_nothing_is_overwritten(rektor: Client, cast: Cast, add: Add):
    action = add(cast.bjork, "Besök varandra")
    edit = f"/ekby/utveckling/{action.pk}/andra/"
    rektor.post(edit, sent(seen="Först.", ends_on="2027-06-10", seen_version="1"))
    response = rektor.post(edit, sent(seen="Sedan.", seen_version="1"))
    page = main(response)
    assert response.status_code == 409
    assert "10 juni 2027" in page
    assert "Först." in page
    assert "Sedan." in page
    assert Action.objects.get().seen == "Först."
    rektor.post(edit, sent(seen="Sedan.", seen_version="2"))
    assert Action.objects.get().seen == "Sedan."


def test_a_teacher_keeps_only_what_they_wrote(client: Client, cast: Cast, add: Add):
    own = add(cast.bjork, "Egen", level=Level.UNDERVISNING, created_by=cast.teachers[0])
    another = add(cast.bjork, "Annans", level=Level.UNDERVISNING)
    client.force_login(cast.teachers[0])
    assert client.get(f"/ekby/utveckling/{own.pk}/andra/").status_code == 200
    assert client.get(f"/ekby/utveckling/{another.pk}/andra/").status_code == 403
    assert client.get(f"/ekby/utveckling/{another.pk}/").status_code == 200
    client.force_login(cast.few[0])
    assert client.get(f"/ekby/utveckling/{own.pk}/").status_code == 404


def test_whoever_answers_for_it_follows_it_up_and_the_status_follows(
    client: Client, cast: Cast, add: Add
):
    action = add(cast.bjork, "Besök varandra", responsible=cast.teachers[1])
    client.force_login(cast.teachers[1])
    assert client.get(f"/ekby/utveckling/{action.pk}/andra/").status_code == 403
    page = f"/ekby/utveckling/{action.pk}/uppfoljning/"
    follow_up = {
        "made_on": today().isoformat(),
        "done": "Alla har gjort ett besök.",
        "led_to": "Vi talar mer om undervisning.",
        "evidence": "",
        "status": "ongoing",
    }
    wrong = client.post(page, follow_up | {"done": ""})
    assert wrong.status_code == 422
    assert "Vi talar mer om undervisning." in main(wrong)
    client.post(page, follow_up)
    action.refresh_from_db()
    assert action.status == ActionStatus.ONGOING
    shown = main(client.get(f"/ekby/utveckling/{action.pk}/"))
    assert "Alla har gjort ett besök." in shown
    client.force_login(cast.teachers[2])
    assert client.get(page).status_code == 403


def test_what_is_past_its_day_and_not_followed_up_comes_first(rektor: Client, cast: Cast, add: Add):
    add(cast.bjork, "I tid")
    late = add(cast.bjork, "Försenad", days=-3)
    followed = add(cast.bjork, "Uppföljd", days=-5)
    FollowUp.objects.create(action=followed, made_on=today(), done="Klart.", status="ongoing")
    add(cast.bjork, "Klar", days=-9, status=ActionStatus.DONE)
    page = main(rektor.get(f"{BOARD}?vy=lista"))
    assert page.index("Försenad") < page.index("Klar") < page.index("Uppföljd")
    assert page.count("inte uppföljd") == 1
    assert "Sista dagen har passerat" in main(rektor.get(f"/ekby/utveckling/{late.pk}/"))


def test_the_board_costs_the_same_for_one_and_for_many(
    rektor: Client, cast: Cast, add: Add, django_assert_num_queries
):
    add(cast.bjork, "En")
    for more in (0, 2):
        for number in range(more):
            add(cast.bjork, f"Till {number}")
        with django_assert_num_queries(6):
            rektor.get(BOARD)


def test_the_huvudman_sees_its_own_first_and_the_units_by_name(
    client: Client, cast: Cast, add: Add, django_assert_num_queries
):
    add(None, "Huvudmannens egen")
    add(cast.lill, "Lillskolans", days=-1)
    add(cast.bjork, "Björkskolans")
    client.force_login(cast.admin)
    with django_assert_num_queries(7):
        page = main(client.get(BOARD))
    assert "Huvudmannens egen" in page
    assert page.index("Björkskolan") < page.index("Lillskolan")
    assert "Lillskolans" not in page
    assert "1 väntar på uppföljning" in page
    assert "Lillskolans" in main(client.get(f"{BOARD}?enhet=lillskolan"))


def test_is_written_from_a_dialogue(rektor: Client, cast: Cast, dialogue: Dialogue):
    rektor.post(f"{NEW}?enhet=bjorkskolan&samtal={dialogue.pk}", sent())
    assert Action.objects.get().dialogue == dialogue


@pytest.mark.parametrize("query", ["vy=cirkel", "enhet=finns-inte"])
def test_an_address_that_makes_no_sense_is_not_found(rektor: Client, query: str):
    assert rektor.get(f"{BOARD}?{query}").status_code == 404


def test_rubbish_in_the_address_of_a_new_one_is_left_out(rektor: Client, cast: Cast):
    rubbish = "enhet=bjorkskolan&omgang=999999999999&faktor=-1&rad=x&samtal=0&behov=abc"
    assert rektor.get(f"{NEW}?{rubbish}").status_code == 200


def test_is_removed_after_it_has_been_asked(rektor: Client, cast: Cast, add: Add):
    action = add(cast.bjork, "Besök varandra")
    page = f"/ekby/utveckling/{action.pk}/ta-bort/"
    assert "försvinner" in main(rektor.get(page))
    assert rektor.post(page).url == BOARD
    assert not Action.objects.exists()


def test_the_status_is_changed_by_a_button(rektor: Client, cast: Cast, add: Add):
    action = add(cast.bjork, "Besök varandra")
    for status, kept in (("done", "done"), ("flying", "done")):
        rektor.post(f"/ekby/utveckling/{action.pk}/lage/", {"status": status})
        action.refresh_from_db()
        assert action.status == kept


def test_begins_today_and_ends_in_half_a_year(rektor: Client, cast: Cast):
    page = main(rektor.get(f"{NEW}?enhet=bjorkskolan"))
    assert f'value="{today().isoformat()}"' in page
    assert f'value="{(today() + datetime.timedelta(days=182)).isoformat()}"' in page


def test_who_has_left_still_answers_for_it_until_another_does(rektor: Client, cast: Cast, add: Add):
    action = add(cast.bjork, "Besök varandra", responsible=cast.teachers[0])
    cast.teachers[0].memberships.update(ended_on=today())
    edit = f"/ekby/utveckling/{action.pk}/andra/"
    assert f'value="{cast.teachers[0].pk}" selected' in main(rektor.get(edit))


def test_one_from_nothing_is_about_the_latest_round(rektor: Client, cast: Cast, open_round: Round):
    assert "Ansvar, rad 1" in main(rektor.get(f"{NEW}?enhet=bjorkskolan"))


def test_a_merged_units_work_goes_on_where_its_people_do(cast: Cast, add: Add):
    action = add(cast.lill, "Besök varandra")
    merge(cast.lill, cast.bjork)
    action.refresh_from_db()
    assert action.unit == cast.bjork
