"""A dialogue on phones without scripts, step by step."""

import re

import pytest
from django.test import Client

from assessments.dialogues.codes import new_code, shown
from assessments.dialogues.running import end, release, reveal
from assessments.dialogues.seats import COOKIE
from assessments.models import CheckOut, CheckOutRating, Dialogue, DialogueTable, Seat
from assessments.terms import DialogueStep
from factors.models import Statement
from portal.terms import Level
from tests.assessments.dialogues.conftest import Phone, Phones, lead_to

# the door


def test_a_code_is_typed_as_it_comes_and_leads_to_the_dialogue(running: Dialogue):
    response = Client().post("/samtal/", {"code": f" {shown(running.code or '').lower()} "})
    assert response["Location"] == f"/samtal/{running.code}/"
    assert Client().get(f"/samtal/{running.code.lower()}/")["Location"] == response["Location"]


def test_wrong_old_and_guessed_codes_are_answered_the_same(running: Dialogue):
    code = running.code or ""
    end(running, running.version)
    answers = set()
    for wrong in (code, new_code(), "hej", "", "\0", "9" * 500):
        response = Client().post("/samtal/", {"code": wrong})
        assert response.status_code == 422
        answers.add("Koden gäller inte." in response.text)
    assert answers == {True}
    assert Client().get(f"/samtal/{code}/").status_code == 404
    assert Client().post(f"/samtal/{code}/ga-med/", {"bord": 1}).status_code == 404
    assert not Seat.objects.exists()


def test_only_wrong_codes_are_counted(running: Dialogue):
    client = Client()
    for _each in range(70):
        assert client.post("/samtal/", {"code": running.code}).status_code == 302
    statuses = [client.post("/samtal/", {"code": new_code()}).status_code for _each in range(61)]
    assert statuses == [422] * 60 + [429]
    refused = client.get(f"/samtal/{running.code}/")
    assert refused.status_code == 429
    assert "Vänta en minut" in refused.text


# a seat


def test_looking_joins_nothing(running: Dialogue, phone: Phones):
    looking = phone(None)
    assert "Bord 2" in looking.page
    assert "Din egen reflektion är bara din." in looking.page
    assert not Seat.objects.exists()
    assert COOKIE not in looking.cookies


def test_pressed_twice_a_phone_gets_one_seat_and_its_cookie_goes_nowhere_else(phone: Phones):
    joining = phone(None)
    ticket = joining.get(joining.at()).context["ticket"]
    for _press in range(2):
        Client().post(joining.at("ga-med/"), {"bord": 1, "ticket": ticket})
    joining.post(joining.at("ga-med/"), {"bord": 1, "ticket": ticket})
    assert Seat.objects.count() == 1
    cookie = joining.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (joining.at(), True, "Lax")
    assert cookie.value not in Seat.objects.get().token_hash
    assert "Bord 1, plats 1" in joining.page
    assert phone().seat.number == 2


def test_a_ticket_that_is_forged_or_of_another_dialogue_seats_nobody(
    running: Dialogue, phone: Phones
):
    stranger = phone(None)
    for forged in ("", "hej", "a" * 43, "😀:x"):
        response = stranger.post(stranger.at("ga-med/"), {"bord": 1, "ticket": forged})
        assert response.status_code == 422
    mine = phone()
    Dialogue.objects.update(code="KVSTKVST")
    mine.code = "KVSTKVST"
    assert mine.get(mine.at()).context["ticket"]
    assert mine.get(mine.at("lage/")).status_code == 404
    assert mine.send("anteckning/", text="Hej", seen=0, table=1).status_code == 404


def test_a_phone_that_changes_table_keeps_what_it_wrote(running: Dialogue, phone: Phones):
    first, mover = phone(), phone()
    lead_to(running, DialogueStep.REFLECTION)
    prompt = running.prompts.get(text="Vad fungerar?").pk
    mover.post(mover.at("reflektion/"), {"prompt": prompt, "text": "Mycket", "seen": 0})
    assert mover.join(2).status_code == 302
    assert "Bord 2, plats 1" in mover.page
    assert "Mycket" in mover.page
    assert "Mycket" not in first.page
    assert Seat.objects.count() == 2


# the steps


def test_waits_and_then_reflects_alone(running: Dialogue, phone: Phones):
    mine, other = phone(), phone()
    assert "Vi börjar strax." in mine.page
    lead_to(running, DialogueStep.REFLECTION)
    prompt = running.prompts.get(text="Vad fungerar?").pk
    own = {"prompt": prompt, "text": "Vi\r\nhjälps\x00 åt", "seen": 0}
    assert mine.post(mine.at("reflektion/"), own).status_code == 302
    assert "Vi\nhjälps åt" in mine.page
    assert "hjälps" not in other.page
    lead_to(running, DialogueStep.TABLE)
    assert "hjälps" not in other.page
    mine.post(mine.at("reflektion/"), own | {"seen": 1, "shared": "on"})
    assert "Vi<br>hjälps åt" in other.page
    assert "hjälps" not in phone(2).page


