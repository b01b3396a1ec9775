import pytest
from django.test import Client
from django.utils import timezone

from assessments.closing import close_round
from assessments.dialogues.running import begin, end, forward
from assessments.models import (
    CheckOut,
    CheckOutRating,
    Dialogue,
    JointRating,
    Round,
    Seat,
    TableRating,
)
from assessments.terms import DialogueStep
from tests.assessments.conftest import Answer
from tests.conftest import Cast


def main(response) -> str:
    return " ".join(response.content.decode().partition("<main")[2].split())


@pytest.fixture
def rektor(client: Client, cast: Cast) -> Client:
    client.force_login(cast.rektor)
    return client


@pytest.fixture
def begun(dialogue: Dialogue) -> Dialogue:
    return begin(dialogue, 1)


def address(dialogue: Dialogue, more: str = "led/") -> str:
    return f"/ekby/samtal/{dialogue.pk}/{more}"


def at(dialogue: Dialogue, step: DialogueStep, row: int | None = None) -> Dialogue:
    now = Dialogue.objects.get(pk=dialogue.pk)
    while (now.step, now.row) != (step, row):
        now = forward(now, now.version)
    return now


def do(client: Client, dialogue: Dialogue, act: str, seen: int | None = None):
    sent = {"act": act, "seen": seen or Dialogue.objects.get(pk=dialogue.pk).version}
    return client.post(address(dialogue, "led/steg/"), sent)


def check_out(dialogue: Dialogue, *texts: str) -> None:
    CheckOut.objects.bulk_create(CheckOut(dialogue=dialogue, text=text) for text in texts)
    for text in texts:
        CheckOutRating.objects.create(dialogue=dialogue, step=len(text) % 4 + 1)


def test_goes_on_and_back_and_shows_the_code(rektor: Client, begun: Dialogue):
    page = rektor.get(address(begun)).content.decode()
    assert f"{begun.code[:4]}-{begun.code[4:]}" in page
    assert "Nästa: Egen reflektion" in page
    assert do(rektor, begun, "forward").url == address(begun)
    page = main(rektor.get(address(begun)))
    assert "5 minuter kvar av steget." in page
    assert "Tillbaka: Samling" in page
    do(rektor, begun, "more")
    assert "7 minuter kvar av steget." in main(rektor.get(address(begun)))
    do(rektor, begun, "back")
    assert Dialogue.objects.get().step == DialogueStep.GATHERING


def test_two_clicks_or_two_leaders_go_one_step(rektor: Client, begun: Dialogue):
    assert do(rektor, begun, "forward", seen=2).status_code == 302
    response = do(rektor, begun, "forward", seen=2)
    assert response.status_code == 409
    assert "Någon annan har redan gått vidare. Så här är det nu." in main(response)
    assert Dialogue.objects.get().step == DialogueStep.REFLECTION
    answer = rektor.post(
        address(begun, "led/steg/"), {"act": "forward", "seen": 2}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422  # which htmx swaps
    assert "Någon annan har redan gått vidare." in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"act": "dance", "seen": 2}, {"act": "back", "seen": "x"}])
def test_rubbish_moves_nothing(rektor: Client, begun: Dialogue, sent: dict[str, object]):
    response = rektor.post(address(begun, "led/steg/"), sent)
    assert response.status_code == 422
    assert "Knappen gick inte att läsa." in main(response)
    assert Dialogue.objects.get().version == 2


def test_what_cannot_be_done_here_is_told(rektor: Client, begun: Dialogue):
    response = do(rektor, begun, "release")
    assert response.status_code == 409
    assert "Det går inte att göra här." in main(response)


def test_is_led_only_by_those_who_may(client: Client, cast: Cast, begun: Dialogue):
    for person, status in (
        (cast.teachers[0], 403),
        (cast.lill_rektor, 404),
        (cast.admin, 404),
        (cast.outsider, 404),
    ):
        client.force_login(person)
        for page in ("led/", "duk/", "led/avsluta/"):
            assert client.get(address(begun, page)).status_code == status
        assert do(client, begun, "forward").status_code == status
    Dialogue.objects.update(facilitator=cast.teachers[0])
    client.force_login(cast.teachers[0])
    assert client.get(address(begun)).status_code == 200


