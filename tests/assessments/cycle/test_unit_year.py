import re

import pytest
from django.test import Client

from assessments.closing import close_round
from assessments.models import Analysis, CyclePhase, Dialogue, Round
from assessments.terms import ActionStatus, DialogueStep
from portal.days import today
from portal.models import User
from tests.assessments.cycle.conftest import DAY, add_action
from tests.assessments.test_start import page_of
from tests.conftest import Cast

AT_BJORK = "/ekby/arshjul/bjorkskolan/"


def end(dialogue: Dialogue, **written: str) -> Dialogue:
    Dialogue.objects.filter(pk=dialogue.pk).update(
        step=DialogueStep.ENDED, held_on=today(), **written
    )
    return dialogue


def next_step(client: Client, user: User) -> tuple[str, str]:
    card = page_of(client, user, AT_BJORK).split("Nästa steg")[1].split("</div>")[0]
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>', card)[0]


def test_the_next_step_follows_what_has_been_done(
    client: Client, cast: Cast, dialogue: Dialogue
) -> None:
    """From an open round to the report, by what is in the database alone."""
    round = dialogue.round
    at = f"/ekby/omgangar/{round.pk}"
    where, words = next_step(client, cast.rektor)
    assert (where, "Hösten pågår till och med" in words) == (f"{at}/", True)
    assert next_step(client, cast.teachers[0])[0] == "/ekby/"
    close_round(round)
    assert next_step(client, cast.rektor) == (
        f"/ekby/samtal/{dialogue.pk}/",
        "Tala om Ansvar: dagen är inte bestämd.",
    )
    end(dialogue)
    where, words = next_step(client, cast.rektor)
    assert where == f"/ekby/utveckling/ny/?samtal={dialogue.pk}&amp;enhet=bjorkskolan"
    assert words == "Bestäm vad ni ska göra efter samtalet om Ansvar."
    report = f"{at}/enheter/bjorkskolan/rapport/"
    assert next_step(client, cast.teachers[0])[0] == report
    action = add_action(cast.organisation, cast.bjork, dialogue=dialogue)
    for user in (cast.rektor, cast.teachers[0]):
        where, words = next_step(client, user)
        assert where == f"/ekby/utveckling/{action.pk}/"
        assert words.startswith("Arbeta med ”Läs ihop”")
    action.ends_on = today() - DAY
    action.save()
    assert next_step(client, cast.rektor)[1].startswith("Följ upp ”Läs ihop”, som skulle")
    action.status = ActionStatus.DONE
    action.save()
    assert next_step(client, cast.teachers[0])[0] == report
    assert next_step(client, cast.rektor) == (
        f"{at}/enheter/bjorkskolan/analys/skriv/",
        "Skriv analysen av Hösten.",
    )
    Analysis.objects.create(round=round, unit=cast.bjork, shared_on=today())
    assert next_step(client, cast.rektor)[0] == report
    dialogue.delete()
    where, words = next_step(client, cast.rektor)
    assert where == f"/ekby/samtal/nytt/?omgang={round.pk}&amp;enhet=bjorkskolan"
    assert words == "Planera ett samtal om resultatet i Hösten."


def test_each_phase_tells_what_is_done_and_what_is_ahead(
    client: Client, cast: Cast, dialogue: Dialogue, phases: list[CyclePhase]
) -> None:
    action = add_action(cast.organisation, cast.bjork)
    add_action(cast.organisation, cast.bjork, "Nästa sak", status=ActionStatus.PLANNED)
    add_action(cast.organisation, cast.lill, "Lillskolans")
    add_action(cast.organisation, None, "Huvudmannens")
    action.follow_ups.create(made_on=today(), done="Läst.", status=ActionStatus.ONGOING)
    page = page_of(client, cast.teachers[0], AT_BJORK)
    where, aim, how, outcome = page.split("<h2>")[1:]
    assert "Hösten" in where
    assert "Samtal om Ansvar" in aim
    assert "Läs ihop" in how.split("Planerat")[0]
    assert "Nästa sak" in how.split("Planerat")[1]
    assert "uppföljd" in outcome
    assert "15 augusti–14 oktober" in where
    for other in ("Lillskolans", "Huvudmannens"):
        assert other not in page


def test_the_year_of_a_unit_is_its_own_and_those_aboves(
    client: Client, cast: Cast, dialogue: Dialogue
) -> None:
    for user in (cast.few[0], cast.lill_rektor, cast.outsider):
        client.force_login(user)
        assert client.get(AT_BJORK).status_code == 404
    page = page_of(client, cast.skolchef, AT_BJORK)
    assert "Samtal om Ansvar" not in page
    assert "Enhetens samtal visas för dem som arbetar där." in page
    close_round(dialogue.round)
    assert next_step(client, cast.skolchef)[0].endswith("/enheter/bjorkskolan/rapport/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_year_takes_as_many_queries_for_three_actions_as_for_one(
    client: Client,
    cast: Cast,
    open_round: Round,
    phases: list[CyclePhase],
    rows: int,
    django_assert_num_queries,
) -> None:
    for _ in range(rows):
        action = add_action(cast.organisation, cast.bjork)
        action.follow_ups.create(made_on=today(), done="Läst.", status=ActionStatus.ONGOING)
    client.force_login(cast.rektor)
    with django_assert_num_queries(10):
        page = client.get(AT_BJORK).content.decode()
    assert page.count("uppföljd") == rows
