"""What came of a dialogue: who reads and writes it, what is shown, and how it is written up."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.closing import close_round
from assessments.models import (
    Action,
    CheckOut,
    Dialogue,
    JointRating,
    QualityReport,
    Round,
    TableRating,
)
from assessments.report.build import build_report
from assessments.report.storage import stored_report
from assessments.terms import DialogueStep
from factors.models import Statement
from portal.days import today
from portal.models import User
from portal.terms import Level
from tests.assessments.conftest import Answer, overall
from tests.assessments.working import work
from tests.conftest import Cast
from tests.pdfs import text_of

SAID = ("Öppnare nu", "Bra samtal", "Äntligen", "Mer tid", "Vi hann inte")


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def held(dialogue: Dialogue, cast: Cast, answer: Answer) -> Dialogue:
    """At Björkskolan, whose six teachers had answered; five checked out, and rated once more."""
    for teacher, step in zip(cast.teachers, (1, 2, 2, 3, 2, 2), strict=True):
        answer(teacher, step, 2, 3, 3)
    answer(cast.rektor, 3, 4, 3, 3, 3, 2)
    close_round(dialogue.round)
    for text in SAID:
        dialogue.check_outs.create(text=text)
    for step in (3, 3, 4, 3, 2):
        dialogue.check_out_ratings.create(step=step)
    Dialogue.objects.update(
        step=DialogueStep.ENDED,
        released=True,
        revealed=True,
        held_on=today(),
        took_part=7,
        summary="Vi behöver prata oftare.",
        decisions="Ett möte i månaden.",
    )
    dialogue.tables.filter(number=1).update(note="Bordets <b>ord</b>")
    dialogue.refresh_from_db()
    return dialogue


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(dialogue: Dialogue, name: str = "dialogue_outcome") -> str:
    return reverse(f"assessments:{name}", args=["ekby", dialogue.pk])


def page(user: User, dialogue: Dialogue) -> str:
    return " ".join(as_(user).get(address(dialogue)).text.split())


def sheet(dialogue: Dialogue, user: User, **changes: object) -> dict[str, object]:
    """The form as the person has it before them, with what they change."""
    form = as_(user).get(address(dialogue, "dialogue_outcome_edit")).context["form"]
    filled = {name: form[name].value() for name in form.fields}
    kept = {name: value for name, value in filled.items() if value not in (None, False)}
    return kept | {"held_on": str(dialogue.held_on), "seen": form.seen} | changes


def send(dialogue: Dialogue, user: User, data: dict[str, object]) -> Any:
    return as_(user).post(address(dialogue, "dialogue_outcome_edit"), data)


def part(dialogue: Dialogue) -> Any:
    report = build_report(Round.objects.get(), dialogue.unit, today())
    return next(each for each in report.factors if each.factor == dialogue.factor)


# reading


def test_the_unit_reads_it_and_those_above_do_not(held: Dialogue, cast: Cast) -> None:
    readers = (cast.rektor, cast.teachers[0], cast.skolchef, cast.lill_rektor, cast.outsider)
    found = [as_(user).get(address(held)).status_code for user in readers]
    assert found == [200, 200, 404, 404, 404]
    edit = address(held, "dialogue_outcome_edit")
    assert [as_(user).get(edit).status_code for user in readers] == [200, 403, 404, 404, 404]


def test_the_page_tells_all_that_came_of_it(held: Dialogue, cast: Cast) -> None:
    row = Statement.objects.get(factor=held.factor, row=1, level=Level.UNDERVISNING)
    JointRating.objects.create(
        round=held.round, unit=cast.bjork, statement=row, step=3, agreed_on=today()
    )
    for table, step in zip(held.tables.all(), (2, 4), strict=True):
        TableRating.objects.create(table=table, statement=row, step=step, reason=f"Skäl {step}")
    Action.objects.create(
        organisation=cast.organisation,
        unit=cast.bjork,
        level=Level.REKTOR,
        title="Mötesrunda",
        begins_on=today(),
        ends_on=today(),
        created_on=today(),
        dialogue=held,
    )
    text = page(cast.teachers[0], held)
    for told in (
        "Björkskolan, 7 personer",
        "Vi behöver prata oftare.",
        "Ett möte i månaden.",
        "Mötesrunda",
        "Stämmer till stor del",
        "Skäl 2",
        "Skäl 4",
        "Bordets &lt;b&gt;ord&lt;/b&gt;",
        "5 svar, utan namn",
        "I omgången 2,0 och i utcheckningen 3,0 (n = 6 och 5): det kan vara olika",
    ):
        assert told in text
    places = {each: text.index(each) for each in SAID}
    assert sorted(places, key=lambda each: places[each]) == [
        "Bra samtal",
        "Mer tid",
        "Vi hann inte",
        "Äntligen",
        "Öppnare nu",
    ]
    assert "Skriv eller ändra" not in text
    assert f"?samtal={held.pk}" in page(cast.rektor, held)


def test_too_few_check_outs_are_told_in_words(held: Dialogue, cast: Cast) -> None:
    CheckOut.objects.get(text="Mer tid").delete()
    held.check_out_ratings.filter(step=4).delete()
    for text in (page(cast.rektor, held), str(part(held))):
        assert "Bra samtal" not in text
    assert "Färre än 5 svarade" in page(cast.rektor, held)
    assert "före och efter" not in page(cast.rektor, held)
    edit = as_(cast.rektor).get(address(held, "dialogue_outcome_edit")).text
    assert "Bra samtal" not in edit


def test_a_round_with_a_higher_floor_asks_for_more(held: Dialogue, cast: Cast) -> None:
    Round.objects.update(floor=6)
    assert "Färre än 6 svarade" in page(cast.rektor, held)
    assert "Bra samtal" not in page(cast.rektor, held)


def test_nothing_is_shown_before_it_has_ended(dialogue: Dialogue, cast: Cast) -> None:
    plan = reverse("assessments:dialogue", args=["ekby", dialogue.pk])
    for name in ("dialogue_outcome", "dialogue_outcome_edit"):
        assert as_(cast.rektor).get(address(dialogue, name)).url == plan


def test_the_round_before_is_not_told_while_it_is_open(held: Dialogue, cast: Cast) -> None:
    """A unit's tallies exist when it closes early; here nothing has closed."""
    held.round.assessments.update(closed_at=None, block=None, outcome="")
    Round.objects.update(closed_at=None)
    text = page(cast.rektor, held)
    assert "I omgången: pågår fortfarande" in text
    assert "I omgången 2,0" not in text


