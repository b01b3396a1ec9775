import pytest
from django.test import Client

from assessments.development.needs import digest, waiting
from assessments.models import Action, Need
from portal.days import today
from portal.models import Membership
from portal.terms import Level, Role
from tests.assessments.development.conftest import Add
from tests.assessments.development.test_actions import main, sent
from tests.conftest import Cast

NEEDS = "/ekby/behov/"


def answered(reason: str, seen: str) -> dict[str, object]:
    return {"action": "", "reason": reason, "seen": seen}


@pytest.fixture
def need(client: Client, cast: Cast, add: Add) -> Need:
    """Björkskolan's rektor asks the huvudman for time."""
    action = add(cast.bjork, "Besök varandra")
    client.force_login(cast.rektor)
    page = f"/ekby/utveckling/{action.pk}/behov/"
    response = client.post(page, {"level": "huvudman", "text": "Vi behöver vikarier."})
    assert response.url == f"/ekby/utveckling/{action.pk}/"
    return Need.objects.get()


def test_travels_to_the_huvudman_and_back_with_a_reason(client: Client, cast: Cast, need: Need):
    assert "Inget svar än" in main(client.get(f"/ekby/utveckling/{need.action_id}/"))
    assert waiting(cast.organisation) == {Level.HUVUDMAN: 1}
    client.force_login(cast.skolchef)
    assert "Vi behöver vikarier." in main(client.get(NEEDS))
    assert "1 behov väntar på ditt svar" in main(client.get("/ekby/utveckling/"))
    answer = f"{NEEDS}{need.pk}/svara/"
    empty = client.post(answer, {"action": "", "reason": ""})
    assert empty.status_code == 422
    assert "Välj en insats eller skriv ett svar." in main(empty)
    client.post(answer, answered("Det går först i vår.", digest(need)))
    assert waiting(cast.organisation) == {}
    client.force_login(cast.rektor)
    assert "Det går först i vår." in main(client.get(f"/ekby/utveckling/{need.action_id}/"))


def test_is_answered_with_a_new_action(client: Client, cast: Cast, need: Need):
    client.force_login(cast.admin)
    new = f"/ekby/utveckling/ny/?enhet=&behov={need.pk}"
    assert "Vi behöver vikarier." in main(client.get(new))
    client.post(new, sent(title="Vikariepool", level="huvudman"))
    need.refresh_from_db()
    assert need.answer == Action.objects.get(title="Vikariepool")
    assert (need.answered_on, need.answered_by) == (today(), cast.admin)
    client.force_login(cast.rektor)
    assert "Vikariepool" in main(client.get(f"/ekby/utveckling/{need.action_id}/"))
    assert "Vi behöver vikarier." in main(client.get(f"/ekby/utveckling/{need.answer_id}/"))


def test_what_a_unit_asked_is_not_read_by_another_on_the_action_that_answers(
    client: Client, cast: Cast, need: Need, add: Add
):
    """The huvudman's action is read by all who work there; what Björkskolan needs is not."""
    ours = add(None, "Vikariepool")
    Need.objects.filter(pk=need.pk).update(answer=ours, answered_on=today())
    for reader, reads in ((cast.rektor, True), (cast.admin, True), (cast.few[0], False)):
        client.force_login(reader)
        page = main(client.get(f"/ekby/utveckling/{ours.pk}/"))
        assert "Vikariepool" in page
        assert ("Vi behöver vikarier." in page) is reads


def test_two_who_answer_at_once_are_told(client: Client, cast: Cast, need: Need):
    client.force_login(cast.skolchef)
    answer = f"{NEEDS}{need.pk}/svara/"
    seen = digest(need)
    client.post(answer, answered("Ja.", seen))
    response = client.post(answer, answered("Nej.", seen))
    page = main(response)
    assert response.status_code == 409
    assert "Ja." in page
    assert "Nej." in page
    need.refresh_from_db()
    client.post(answer, answered("Nej.", digest(need)))
    need.refresh_from_db()
    assert need.reason == "Nej."


def test_an_answer_stands_only_while_the_action_that_gave_it_does(
    client: Client, cast: Cast, need: Need, add: Add
):
    ours = add(None, "Vikariepool")
    client.force_login(cast.admin)
    answer = f"{NEEDS}{need.pk}/svara/"
    client.post(answer, answered("", digest(need)) | {"action": ours.pk})
    assert waiting(cast.organisation) == {}
    client.post(f"/ekby/utveckling/{ours.pk}/ta-bort/")
    assert waiting(cast.organisation) == {Level.HUVUDMAN: 1}


def test_a_need_is_never_answered_with_another_units_action(client: Client, cast: Cast, add: Add):
    """Its title would be read where it may not be."""
    Membership.objects.create(
        user=cast.rektor, organisation=cast.organisation, role=Role.REKTOR, unit=cast.lill
    )
    there = add(cast.lill, "Lillskolans")
    asked = add(cast.bjork, "Egen", level=Level.UNDERVISNING).needs.create(
        level=Level.REKTOR, text="Gemensam tid.", asked_on=today()
    )
    client.force_login(cast.rektor)
    answer = f"{NEEDS}{asked.pk}/svara/"
    assert "Lillskolans" not in main(client.get(answer))
    assert (
        client.post(answer, answered("", digest(asked)) | {"action": there.pk}).status_code == 422
    )
    new = f"/ekby/utveckling/ny/?enhet=lillskolan&behov={asked.pk}"
    client.post(new, sent())
    asked.refresh_from_db()
    assert asked.answer is None


def test_a_rektor_answers_what_their_teachers_ask(client: Client, cast: Cast, add: Add):
    action = add(cast.bjork, "Egen", level=Level.UNDERVISNING, created_by=cast.teachers[0])
    client.force_login(cast.teachers[0])
    assert client.get(NEEDS).status_code == 403
    client.post(
        f"/ekby/utveckling/{action.pk}/behov/", {"level": "rektor", "text": "Gemensam tid."}
    )
    need = Need.objects.get()
    client.force_login(cast.lill_rektor)
    assert client.get(f"{NEEDS}{need.pk}/svara/").status_code == 404
    client.force_login(cast.rektor)
    assert "Gemensam tid." in main(client.get(NEEDS))


def test_nothing_is_asked_from_the_top(client: Client, cast: Cast, add: Add):
    action = add(None, "Huvudmannens egen")
    client.force_login(cast.admin)
    assert client.get(f"/ekby/utveckling/{action.pk}/behov/").status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"level": "undervisning", "text": "x"}, {"level": "huvudman", "text": ""}, {}]
)
def test_what_makes_no_sense_asks_nothing(
    client: Client, cast: Cast, add: Add, wrong: dict[str, str]
):
    action = add(cast.bjork, "Besök varandra")
    client.force_login(cast.rektor)
    assert client.post(f"/ekby/utveckling/{action.pk}/behov/", wrong).status_code == 422
    assert not Need.objects.exists()
