import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Assessment, Participation, Rating, Remark, Response, Round
from assessments.opening import (
    Refused,
    ask,
    askable,
    extend_round,
    open_round,
    remove_round,
    take_out,
)
from assessments.terms import RoundState
from factors.models import Edition
from portal.days import today
from portal.models import Membership, Unit, User
from portal.terms import Level, Role, SchoolForm
from tests.assessments.conftest import Answer, add_round
from tests.conftest import Cast, add_person, add_unit

DAY = datetime.timedelta(days=1)


@pytest.fixture
def draft(cast: Cast, edition: Edition) -> Round:
    """A draft that opens in a week, for all levels at Björkskolan and Lillskolan."""
    round = add_round(cast.organisation, edition)
    round.opened_at, round.opens_on = None, today() + 7 * DAY
    round.save()
    add_places(round, cast.bjork, cast.lill)
    return round


def add_places(round: Round, *units: Unit) -> None:
    Assessment.objects.create(round=round, level=Level.HUVUDMAN)
    for unit in units:
        for level in (Level.REKTOR, Level.UNDERVISNING):
            Assessment.objects.create(round=round, level=level, unit=unit)


def asked(round: Round, level: Level) -> set[User]:
    people = Participation.objects.filter(assessment__round=round, assessment__level=level)
    return {participation.user for participation in people}


def test_opening_asks_everybody_at_their_own_level(cast: Cast, draft: Round) -> None:
    assert open_round(draft) == 11
    assert asked(draft, Level.HUVUDMAN) == {cast.skolchef}
    assert asked(draft, Level.REKTOR) == {cast.rektor, cast.lill_rektor}
    assert asked(draft, Level.UNDERVISNING) == {*cast.teachers, *cast.few}


def test_everybody_asked_has_a_response_of_their_own(draft: Round) -> None:
    open_round(draft)
    pairs = Participation.objects.values_list("assessment", "response__assessment", "response")
    assert all(assessment == of_response for assessment, of_response, _response in pairs)
    assert len({response for *_rest, response in pairs}) == Response.objects.count() == 11


def test_a_rektor_who_also_teaches_is_asked_only_as_rektor_there(cast: Cast, draft: Round) -> None:
    for unit in (cast.bjork, cast.lill):
        Membership.objects.create(
            user=cast.rektor, organisation=cast.organisation, unit=unit, role=Role.UNDERVISNING
        )
    open_round(draft)
    places = Participation.objects.filter(user=cast.rektor).values_list(
        "assessment__level", "assessment__unit"
    )
    assert set(places) == {(Level.REKTOR, cast.bjork.pk), (Level.UNDERVISNING, cast.lill.pk)}


def test_those_who_have_left_are_not_asked(cast: Cast, draft: Round) -> None:
    cast.teachers[0].memberships.update(ended_on=today())
    User.objects.filter(pk=cast.teachers[1].pk).update(is_active=False)
    open_round(draft)
    assert asked(draft, Level.UNDERVISNING) == {*cast.teachers[2:], *cast.few}


def test_an_administrator_is_not_asked(cast: Cast) -> None:
    assert not askable(cast.organisation).filter(user=cast.admin).exists()


def test_a_round_opened_by_hand_has_today_as_its_first_day(draft: Round) -> None:
    open_round(draft)
    draft.refresh_from_db()
    assert (draft.state, draft.opens_on) == (RoundState.OPEN, today())


def test_a_round_opens_once(draft: Round) -> None:
    other = Round.objects.get(pk=draft.pk)
    open_round(draft)
    with pytest.raises(Refused, match="redan öppnad"):
        open_round(other)
    assert Participation.objects.count() == 11


def test_a_round_with_nobody_to_ask_stays_a_draft(cast: Cast, draft: Round) -> None:
    Membership.objects.exclude(role=Role.ADMIN).update(ended_on=today())
    with pytest.raises(Refused, match="ingen att fråga"):
        open_round(draft)
    draft.refresh_from_db()
    assert draft.state is RoundState.DRAFT


def test_a_round_whose_days_have_passed_does_not_open(draft: Round) -> None:
    Round.objects.update(opens_on=today() - 9 * DAY, closes_on=today() - DAY)
    with pytest.raises(Refused, match="har passerat"):
        open_round(draft)


def test_a_removed_round_does_not_open(draft: Round) -> None:
    Round.objects.all().delete()
    with pytest.raises(Refused, match="borttagen"):
        open_round(draft)


def test_opening_asks_many_people_with_few_queries(cast: Cast, draft: Round) -> None:
    """As many queries for 600 people more: rows are written in bulk."""
    users = User.objects.bulk_create(
        User(email=f"{number}@ekby.example", name=str(number)) for number in range(600)
    )
    Membership.objects.bulk_create(
        Membership(
            user=user, organisation=cast.organisation, role=Role.UNDERVISNING, unit=cast.bjork
        )
        for user in users
    )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert open_round(draft) == 611
    assert len(queries) <= 14