# writing


def test_the_leader_corrects_it_and_hides_what_hurts(held: Dialogue, cast: Cast) -> None:
    hurting = str(CheckOut.objects.get(text="Mer tid").pk)
    changes = {"summary": "Bättre ord\x00", "note-1": "Rättat", "hidden": [hurting], "took_part": 8}
    assert send(held, cast.rektor, sheet(held, cast.rektor, **changes)).status_code == 302
    text = page(cast.teachers[0], held)
    for told in ("Bättre ord", "Rättat", "8 personer", "1 av dem är dolt"):
        assert told in text
    assert "Mer tid" not in text
    send(held, cast.rektor, sheet(held, cast.rektor, hidden=[]))
    assert "Mer tid" in page(cast.teachers[0], held)


def test_what_is_refused_is_told_and_nothing_is_lost(held: Dialogue, cast: Cast) -> None:
    data = sheet(held, cast.rektor, took_part="många", summary="å" * 4001, decisions="Kvar")
    refused = send(held, cast.rektor, data)
    assert refused.status_code == 422
    assert "Texten är 4001 tecken" in refused.text
    assert "Skriv ett helt tal" in refused.text
    assert "Kvar</textarea>" in refused.text
    assert "å" * 4001 in refused.text
    held.refresh_from_db()
    assert held.decisions == "Ett möte i månaden."


def test_two_at_once_see_both_and_lose_nothing(held: Dialogue, cast: Cast) -> None:
    mine = sheet(held, cast.rektor, summary="Mina ord")
    send(held, cast.rektor, sheet(held, cast.rektor, summary="Deras ord", decisions="Deras beslut"))
    late = send(held, cast.rektor, mine)
    assert late.status_code == 409
    assert "Mina ord</textarea>" in late.text
    assert "<q>Deras ord</q>" in late.text
    assert "<q>Deras beslut</q>" in late.text
    held.refresh_from_db()
    assert held.summary == "Deras ord"
    again = mine | {"seen": re.search(r'name="seen" value="(\w+)"', late.text)[1]}
    assert send(held, cast.rektor, again).status_code == 302
    held.refresh_from_db()
    assert held.summary == "Mina ord"


# the report


