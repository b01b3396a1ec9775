"""Before opening: the smallest group, units that are placed together, and what will be shown."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from assessments.closing import close_round, close_unit
from assessments.comments import comments
from assessments.disclosure import Status, figures
from assessments.foreseeing import forecast_of, what_will_happen
from assessments.models import Assessment, Comment, Participation, Remark, Round
from assessments.opening import Refused, open_round
from assessments.placing import companies_in, companies_of, place_together, take_apart
from assessments.terms import Outcome
from assessments.units import discontinue
from factors.models import Edition
from portal.models import AuditEvent, Unit
from portal.terms import Level, Role
from tests.assessments.conftest import Answer, add_round, overall, rate
from tests.assessments.test_rounds import admin, fields, sign_in, url
from tests.conftest import Cast, add_person

__all__ = ["admin", "fields"]


@pytest.fixture
def draft(cast: Cast, edition: Edition) -> Round:
    round = add_round(cast.organisation, edition)
    Round.objects.filter(pk=round.pk).update(opened_at=None)
    for unit in (cast.bjork, cast.lill, cast.tall):
        for level in (Level.REKTOR, Level.UNDERVISNING):
            Assessment.objects.create(round=round, level=level, unit=unit)
    return Round.objects.get()


def teach(round: Round, unit: Unit) -> Assessment:
    return round.assessments.get(unit=unit, level=Level.UNDERVISNING)


def forecast_names(draft: Round) -> tuple[list[str], list[str], list[str]]:
    found = forecast_of(draft)
    left = [found.left_out] if found.left_out else []
    alone, pooled, left_out = (
        [" + ".join(unit.name for unit in each.units) for each in part]
        for part in (found.alone, found.pooled, left)
    )
    return alone, pooled, left_out


# The floor


def test_a_round_is_made_with_the_floor_that_was_chosen(
    admin: Client, fields: dict[str, Any]
) -> None:
    admin.post(url("round_create"), fields | {"floor": "8"})
    made = Round.objects.get()
    assert made.floor == 8
    admin.post(url("round_edit", made.pk), fields | {"floor": "10"})
    assert Round.objects.get().floor == 10
    assert "minst 10 personer" in admin.get(url("round", made.pk)).content.decode()


@pytest.mark.parametrize(
    ("floor", "message"),
    [
        ("4", "Färre än 5 personer visas aldrig"),
        ("-1", "Färre än 5 personer visas aldrig"),
        ("31", "Skriv högst 30"),
        ("", "Skriv ett tal"),
        ("fem", "Skriv ett helt tal"),
    ],
)
def test_a_floor_that_makes_no_sense_is_told(
    admin: Client, fields: dict[str, Any], floor: str, message: str
) -> None:
    response = admin.post(url("round_create"), fields | {"floor": floor})
    assert (response.status_code, Round.objects.exists()) == (422, False)
    assert message in response.content.decode()


@pytest.mark.parametrize("floor", [0, 4, 31])
def test_the_database_keeps_the_floor_at_five_or_more(draft: Round, floor: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.update(floor=floor)


def test_the_floor_is_not_changed_once_the_round_is_open(
    admin: Client, fields: dict[str, Any]
) -> None:
    admin.post(url("round_create"), fields | {"floor": "8"})
    round = Round.objects.get()
    open_round(round)
    admin.post(url("round_edit", round.pk), fields | {"floor": "5"})
    assert Round.objects.get().floor == 8


def test_fewer_than_the_floor_are_pooled_and_a_statement_with_fewer_is_not_kept(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    Round.objects.update(floor=7)
    for number, teacher in enumerate(cast.teachers):
        answer(teacher, 4, *([4] if number else []))
    answer(cast.few[0], 4)
    close_round(open_round)
    first, second = overall(), second_question(open_round)
    shown = figures(open_round, [first, second])
    figure = shown.unit(cast.bjork.pk, Level.UNDERVISNING, first)
    assert (figure.distribution.n, figure.pooled_with) == (7, ("Lillskolan",))
    assert shown.unit(cast.bjork.pk, Level.UNDERVISNING, second).status is Status.FEW


def second_question(round: Round) -> Any:
    """The second question to the teaching level, which five answered above."""
    return round.factors.earliest("position").statements.get(row=1, level=Level.UNDERVISNING)


def test_six_are_too_few_where_the_floor_is_seven(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    Round.objects.update(floor=7)
    for teacher in cast.teachers:
        answer(teacher, 4)
    close_unit(open_round, cast.bjork)
    assert teach(open_round, cast.bjork).outcome == Outcome.PENDING
    close_round(open_round)
    assert teach(open_round, cast.bjork).outcome == Outcome.FEW


@pytest.mark.parametrize("page", ["results", "report"])
def test_pages_of_results_say_the_rounds_own_number(
    client: Client, closed_round: Round, cast: Cast, page: str
) -> None:
    Round.objects.update(floor=8)
    said = sign_in(client, cast.skolchef).get(url(page, closed_round.pk)).content.decode()
    assert "ärre än 8" in said
    assert "ärre än fem" not in said


# Placing together


def test_placed_units_are_one_group_and_both_keep_no_comments(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    place_open(open_round, cast.bjork, cast.lill)
    for person in (*cast.teachers, *cast.few):
        answer(person, 4)
    close_round(open_round)
    statement = overall()
    shown = figures(open_round, [statement])
    assert {
        shown.unit(unit.pk, Level.UNDERVISNING, statement).distribution.n
        for unit in (cast.bjork, cast.lill)
    } == {8}


def place_open(round: Round, *units: Unit) -> None:
    """As they were placed before the round opened."""
    round.assessments.filter(unit__in=units, level=Level.UNDERVISNING).update(company=1)


def test_nobody_who_was_told_that_comments_are_not_kept_has_them_kept(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    place_open(open_round, cast.bjork, cast.lill)
    for teacher in cast.teachers:
        written = answer(teacher, 4)
    Remark.objects.create(
        response=written.response, statement=overall(), text="Bara mellan oss", token=TOKEN
    )
    close_round(open_round)
    assert teach(open_round, cast.bjork).outcome == Outcome.SHOWN
    assert not Comment.objects.exists()
    assert not comments(open_round, cast.bjork, from_above=False)


TOKEN = "00000000-0000-0000-0000-000000000001"


def test_a_placed_unit_that_closes_early_waits_for_the_round(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    place_open(open_round, cast.bjork, cast.lill)
    for person in (*cast.teachers, *cast.few):
        answer(person, 4)
    assert what_will_happen(open_round, cast.bjork).pooled == (cast.bjork,)
    for unit in (cast.bjork, cast.lill):
        close_unit(open_round, unit)
        assert teach(open_round, unit).outcome == Outcome.PENDING
    close_round(open_round)
    blocks = {teach(open_round, unit).block for unit in (cast.bjork, cast.lill)}
    assert [block.answered for block in blocks if block] == [8]


def test_companies_grow_and_a_unit_left_by_all_stands_alone(draft: Round, cast: Cast) -> None:
    place_together(draft, cast.lill, cast.tall)
    place_together(draft, cast.bjork, cast.tall)
    assert companies_in(draft) == [[cast.bjork, cast.lill, cast.tall]]
    take_apart(draft, cast.lill)
    assert companies_in(draft) == [[cast.bjork, cast.tall]]
    take_apart(draft, cast.tall)
    assert companies_in(draft) == []


def test_two_companies_become_one(draft: Round, cast: Cast) -> None:
    fourth = Unit.objects.create(
        organisation=cast.organisation, name="Åskolan", slug="askolan", school_forms=("GR",)
    )
    Assessment.objects.create(round=draft, level=Level.UNDERVISNING, unit=fourth)
    place_together(draft, cast.bjork, cast.lill)
    place_together(draft, cast.tall, fourth)
    assert len(companies_in(draft)) == 2
    place_together(draft, cast.lill, fourth)
    assert companies_in(draft) == [[cast.bjork, cast.lill, cast.tall, fourth]]


def test_a_unit_that_leaves_the_draft_leaves_its_company(draft: Round, cast: Cast) -> None:
    place_together(draft, cast.lill, cast.tall)
    discontinue(cast.tall)
    assert companies_of(draft) == {}


def test_editing_a_draft_keeps_companies_of_those_who_stay(
    admin: Client, draft: Round, cast: Cast, fields: dict[str, Any]
) -> None:
    place_together(draft, cast.lill, cast.tall)
    units = [cast.bjork.pk, cast.lill.pk, cast.tall.pk]
    admin.post(url("round_edit", draft.pk), fields | {"units": units})
    assert companies_in(draft) == [[cast.lill, cast.tall]]
    admin.post(url("round_edit", draft.pk), fields | {"units": units[:2]})
    assert companies_of(draft) == {}


def test_nothing_is_placed_in_a_round_that_has_opened(open_round: Round, cast: Cast) -> None:
    with pytest.raises(Refused):
        place_together(open_round, cast.bjork, cast.lill)
    with pytest.raises(Refused):
        take_apart(open_round, cast.bjork)
    assert companies_of(open_round) == {}


def test_the_database_places_only_anonymous_voices(draft: Round) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.assessments.filter(level=Level.REKTOR).update(company=1)


# What will be shown


def test_what_will_be_shown_is_told_from_who_can_be_asked(draft: Round, cast: Cast) -> None:
    assert forecast_names(draft) == ([], ["Björkskolan + Lillskolan"], [])
    for name in ("Nils", "Nora", "Nina"):
        add_person(name, cast.organisation, Role.UNDERVISNING, cast.lill)
    assert forecast_names(draft) == (["Björkskolan", "Lillskolan"], [], [])
    Round.objects.update(floor=6)
    draft.refresh_from_db()
    assert forecast_names(draft) == ([], ["Björkskolan + Lillskolan"], [])
    Round.objects.update(floor=12)
    draft.refresh_from_db()
    assert forecast_names(draft) == ([], [], ["Björkskolan + Lillskolan"])


def test_what_is_foreseen_is_what_closing_does_when_all_answer(draft: Round, cast: Cast) -> None:
    for name in ("Nils", "Nora", "Nina"):
        add_person(name, cast.organisation, Role.UNDERVISNING, cast.tall)
    place_together(draft, cast.lill, cast.tall)
    foreseen = forecast_names(draft)
    assert foreseen == (["Björkskolan"], ["Lillskolan + Tallens förskola"], [])
    open_round(draft)
    for participation in Participation.objects.filter(assessment__level=Level.UNDERVISNING):
        rate(participation, 4)
    close_round(draft)
    blocks = draft.blocks.filter(level=Level.UNDERVISNING)
    assert sorted(
        " + ".join(each.unit.name for each in block.assessments.order_by("unit__sort_key"))
        for block in blocks
    ) == ["Björkskolan", "Lillskolan + Tallens förskola"]


# The page


def test_units_are_placed_together_and_taken_apart_on_a_page(
    admin: Client, draft: Round, cast: Cast
) -> None:
    page = admin.get(url("round", draft.pk)).content.decode()
    assert url("placements", draft.pk) in page
    response = admin.post(
        url("placements", draft.pk),
        {"unit": "lillskolan", "other": "tallens-forskola"},
        follow=True,
    )
    assert "Lillskolan och Tallens förskola räknas ihop." in response.content.decode()
    assert companies_in(draft) == [[cast.lill, cast.tall]]
    assert AuditEvent.objects.latest("pk").verb == "round.changed"
    admin.post(url("placement_remove", draft.pk, "lillskolan"))
    assert companies_of(draft) == {}


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Välj en enhet."),
        ({"unit": "lillskolan"}, "Välj den enhet som den ska räknas ihop med."),
        ({"unit": "lillskolan", "other": "lillskolan"}, "Välj två olika enheter."),
        ({"unit": "lillskolan", "other": "annanskolan"}, "inte med i omgången längre"),
    ],
)
def test_a_wrong_choice_of_units_is_told(
    admin: Client, draft: Round, sent: dict[str, str], message: str
) -> None:
    response = admin.post(url("placements", draft.pk), sent)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert companies_of(draft) == {}


def test_placing_in_a_round_that_opened_meanwhile_is_refused(
    admin: Client, open_round: Round
) -> None:
    sent = {"unit": "bjorkskolan", "other": "lillskolan"}
    page = admin.post(url("placements", open_round.pk), sent, follow=True).content.decode()
    assert "Omgången har öppnat" in page
    page = admin.post(url("placement_remove", open_round.pk, "lillskolan"), follow=True)
    assert "Omgången har öppnat" in page.content.decode()


def test_those_who_are_placed_together_are_told_before_they_answer(
    client: Client, open_round: Round, cast: Cast
) -> None:
    place_open(open_round, cast.bjork, cast.lill)
    asked = Participation.objects.get(user=cast.teachers[0])
    page = sign_in(client, cast.teachers[0]).get(url("participation", asked.pk)).content.decode()
    assert "Svaren från Björkskolan räknas ihop med dem från Lillskolan" in page


@pytest.mark.parametrize("units", [1, 3])
def test_queries_of_the_page(
    admin: Client,
    cast: Cast,
    draft: Round,
    django_assert_num_queries: Callable[[int], Any],
    units: int,
) -> None:
    if units == 1:
        draft.assessments.exclude(unit=cast.bjork).delete()
    else:
        place_together(draft, cast.lill, cast.tall)
    with django_assert_num_queries(8):
        admin.get(url("placements", draft.pk))