def test_the_last_day_moves_only_forward(draft: Round) -> None:
    open_round(draft)
    last = draft.closes_on
    extend_round(draft, last + DAY)
    assert Round.objects.get().closes_on == last + DAY
    with pytest.raises(Refused):
        extend_round(draft, last + DAY)


def test_a_round_past_its_last_day_is_extended_into_the_future_only(draft: Round) -> None:
    open_round(draft)
    Round.objects.update(opens_on=today() - 9 * DAY, closes_on=today() - 5 * DAY)
    with pytest.raises(Refused):
        extend_round(draft, today() - DAY)
    extend_round(draft, today())
    assert Round.objects.get().closes_on == today()


def test_a_draft_is_not_extended(draft: Round) -> None:
    with pytest.raises(Refused):
        extend_round(draft, draft.closes_on + DAY)


def test_an_open_round_without_answers_is_removed_whole(open_round: Round) -> None:
    remove_round(open_round)
    assert not Round.objects.exists()
    assert not Participation.objects.exists()
    assert not Response.objects.exists()


def test_a_round_with_an_answer_is_not_removed(
    cast: Cast, open_round: Round, answer: Answer
) -> None:
    answer(cast.teachers[0], None)
    with pytest.raises(Refused, match="Någon har svarat"):
        remove_round(open_round)
    assert Rating.objects.count() == 1


def test_a_comment_alone_is_an_answer_too(cast: Cast, open_round: Round, answer: Answer) -> None:
    participation = answer(cast.few[0], 4)
    rating = Rating.objects.get()
    Remark.objects.create(
        response=participation.response,
        statement=rating.statement,
        text="Så är det",
        token=rating.token,
    )
    rating.delete()
    with pytest.raises(Refused):
        remove_round(open_round)


def test_a_round_with_a_closed_unit_is_not_removed(cast: Cast, open_round: Round) -> None:
    open_round.assessments.filter(unit=cast.tall).update(closed_at=timezone.now())
    with pytest.raises(Refused, match="stängd"):
        remove_round(open_round)


def test_a_closed_round_is_not_removed(closed_round: Round) -> None:
    with pytest.raises(Refused, match="stängd"):
        remove_round(closed_round)


def test_somebody_who_starts_later_is_asked(cast: Cast, open_round: Round) -> None:
    new = add_person("Nils", cast.organisation, Role.UNDERVISNING, cast.bjork)
    place = open_round.assessments.get(unit=cast.bjork, level=Level.UNDERVISNING)
    participation = ask(place, new)
    assert participation.response is not None
    assert new in asked(open_round, Level.UNDERVISNING)
    with pytest.raises(Refused, match="redan"):
        ask(place, new)


def test_only_somebody_with_the_role_there_is_asked(cast: Cast, open_round: Round) -> None:
    place = open_round.assessments.get(unit=cast.bjork, level=Level.UNDERVISNING)
    for stranger in (cast.rektor, cast.few[0], cast.outsider, cast.admin):
        with pytest.raises(Refused):
            ask(place, stranger)


def test_who_is_taken_out_leaves_no_answer_behind(
    cast: Cast, open_round: Round, answer: Answer
) -> None:
    leaver = answer(cast.teachers[0], 4, 3)
    stays = answer(cast.teachers[1], 2)
    take_out(leaver)
    assert not Participation.objects.filter(pk=leaver.pk).exists()
    assert list(Rating.objects.values_list("response", flat=True)) == [stays.response_id]
    assert not Response.objects.filter(pk=leaver.response_id).exists()


def test_nobody_is_added_or_taken_out_when_it_is_closed(cast: Cast, closed_round: Round) -> None:
    new = add_person("Nils", cast.organisation, Role.UNDERVISNING, cast.bjork)
    place = closed_round.assessments.get(unit=cast.bjork, level=Level.UNDERVISNING)
    with pytest.raises(Refused):
        ask(place, new)
    with pytest.raises(Refused):
        take_out(Participation.objects.get(user=cast.rektor))


def test_a_unit_that_has_closed_early_takes_nobody_in(cast: Cast, open_round: Round) -> None:
    new = add_person("Nils", cast.organisation, Role.UNDERVISNING, cast.bjork)
    open_round.assessments.filter(unit=cast.bjork).update(closed_at=timezone.now())
    with pytest.raises(Refused):
        ask(open_round.assessments.get(unit=cast.bjork, level=Level.UNDERVISNING), new)


def test_a_unit_without_people_takes_part_with_nobody_asked(cast: Cast, draft: Round) -> None:
    empty = add_unit(cast.organisation, "Tomskolan", "tomskolan", SchoolForm.GR)
    place = Assessment.objects.create(round=draft, level=Level.UNDERVISNING, unit=empty)
    open_round(draft)
    assert not place.participations.exists()