def test_it_stands_in_the_units_report_when_the_leader_says_so(held: Dialogue, cast: Cast) -> None:
    assert not part(held).talks
    stored_report(held.round, cast.bjork)
    send(held, cast.rektor, sheet(held, cast.rektor, in_report="on"))
    reports = reverse("assessments:unit_report", args=["ekby", held.round_id, "bjorkskolan"])
    assert "Något har ändrats sedan" in as_(cast.teachers[0]).get(reports).text
    assert "Gör en ny version" not in as_(cast.teachers[0]).get(reports).text
    assert "Gör en ny version" in as_(cast.rektor).get(reports).text
    make = reverse("assessments:unit_report_make", args=["ekby", held.round_id, "bjorkskolan"])
    for user, orders in ((cast.teachers[0], 0), (cast.skolchef, 0), (cast.rektor, 1)):
        as_(user).post(make)
        assert held.round.report_orders.count() == orders
    assert "Gör en ny version" not in as_(cast.rektor).get(reports).text
    work()
    as_(cast.rektor).post(make)
    assert work() == 0
    first, second = QualityReport.objects.order_by("version")
    with first.file.open() as old, second.file.open() as new:
        before, after = (" ".join(text_of(file.read()).split()) for file in (old, new))
    told = ("Vi behöver prata oftare.", "Ett möte i månaden.", "Bra samtal", "I omgången 2,0")
    assert [each in before for each in told] == [False] * 4
    assert [each in after for each in told] == [True] * 4
    above = as_(cast.skolchef).get(reports)
    assert "Vi behöver prata oftare." in above.text
    assert first.sha256 in above.text
    old_one = reverse(
        "assessments:unit_report_version", args=["ekby", held.round_id, "bjorkskolan", 1]
    )
    assert as_(cast.skolchef).get(old_one).getvalue().startswith(b"%PDF")
    latest = reverse("assessments:unit_report_pdf", args=["ekby", held.round_id, "bjorkskolan"])
    second = as_(cast.rektor).get(latest)
    assert second.getvalue().startswith(b"%PDF")
    assert "version-2.pdf" in second["Content-Disposition"]


def test_what_is_hidden_leaves_every_version(held: Dialogue, cast: Cast, files: Path) -> None:
    send(held, cast.rektor, sheet(held, cast.rektor, in_report="on"))
    stored_report(held.round, cast.bjork)
    hurting = str(CheckOut.objects.get(text="Mer tid").pk)
    send(held, cast.rektor, sheet(held, cast.rektor, hidden=[hurting]))
    assert not QualityReport.objects.exclude(file="").exists()
    with stored_report(held.round, cast.bjork).file.open() as file:
        text = text_of(file.read())
    assert "Mer tid" not in text
    assert "1 av dem är dolt" in " ".join(text.split())


def test_the_report_tells_of_actions_needs_and_answers(held: Dialogue, cast: Cast) -> None:
    action = Action.objects.create(
        organisation=cast.organisation,
        unit=cast.bjork,
        level=Level.REKTOR,
        title="Mötesrunda",
        cause="Vi ses sällan.",
        responsible=cast.rektor,
        begins_on=today(),
        ends_on=today(),
        created_on=today(),
        round=held.round,
    )
    action.rows.create(factor=held.factor, row=1)
    action.follow_ups.create(made_on=today(), done="Två möten", status="ongoing")
    action.needs.create(
        level=Level.HUVUDMAN,
        text="Tid för möten",
        asked_on=today(),
        answered_on=today(),
        reason="Ni får en dag.",
    )
    with stored_report(held.round, cast.bjork).file.open() as file:
        own = " ".join(text_of(file.read()).split())
    with stored_report(held.round, None).file.open() as file:
        above = " ".join(text_of(file.read()).split())
    for told in ("Mötesrunda", "Vi ses sällan.", "Två möten", "Tid för möten", "Ni får en dag."):
        assert told in own
    assert "ansvarig: Rut" in own
    assert "Björkskolan. Tid för möten" in above
    assert "Ni får en dag." in above
    assert "Rut" not in above


# written up by hand


def write_up(user: User, round: Round, data: dict[str, object], unit: str = "lillskolan") -> Any:
    path = reverse("assessments:dialogue_write_up", args=["ekby"])
    path += f"?omgang={round.pk}&faktor=1&rad=2" + (f"&enhet={unit}" if unit else "")
    client = as_(user)
    got = client.get(path)
    if got.status_code != 200:
        return got
    seen = re.search(r'name="seen" value="(\w+)"', got.text)[1]
    return client.post(path, {"seen": seen, "agreed_on": str(today())} | data)


def test_those_who_met_without_the_portal_write_it_up(closed_round: Round, cast: Cast) -> None:
    agreed = overall()
    data = {
        "took_part": "2",
        "summary": "Vi sågs i lärarrummet.",
        f"step-{agreed.pk}": "3",
        f"reason-{agreed.pk}": "Vi ser det.",
    }
    for _click in range(2):
        assert write_up(cast.lill_rektor, closed_round, data).status_code == 302
    made = Dialogue.objects.get()
    assert (made.step, made.code, made.unit) == (DialogueStep.ENDED, None, cast.lill)
    assert [each.row for each in made.rows.all()] == [2]
    assert JointRating.objects.get(unit=cast.lill).step == 3
    text = page(cast.few[0], made)
    assert "Vi sågs i lärarrummet." in text
    assert "Vi ser det." in text


