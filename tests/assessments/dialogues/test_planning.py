import datetime

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Dialogue, Round
from assessments.terms import DialogueStep
from factors.models import Prompt
from portal.days import today
from portal.models import Team
from portal.terms import Level
from tests.conftest import Cast

LIST = "/ekby/samtal/"
NEW = "/ekby/samtal/nytt/"


def main(response) -> str:
    return " ".join(response.content.decode().partition("<main")[2].split())


@pytest.fixture
def rektor(client: Client, cast: Cast) -> Client:
    client.force_login(cast.rektor)
    return client


def about(round: Round) -> str:
    return f"{NEW}?omgang={round.pk}&enhet=bjorkskolan&faktor=1"


def plan(cast: Cast, **changed: object) -> dict[str, object]:
    """What a rektor who changes nothing sends, but for the rows."""
    standing = {
        "plan": "45",
        "rows": ["1", "2"],
        "tables": "2",
        "level": "undervisning",
        "group": "",
        "facilitator": cast.rektor.pk,
        "rates_again": "on",
        "prompts": [each.pk for each in Prompt.objects.all()],
        "reflection_minutes": "0",
        "table_minutes": "0",
        "joint_minutes": "0",
        "check_out_minutes": "0",
    }
    return standing | changed


def test_a_rektor_has_a_ready_plan_in_three_steps(rektor: Client, cast: Cast, open_round: Round):
    assert f"?omgang={open_round.pk}&amp;enhet=bjorkskolan&amp;faktor=1" in main(rektor.get(NEW))
    assert "Rad 1: ansvar undervisning 1" in main(rektor.get(about(open_round)))
    response = rektor.post(about(open_round), plan(cast))
    made = Dialogue.objects.get()
    assert response.url == f"/ekby/samtal/{made.pk}/"
    assert (made.reflection_minutes, made.table_minutes, made.joint_minutes) == (7, 20, 12)
    assert [each.row for each in made.rows.all()] == [1, 2]
    assert made.tables.count() == 2
    page = main(rektor.get(response.url))
    assert "Vad fungerar?" in page
    assert "Börja samtalet" in page


def test_own_minutes_count_only_where_they_are_chosen(
    rektor: Client, cast: Cast, open_round: Round
):
    rektor.post(about(open_round), plan(cast, plan="own", table_minutes="15"))
    made = Dialogue.objects.get()
    assert (made.reflection_minutes, made.table_minutes, made.check_out_minutes) == (0, 15, 0)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"rows": [], "prompts": []}, "Välj minst en rad eller en fråga att prata om."),
        ({"rows": ["7"]}, "Något av det som valdes finns inte här längre."),
        ({"plan": "own"}, "Minst ett steg behöver ha minuter."),
        ({"plan": "45000"}, "45000"),
        ({"tables": "41"}, "Högst 40 bord."),
        ({"begins_on": "2020-01-01", "begins_at": "15:00"}, "Välj en dag från i dag"),
        ({"begins_at": "15:00"}, "Skriv både dag och klockslag, eller inget av dem."),
        ({"facilitator": "999999"}, "Personen arbetar inte här längre."),
        ({"level": "huvudman"}, "huvudman"),
        ({"group": "x" * 101}, "101"),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_is_lost(
    rektor: Client, cast: Cast, open_round: Round, changed: dict[str, object], told: str
):
    response = rektor.post(about(open_round), plan(cast, **changed))
    assert response.status_code == 422
    assert told in main(response)
    assert not Dialogue.objects.exists()


def test_only_those_who_lead_prepare_and_only_on_what_is_theirs(
    client: Client, cast: Cast, open_round: Round
):
    for person, status in ((cast.teachers[0], 403), (cast.skolchef, 403), (cast.outsider, 404)):
        client.force_login(person)
        assert client.get(about(open_round)).status_code == status
    client.force_login(cast.lill_rektor)
    assert client.get(about(open_round)).status_code == 404
    client.force_login(cast.admin)
    assert client.get(about(open_round)).status_code == 404
    assert client.get(f"{NEW}?omgang={open_round.pk}&faktor=1").status_code == 200