def test_the_screen_shows_no_figure_before_it_is_revealed(
    rektor: Client, dialogue: Dialogue, open_round: Round, cast: Cast, answer: Answer
):
    for teacher in cast.teachers:
        answer(teacher, 3, 4)
    close_round(open_round)
    now = at(begin(dialogue, 1), DialogueStep.TABLE, 1)
    hidden = main(rektor.get(address(now, "duk/")))
    assert "ansvar undervisning 1" in hidden
    assert "ansvar rektor 1" in hidden
    assert "<figure" not in hidden
    assert "<figure" not in main(rektor.get(address(now)))
    do(rektor, now, "reveal")
    shown = main(rektor.get(address(now, "duk/")))
    results = rektor.get(f"/ekby/omgangar/{open_round.pk}/enheter/bjorkskolan/1/")
    figure = shown.partition("<figure")[2].partition("</figure>")[0]
    assert figure
    assert figure in main(results)
    do(rektor, now, "forward")
    assert "<figure" not in main(rektor.get(address(now, "duk/")))


def test_where_figures_may_not_be_shown_it_says_why(rektor: Client, begun: Dialogue):
    now = at(begun, DialogueStep.TABLE, 1)
    do(rektor, now, "reveal")
    assert "pågår fortfarande" in main(rektor.get(address(now, "duk/"))).lower()


def test_the_screen_follows_only_when_something_has_changed(rektor: Client, begun: Dialogue):
    page = rektor.get(address(begun, "duk/")).content.decode()
    again = page.partition('hx-get="')[2].partition('"')[0]
    htmx = {"HX-Request": "true"}
    assert rektor.get(again, headers=htmx).status_code == 204
    forward(begun, begun.version)
    assert "Vad fungerar?" in rektor.get(again, headers=htmx).content.decode()


def test_the_leader_follows_how_many_have_come_and_that_another_leads_on(
    rektor: Client, begun: Dialogue
):
    table = begun.tables.get(number=2)
    Seat.objects.create(table=table, number=1, token_hash="a", seen_at=timezone.now())
    htmx = {"HX-Request": "true"}
    who = rektor.get(address(begun) + "?sett=2", headers=htmx).content.decode()
    assert "<b>1</b>" in who
    assert "Samtalet har gått vidare" not in who
    forward(begun, 2)
    who = rektor.get(address(begun) + "?sett=2", headers=htmx).content.decode()
    assert "Samtalet har gått vidare. Hämta nuläget" in who


def test_the_leader_follows_what_the_tables_write(rektor: Client, begun: Dialogue):
    now = at(begun, DialogueStep.TABLE, 1)
    asked, htmx = f"{address(now)}?sett={now.version}", {"HX-Request": "true"}
    assert "Vi behöver tid." not in rektor.get(asked, headers=htmx).content.decode()
    now.tables.filter(number=2).update(note="Vi behöver tid.")
    beat = rektor.get(asked, headers=htmx).content.decode()
    tables = beat.partition('<div id="tables" hx-swap-oob="true">')[2]
    written = "Bord 2</h4><p>Vi behöver tid.</p>"
    assert written in tables
    assert written in main(rektor.get(address(now)))
    forward(now, now.version)
    assert "Vi behöver tid." not in rektor.get(asked, headers=htmx).content.decode()


def test_the_tables_are_brought_together_to_a_joint_rating(
    rektor: Client, begun: Dialogue, open_round: Round, cast: Cast
):
    now = at(begun, DialogueStep.JOINT, 1)
    statement = now.factor.statements.get(row=1, level="undervisning")
    for table in now.tables.all():
        TableRating.objects.create(table=table, statement=statement, step=2, reason="Vi ser det.")
    page = main(rektor.get(address(now)))
    assert page.count("Vi ser det.") == 3
    assert 'value="2" checked' in page
    sent = {"seen": now.version, "step": "3", "reason": "Vi enades."}
    assert rektor.post(address(now, "led/gemensam/"), sent).status_code == 302
    agreed = JointRating.objects.get()
    assert (agreed.unit, agreed.statement, agreed.step) == (cast.bjork, statement, 3)
    stale = rektor.post(address(now, "led/gemensam/"), sent | {"reason": "En annan."})
    assert stale.status_code == 409
    assert "En annan." in main(stale)
    assert JointRating.objects.get().reason == "Vi enades."
    assert "Vi enas om" in main(rektor.get(address(now, "duk/")))