def test_what_a_group_agrees_on_is_its_own(closed_round: Round, cast: Cast) -> None:
    data = {"group": "Arbetslag Norr", f"step-{overall().pk}": "2"}
    assert write_up(cast.lill_rektor, closed_round, data).status_code == 302
    assert not JointRating.objects.exists()
    assert TableRating.objects.get().step == 2
    assert "Gruppens skattning" in page(cast.few[0], Dialogue.objects.get())


def test_writing_up_keeps_what_was_agreed_on_before(closed_round: Round, cast: Cast) -> None:
    row = Statement.objects.get(factor__slug="ansvar", row=1, level=Level.UNDERVISNING)
    JointRating.objects.create(
        round=closed_round, unit=cast.lill, statement=row, step=4, agreed_on=today()
    )
    write_up(cast.lill_rektor, closed_round, {f"step-{overall().pk}": "3"})
    assert sorted(JointRating.objects.values_list("step", flat=True)) == [3, 4]
    late = write_up(cast.lill_rektor, closed_round, {f"step-{row.pk}": "1", "seen": "gammalt"})
    assert late.status_code == 409
    assert Dialogue.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Skriv vad ni kom fram till"),
        ({"check_outs": "ett\ntvå\n\ntre\nfyra"}, "Det är 4 svar."),
        ({"summary": "x", "agreed_on": ""}, "Välj en dag."),
    ],
)
def test_what_cannot_be_written_up_is_told(
    closed_round: Round, cast: Cast, data: dict[str, object], told: str
) -> None:
    refused = write_up(cast.lill_rektor, closed_round, data)
    assert refused.status_code == 422
    assert told in refused.text
    assert not Dialogue.objects.exists()


def test_check_outs_that_are_typed_in_come_out_in_order(closed_round: Round, cast: Cast) -> None:
    write_up(cast.lill_rektor, closed_round, {"check_outs": "Ö\nA\nC\nB\nÅ"})
    made = Dialogue.objects.get()
    assert [each.text for each in made.check_outs.all()] == ["A", "B", "C", "Å", "Ö"]
    assert "5 svar" in page(cast.few[0], made)


def test_the_huvudman_writes_up_its_own(closed_round: Round, cast: Cast) -> None:
    own = Statement.objects.get(factor__slug="ansvar", row=1, level=Level.HUVUDMAN)
    data = {"summary": "Vi behöver ses.", f"step-{own.pk}": "2", "in_report": "on"}
    assert write_up(cast.admin, closed_round, data, unit="").status_code == 302
    made = Dialogue.objects.get(unit=None)
    assert "Vi behöver ses." in page(cast.skolchef, made)
    assert as_(cast.rektor).get(address(made)).status_code == 404
    assert part(made).talks[0].dialogue == made


def test_who_leads_nothing_writes_nothing_up(closed_round: Round, cast: Cast) -> None:
    start = reverse("assessments:dialogue_write_up", args=["ekby"])
    people = (cast.rektor, cast.admin, cast.skolchef, cast.teachers[0])
    assert [as_(user).get(start).status_code for user in people] == [200, 200, 403, 403]
    assert write_up(cast.few[0], closed_round, {}).status_code == 403
    assert write_up(cast.rektor, closed_round, {}).status_code == 404
    for bad in ("omgang=x&faktor=1", f"omgang={'9' * 30}&faktor=1", "omgang=1&faktor=1&enhet=%00"):
        assert as_(cast.rektor).get(f"{start}?{bad}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_tables_and_answers(
    held: Dialogue, cast: Cast, rows: int, django_assert_num_queries: Callable
) -> None:
    held.tables.all().delete()
    for number in range(1, rows + 1):
        table = held.tables.create(number=number, note="Sagt")
        table.ratings.create(statement=overall(), step=3)
        held.check_outs.create(text=f"Svar {number}")
    client = as_(cast.rektor)
    with django_assert_num_queries(19):
        assert client.get(address(held)).status_code == 200


def test_check_outs_that_nobody_has_read_through_wait_for_the_leader(held: Dialogue, cast: Cast):
    Dialogue.objects.update(revealed=False)
    held.refresh_from_db()
    assert "Svaren har inte visats än." in page(cast.teachers[0], held)
    assert SAID[0] not in page(cast.teachers[0], held)
    edit = as_(cast.rektor).get(address(held, "dialogue_outcome_edit")).text
    assert SAID[0] in edit
    as_(cast.rektor).post(address(held, "dialogue_outcome_edit"), sheet(held, cast.rektor))
    assert SAID[0] in page(cast.teachers[0], held)