def test_a_team_and_who_leads_are_offered_from_the_unit(
    rektor: Client, cast: Cast, open_round: Round
):
    Team.objects.create(unit=cast.bjork, name="Arbetslag Norr")
    page = main(rektor.get(about(open_round)))
    assert '<option value="Arbetslag Norr">' in page
    assert "Tea" in page
    assert "Fia" not in page
    rektor.post(
        about(open_round), plan(cast, group="Arbetslag Norr", facilitator=cast.teachers[0].pk)
    )
    assert Dialogue.objects.get().place == "Arbetslag Norr, Björkskolan"
    rektor.force_login(cast.teachers[0])
    assert "Börja samtalet" in main(rektor.get(f"/ekby/samtal/{Dialogue.objects.get().pk}/"))


def test_an_administrator_prepares_for_huvudman_level(
    client: Client, cast: Cast, open_round: Round
):
    client.force_login(cast.admin)
    sent = plan(cast, facilitator=cast.skolchef.pk)
    client.post(f"{NEW}?omgang={open_round.pk}&faktor=1", sent)
    made = Dialogue.objects.get()
    assert (made.unit, made.level) == (None, Level.HUVUDMAN)
    client.force_login(cast.rektor)
    assert client.get(f"/ekby/samtal/{made.pk}/").status_code == 404


def test_the_plan_stands_once_the_dialogue_has_begun(
    rektor: Client, cast: Cast, dialogue: Dialogue
):
    address = f"/ekby/samtal/{dialogue.pk}/"
    rektor.post(f"{address}andra/", plan(cast, rows=["2"]))
    assert [each.row for each in Dialogue.objects.get().rows.all()] == [2]
    for _twice in range(2):
        assert rektor.post(f"{address}borja/").url == f"{address}led/"
    begun = Dialogue.objects.get()
    assert (begun.step, begun.version) == (DialogueStep.GATHERING, 2)
    response = rektor.post(f"{address}andra/", plan(cast, rows=["1"]), follow=True)
    assert "Samtalet har börjat, så planen kan inte ändras längre." in response.content.decode()
    assert [each.row for each in begun.rows.all()] == [2]
    assert rektor.post(f"{address}ta-bort/").url == address
    assert Dialogue.objects.exists()


def test_is_removed_after_it_has_been_asked(rektor: Client, dialogue: Dialogue):
    address = f"/ekby/samtal/{dialogue.pk}/ta-bort/"
    assert "Planen försvinner." in main(rektor.get(address))
    rektor.post(address)
    assert not Dialogue.objects.exists()


def test_the_sheet_has_clock_times_and_says_what_to_ask(rektor: Client, dialogue: Dialogue):
    at_three = datetime.datetime.combine(today(), datetime.time(15))
    Dialogue.objects.update(begins_at=timezone.make_aware(at_three))
    page = main(rektor.get(f"/ekby/samtal/{dialogue.pk}/blad/"))
    for told in ("15.00", "15.05", "15.25", "15.35", "Vad tänker du nu?", "ansvar rektor 2"):
        assert told in page


def test_the_list_shows_what_goes_on_first_and_costs_the_same_for_many(
    rektor: Client, cast: Cast, dialogue: Dialogue, django_assert_num_queries
):
    with django_assert_num_queries(6):
        assert "Planerade" in main(rektor.get(LIST))
    for _each in range(2):
        dialogue.pk = None
        dialogue.save()
    with django_assert_num_queries(6):
        page = main(rektor.get(LIST))
    assert page.count("Ansvar") >= 3
    rektor.force_login(cast.few[0])
    assert "Inga samtal än" in main(rektor.get(LIST))