def test_a_step_is_chosen_before_it_is_saved(rektor: Client, begun: Dialogue):
    now = at(begun, DialogueStep.JOINT, 1)
    sent = {"seen": now.version, "reason": "Bara ord."}
    response = rektor.post(address(now, "led/gemensam/"), sent)
    assert response.status_code == 422
    assert "Välj det steg som ni har enats om." in main(response)
    assert "Bara ord." in main(response)


def test_a_groups_rating_stays_with_its_dialogue(rektor: Client, begun: Dialogue):
    Dialogue.objects.update(group="Arbetslag Norr")
    now = at(begun, DialogueStep.JOINT, 1)
    assert "blir inte hela enhetens" in main(rektor.get(address(now)))
    sent = {"seen": now.version, "step": "3", "reason": ""}
    assert rektor.post(address(now, "led/gemensam/"), sent).status_code == 409
    assert not JointRating.objects.exists()


def test_check_outs_are_read_by_the_leader_only_when_no_more_are_taken(
    rektor: Client, begun: Dialogue
):
    now = at(begun, DialogueStep.CHECK_OUT)
    check_out(now, "Ömt", "Bra", "Dumt sagt", "Klokt", "Mer")
    assert "Bra" not in main(rektor.get(address(now)))
    do(rektor, now, "release")
    page = main(rektor.get(address(now)))
    assert page.index("Bra") < page.index("Dumt sagt") < page.index("Ömt")
    assert "Bra" not in main(rektor.get(address(now, "duk/")))
    rude = CheckOut.objects.get(text="Dumt sagt")
    rektor.post(address(now, f"led/utcheckningar/{rude.pk}/"), {"hidden": "1"})
    do(rektor, now, "reveal")
    shown = main(rektor.get(address(now, "duk/")))
    assert "Klokt" in shown
    assert "Dumt sagt" not in shown
    assert "1 svar har dolts av samtalsledaren." in shown
    assert "Efter samtalet" in shown


def test_fewer_than_five_check_outs_are_shown_to_nobody(rektor: Client, begun: Dialogue):
    now = at(begun, DialogueStep.CHECK_OUT)
    check_out(now, "Ensam", "Tvåsam", "Tresam", "Fyrsam")
    answer = CheckOut.objects.first()
    do(rektor, now, "release")
    hide = address(now, f"led/utcheckningar/{answer.pk}/")
    assert rektor.post(hide, {"hidden": "1"}).status_code == 404
    do(rektor, now, "reveal")
    for page in (main(rektor.get(address(now))), main(rektor.get(address(now, "duk/")))):
        assert "Färre än 5 har skrivit något." in page
        assert "Ensam" not in page
        assert "Efter samtalet" not in page


def test_when_it_has_ended_it_leads_to_what_came_of_it(rektor: Client, begun: Dialogue):
    assert "Det går inte att ångra." in main(rektor.get(address(begun, "led/avsluta/")))
    assert do(rektor, begun, "end").url == address(begun, "utfall/")
    assert rektor.get(address(begun)).url == address(begun, "utfall/")
    htmx = {"HX-Request": "true"}
    response = rektor.get(address(begun) + "?sett=2", headers=htmx)
    assert response.headers["HX-Redirect"] == address(begun, "utfall/")
    assert "Tack för samtalet" in main(rektor.get(address(begun, "duk/")))


def test_what_was_never_shown_stays_unshown_when_it_ends(rektor: Client, begun: Dialogue):
    now = at(begun, DialogueStep.CHECK_OUT)
    check_out(now, "Ett", "Två", "Tre", "Fyra", "Fem")
    ended = end(now, now.version)
    assert ended.released
    assert not ended.revealed


def test_the_pages_cost_the_same_for_one_table_and_for_many(
    rektor: Client, begun: Dialogue, django_assert_num_queries
):
    now = at(begun, DialogueStep.JOINT, 1)
    now.tables.filter(number=2).delete()
    with django_assert_num_queries(16):
        rektor.get(address(now))
    for number in (2, 3):
        now.tables.create(number=number)
    with django_assert_num_queries(16):
        rektor.get(address(now))
    with django_assert_num_queries(15):
        rektor.get(address(now, "duk/"))