def test_a_repeated_save_changes_nothing_and_a_stale_one_gets_both(
    running: Dialogue, phone: Phones
):
    mine, other = phone(), phone()
    lead_to(running, DialogueStep.TABLE)
    token = "7b0e2b1e-4c0f-4a5b-9d5e-0a4a54a0a001"
    first = {"text": "Mitt", "seen": 0, "token": token, "table": 1}
    assert mine.send("anteckning/", **first).json()["version"] == 1
    assert mine.send("anteckning/", **first).json()["version"] == 1
    late = other.send("anteckning/", text="Ditt", seen=0, table=1)
    assert late.status_code == 409
    assert late.json()["value"] == {"text": "Mitt"}
    plain = other.post(other.at("anteckning/"), {"text": "Ditt", "seen": 0, "table": 1})
    assert plain.status_code == 409
    assert all(words in plain.text for words in ("Mitt", "Ditt", 'name="seen" value="1"'))
    other.post(other.at("anteckning/"), {"text": "Mitt och ditt", "seen": 1, "table": 1})
    assert "Mitt och ditt" in mine.page
    assert "Mitt och ditt" not in phone(2).page
    elsewhere = other.send("anteckning/", text="Fel bord", seen=0, table=2)
    assert elsewhere.json() == {"reason": "closed"}


def test_too_long_a_text_comes_back_whole(running: Dialogue, phone: Phones):
    mine = phone()
    lead_to(running, DialogueStep.TABLE)
    long = {"text": "å" * 4001, "seen": 0, "table": 1}
    assert mine.send("anteckning/", **long).status_code == 413
    page = mine.post(mine.at("anteckning/"), long)
    assert page.status_code == 422
    assert "å" * 4001 in page.text
    assert mine.send("anteckning/", **long | {"text": "å" * 4000}).status_code == 200


def test_the_round_goes_from_seat_to_seat_and_skips_nobody(running: Dialogue, phone: Phones):
    first, second = phone(), phone()
    lead_to(running, DialogueStep.TABLE)
    assert 'turn mine" data-turn="1"' in first.page
    assert 'turn" data-turn="1"' in second.page
    for _press in range(2):
        second.post(second.at("tur/"), {"seen": 1})
    assert 'turn mine" data-turn="2"' in second.page
    second.join(2)
    assert "Nästa tur" not in first.page


def test_the_row_is_read_at_three_levels_and_agreed_on_at_one(running: Dialogue, phone: Phones):
    mine, other = phone(), phone()
    now = lead_to(running, DialogueStep.TABLE)
    assert all(f"ansvar {level.value} 1" in mine.page for level in Level)
    assert "Så har nivåerna skattat" not in mine.page
    reveal(now, now.version)
    assert "Så har nivåerna skattat" in mine.page
    lead_to(running, DialogueStep.JOINT)
    statement = Statement.objects.get(factor=running.factor, level=running.level, row=1).pk
    agreed = {"statement": statement, "table": 1, "seen": 0, "text": "Vi ser det"}
    assert mine.send("skattning/", **agreed).json()["message"].startswith("Välj också ett steg")
    assert mine.post(mine.at("skattning/"), agreed | {"step": "3"}).status_code == 302
    late = other.send("skattning/", **agreed, step="0")
    assert late.json()["value"] == {"text": "Vi ser det", "step": "3"}
    assert other.send("skattning/", **agreed | {"seen": 1}, step="0").status_code == 200
    rating = DialogueTable.objects.get(number=1).ratings.get()
    assert (rating.step, rating.version) == (None, 2)
    foreign = Statement.objects.get(factor__slug="larande", level=running.level, row=1).pk
    wrong = mine.send("skattning/", **agreed | {"statement": foreign}, step="3")
    assert wrong.status_code == 404


# the check-out


def everybody_checks_out(phones: list[Phone]) -> None:
    for number, each in enumerate(phones):
        sent = each.send("utcheckning/", text=f"Svar {9 - number}", step="4", seen=0)
        assert sent.status_code == 200


def test_check_outs_come_out_all_at_once_without_a_trace_of_who(running: Dialogue, phone: Phones):
    Dialogue.objects.update(rates_again=True)
    phones = [phone(1 + number % 2) for number in range(5)]
    now = lead_to(running, DialogueStep.CHECK_OUT)
    everybody_checks_out(phones)
    assert all("Svar" not in each.page for each in phones)
    assert {field.name for field in CheckOut._meta.fields} == {
        "id",
        "dialogue",
        "text",
        "sort_key",
        "hidden",
    }
    assert {field.name for field in CheckOutRating._meta.fields} == {"id", "dialogue", "step"}
    before = set(CheckOut.objects.values_list("pk", flat=True))
    CheckOut.objects.filter(text="Svar 9").update(hidden=True)
    now = release(now, now.version)
    assert "Svar 5" not in phones[0].page  # until the leader has read them
    assert "Svaren är inne" in phones[0].page
    reveal(now, now.version)
    page = phones[0].page
    assert [f"Svar {n}" in page for n in (5, 6, 7, 8, 9)] == [True] * 4 + [False]
    assert page.index("Svar 5") < page.index("Svar 8")
    assert "1 svar har dolts" in page
    assert before.isdisjoint(CheckOut.objects.values_list("pk", flat=True))
    assert CheckOutRating.objects.count() == 5


