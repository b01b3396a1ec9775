import pytest
from django.test import Client

from assessments.closing import close_round
from assessments.models import Action, Dialogue, Need, Round
from assessments.terms import ActionStatus
from portal.days import today
from portal.models import User
from portal.terms import Level
from tests.assessments.cycle.conftest import DAY, add_action
from tests.assessments.cycle.test_unit_year import end
from tests.assessments.test_start import page_of
from tests.conftest import Cast

AT_BJORK = "/ekby/sedan-sist/bjorkskolan/"


def ask(action: Action, level: Level = Level.HUVUDMAN, **answer: object) -> Need:
    return Need.objects.create(
        action=action, level=level, text="Tid att läsa.", asked_on=today(), **answer
    )


def news_of(client: Client, user: User) -> str:
    """The card on the start page."""
    return page_of(client, user).split("Vad blev det av det?</h2>")[1].split("</section>")[0]


def test_nothing_yet_is_told_in_words(client: Client, cast: Cast, open_round: Round) -> None:
    page = page_of(client, cast.teachers[0], AT_BJORK)
    for words in (
        "Ingen självskattning har stängt ännu.",
        "Inget är bestämt ännu.",
        "Inget är uppföljt ännu.",
        "Vi har inte bett nivån ovanför om något.",
    ):
        assert words in page
    assert "Vad blev det av det?" not in page_of(client, cast.teachers[0])


def test_a_teacher_reads_what_was_seen_decided_done_and_asked(
    client: Client, cast: Cast, dialogue: Dialogue, closed_round: Round
) -> None:
    end(dialogue, summary="Vi ser olika.", decisions="Vi läser ihop.")
    action = add_action(cast.organisation, cast.bjork)
    action.follow_ups.create(
        made_on=today() - DAY, done="Läst en gång.", status=ActionStatus.ONGOING
    )
    action.follow_ups.create(made_on=today(), done="Läst igen.", status=ActionStatus.ONGOING)
    ask(action)
    answer = add_action(cast.organisation, None, "Mer tid")
    ask(action, answered_on=today(), reason="Från januari.", answer=answer)
    page = page_of(client, cast.teachers[0], AT_BJORK)
    seen, decided, done, asked = page.split("<section")[1:]
    assert "Stämmer bäst" in seen
    assert "Stämmer minst" in seen
    assert f"/ekby/omgangar/{closed_round.pk}/enheter/bjorkskolan/" in seen
    assert "Vi ser olika." in seen
    assert "Vi läser ihop." in decided
    assert "Läs ihop" in decided
    assert done.index("Läst igen.") < done.index("Läst en gång.")
    assert "Väntar på svar" in asked
    assert "Från januari." in asked
    assert "Mer tid" in asked
    card = news_of(client, cast.teachers[0])
    assert [words in card for words in ("Hösten", "Läs ihop", "uppföljd")] == [True] * 3
    assert f'href="{AT_BJORK}"' in card


def test_an_answer_that_one_may_not_see_is_not_shown(
    client: Client, cast: Cast, open_round: Round
) -> None:
    hidden = add_action(cast.organisation, cast.lill, "Lillskolans egen")
    ask(add_action(cast.organisation, cast.bjork), answered_on=today(), answer=hidden)
    assert "Lillskolans egen" not in page_of(client, cast.teachers[0], AT_BJORK)


def test_what_is_too_little_to_show_is_not_shown_here_either(
    client: Client, cast: Cast, open_round: Round
) -> None:
    """Nobody answered, so no block was formed."""
    close_round(open_round)
    page = page_of(client, cast.few[0], "/ekby/sedan-sist/lillskolan/")
    assert "Det finns för få svar" in page
    assert "Stämmer bäst" not in page


def test_only_the_unit_reads_its_dialogues(
    client: Client, cast: Cast, dialogue: Dialogue, closed_round: Round
) -> None:
    end(dialogue, summary="Vi ser olika.", decisions="Vi läser ihop.")
    for user in (cast.few[0], cast.outsider):
        client.force_login(user)
        assert client.get(AT_BJORK).status_code == 404
    page = page_of(client, cast.skolchef, AT_BJORK)
    assert "Vi ser olika." not in page
    assert "Vi läser ihop." not in page
    assert "Enhetens samtal läses av dem som arbetar där." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_queries_for_three_of_each_as_for_one(
    client: Client, cast: Cast, closed_round: Round, rows: int, django_assert_num_queries
) -> None:
    for _ in range(rows):
        action = add_action(cast.organisation, cast.bjork)
        action.follow_ups.create(made_on=today(), done="Läst.", status=ActionStatus.ONGOING)
        ask(action, answered_on=today(), answer=add_action(cast.organisation, None, "Tid"))
    client.force_login(cast.teachers[0])
    with django_assert_num_queries(13):
        page = client.get(AT_BJORK).content.decode()
    assert page.count("Tid att läsa.") == rows