def test_too_few_check_outs_are_not_shown(running: Dialogue, phone: Phones):
    phones = [phone() for _each in range(4)]
    now = lead_to(running, DialogueStep.CHECK_OUT)
    everybody_checks_out(phones)
    now = release(now, now.version)
    reveal(now, now.version)
    assert "Svar 9" not in phones[0].page
    assert "Färre än 5 har skrivit något." in phones[0].page


def test_a_check_out_is_stored_once_and_acknowledged_only_then(running: Dialogue, phone: Phones):
    mine, late = phone(), phone()
    now = lead_to(running, DialogueStep.CHECK_OUT)
    assert mine.send("utcheckning/", text=" ", seen=0).status_code == 400
    assert mine.send("utcheckning/", text="Långt", seen=3).json() == {"reason": "closed"}
    for _retry in range(2):
        assert mine.send("utcheckning/", text="Mitt", seen=0).json()["version"] == 1
    assert mine.send("utcheckning/", text="Ett till", seen=1).json() == {"reason": "closed"}
    assert [each.text for each in CheckOut.objects.all()] == ["Mitt"]
    assert "Tack, ditt svar är skickat" in mine.page
    release(now, now.version)
    assert mine.send("utcheckning/", text="Mitt", seen=0).status_code == 200
    too_late = late.post(late.at("utcheckning/"), {"text": "För sent", "seen": 0})
    assert too_late.status_code == 409
    assert "För sent" in too_late.text
    assert CheckOut.objects.count() == 1


def test_a_shared_phone_is_handed_on(running: Dialogue, phone: Phones):
    Dialogue.objects.update(one_phone_a_table=True)
    shared = phone()
    lead_to(running, DialogueStep.CHECK_OUT)
    for number in range(3):
        shared.post(shared.at("utcheckning/"), {"text": f"Svar {number}", "seen": number})
    assert "3 svar är skickade från den här telefonen." in shared.page
    assert "Lämna telefonen vidare" in shared.page
    assert CheckOut.objects.count() == 3


def test_after_the_end_a_phone_reads_its_own_and_no_other_comes_in(
    running: Dialogue, phone: Phones
):
    mine = phone()
    now = lead_to(running, DialogueStep.REFLECTION)
    prompt = running.prompts.get(text="Vad fungerar?").pk
    end(now, now.version)
    late = mine.send("reflektion/", prompt=prompt, text="Hann inte", seen=0)
    assert late.status_code == 200
    assert "Hann inte" in mine.page
    assert mine.send("anteckning/", text="Hej", seen=0, table=1).json() == {"reason": "closed"}
    assert phone(None).get(mine.at()).status_code == 404


@pytest.mark.parametrize(
    "step", [DialogueStep.GATHERING, DialogueStep.TABLE, DialogueStep.CHECK_OUT]
)
def test_htmx_gets_the_same_page_without_its_frame(
    running: Dialogue, phone: Phones, step: DialogueStep
):
    mine = phone()
    lead_to(running, step)
    part = mine.get(mine.at(), headers={"HX-Request": "true"}).text
    assert part.strip().startswith('<div id="phone"')
    assert part.strip() in re.sub(r'<input type="hidden" name="csrf[^>]*>', "", mine.page)
    gone = phone(None).get(mine.at(), headers={"HX-Request": "true"})
    assert (gone.status_code, gone["HX-Refresh"]) == (404, "true")


def test_what_is_made_once_for_a_table_tells_nobody_of_another(running: Dialogue, phone: Phones):
    mine, other, elsewhere = phone(), phone(), phone(2)
    lead_to(running, DialogueStep.REFLECTION)
    prompt = running.prompts.get(text="Vad fungerar?").pk

    def part(each: Phone) -> str:
        return str(each.get(each.at(), headers={"HX-Request": "true"}).text)

    assert part(mine) == part(other)
    mine.send("reflektion/", prompt=prompt, text="Bara mitt", seen=0)
    assert "Bara mitt" in part(mine)
    assert "Bara mitt" not in part(other) + part(elsewhere)
    mine.send("reflektion/", prompt=prompt, text="Delat", seen=1, shared="on")
    lead_to(running, DialogueStep.TABLE)
    assert "Delat" in part(other)
    assert "Delat" not in part(elsewhere)
    other.send("anteckning/", text="Vår anteckning", seen=0, table=1)
    assert "Vår anteckning" in part(mine)
    lead_to(running, DialogueStep.CHECK_OUT)
    mine.send("utcheckning/", text="Hej", seen=0)
    assert "Tack, ditt svar" in part(mine)
    assert "Tack, ditt svar" not in part(other)
