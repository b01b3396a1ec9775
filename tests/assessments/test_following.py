import pytest

from assessments.closing import close_unit
from assessments.following import Following, Standing, following
from assessments.models import Response, Round
from assessments.rates import rate_in_words, rounded
from portal.days import today
from portal.models import User
from portal.terms import Level, SchoolForm
from tests.assessments.conftest import Answer, hand_in_all, rate
from tests.conftest import Cast, add_unit


def follow(round: Round) -> Following:
    return following(round.assessments.all())


def words_of(asked: int, answered: int) -> str:
    return rate_in_words(asked, rounded(asked, answered))


def ask_more(round: Round, unit_name: str, count: int) -> None:
    """A school where `count` are asked as undervisning, besides the cast."""
    unit = add_unit(round.organisation, unit_name, unit_name.lower(), SchoolForm.GR)
    place = round.assessments.create(level=Level.UNDERVISNING, unit=unit)
    for number in range(count):
        user = User.objects.create_user(f"{number}@{unit_name.lower()}.example", str(number))
        response = Response.objects.create(assessment=place)
        place.participations.create(user=user, response=response)


def answer_at(round: Round, unit_name: str, count: int) -> None:
    place = round.assessments.get(unit__name=unit_name)
    for participation in place.participations.all()[:count]:
        rate(participation, 3)


@pytest.mark.parametrize(
    ("asked", "answered", "words"),
    [
        (9, 9, ""),
        (10, 0, "ungefär 20 % eller mindre"),
        (10, 3, "ungefär 40 %"),
        (10, 4, "ungefär 40 %"),
        (10, 10, "ungefär 80 % eller mer"),
        (19, 11, "ungefär 60 %"),
        (20, 0, "ungefär 10 % eller mindre"),
        (23, 14, "ungefär 60 %"),
        (20, 19, "ungefär 90 % eller mer"),
        (20, 20, "ungefär 90 % eller mer"),
    ],
)
def test_a_rate_is_rounded_and_tells_neither_all_nor_none(
    asked: int, answered: int, words: str
) -> None:
    assert words_of(asked, answered).replace("\xa0", " ") == words


def test_no_rate_tells_one_number_of_persons() -> None:
    for asked in range(10, 200):
        said = [words_of(asked, answered) for answered in range(asked + 1)]
        assert all(said.count(words) >= 2 for words in said)


def test_role_answers_are_told_by_name(cast: Cast, open_round: Round) -> None:
    Response.objects.filter(participation__user=cast.rektor).update(handed_in_on=today())
    units = {place.unit: place.voices for place in follow(open_round).units}
    assert [(voice.name, voice.handed_in_on) for voice in units[cast.bjork]] == [("Rut", today())]
    assert [(voice.name, voice.handed_in_on) for voice in units[cast.lill]] == [("Love", None)]


def test_nobody_who_answers_anonymously_is_named(cast: Cast, open_round: Round) -> None:
    Response.objects.update(handed_in_on=today())
    told = repr(follow(open_round))
    assert not [teacher.name for teacher in cast.teachers if teacher.name in told]


def test_a_unit_with_fewer_than_ten_asked_has_no_rate(
    cast: Cast, open_round: Round, answer: Answer
) -> None:
    before = follow(open_round)
    for teacher in cast.teachers:
        answer(teacher, 4)
    assert follow(open_round) == before
    assert {place.rate for place in before.units} == {""}


def test_a_unit_with_ten_asked_has_a_rate(open_round: Round) -> None:
    ask_more(open_round, "Storskolan", 20)
    answer_at(open_round, "Storskolan", 13)
    rates = {str(place.unit): (place.asked, place.rate) for place in follow(open_round).units}
    assert rates["Storskolan"] == (20, "ungefär 70\xa0%")


def test_units_too_few_together_are_left_out_of_the_total(open_round: Round) -> None:
    """The total would else tell of the eight in small units, by subtraction."""
    ask_more(open_round, "Storskolan", 20)
    total = follow(open_round).total
    assert total is not None
    assert (total.asked, total.everybody) == (20, False)


def test_units_that_are_enough_together_are_in_the_total(open_round: Round) -> None:
    ask_more(open_round, "Storskolan", 20)
    ask_more(open_round, "Tillskolan", 2)
    total = follow(open_round).total
    assert total is not None
    assert (total.asked, total.everybody) == (30, True)


def test_persons_at_two_small_units_count_once(cast: Cast, open_round: Round) -> None:
    ask_more(open_round, "Storskolan", 20)
    place = open_round.assessments.get(unit=cast.tall, level=Level.UNDERVISNING)
    for teacher in cast.teachers:
        place.participations.create(user=teacher)
    total = follow(open_round).total
    assert total is not None
    assert not total.everybody


def test_the_total_of_few_asked_has_no_rate(open_round: Round) -> None:
    total = follow(open_round).total
    assert total is not None
    assert total.rate == ""


def groups_of(round: Round) -> dict[str, list[str]]:
    return {
        str(each): [str(place.unit) for place in places] for each, places in follow(round).groups
    }


def test_units_are_grouped_by_the_rounded_rate_and_sorted_by_name(
    cast: Cast, open_round: Round
) -> None:
    for name, answered in (("Ö", 4), ("A", 4), ("B", 5), ("C", 12), ("D", 0)):
        ask_more(open_round, name, 10 if name == "A" else 20)
        answer_at(open_round, name, answered)
    assert groups_of(open_round) == {
        "under_half": ["A", "B", "D", "Ö"],
        "half": ["C"],
        "few": ["Björkskolan", "Lillskolan"],
        "nobody": ["Tallens förskola"],
    }


@pytest.mark.parametrize(
    ("answered", "standing"), [(8, Standing.UNDER_HALF), (9, Standing.HALF), (10, Standing.HALF)]
)
def test_a_group_tells_no_more_than_the_rate(
    open_round: Round, answered: int, standing: Standing
) -> None:
    """Nine of twenty reads "ungefär 50 %", as ten does."""
    ask_more(open_round, "Storskolan", 20)
    answer_at(open_round, "Storskolan", answered)
    (place,) = (place for place in follow(open_round).units if str(place.unit) == "Storskolan")
    assert place.standing is standing


def test_units_with_few_asked_are_in_one_group_whatever_they_answer(
    cast: Cast, open_round: Round, answer: Answer
) -> None:
    before = groups_of(open_round)
    for teacher in (*cast.teachers, *cast.few):
        answer(teacher, 4)
    assert groups_of(open_round) == before


def test_a_unit_that_closed_early_is_in_a_group_of_its_own(cast: Cast, open_round: Round) -> None:
    close_unit(open_round, cast.bjork)
    assert groups_of(open_round)["closed"] == ["Björkskolan"]


def test_who_has_not_handed_in_is_told_of_role_levels(cast: Cast, open_round: Round) -> None:
    hand_in_all(cast.rektor, *cast.teachers)
    close_unit(open_round, cast.tall)
    followed = follow(open_round)
    assert (followed.rektors, followed.rektors_handed_in) == (3, 1)
    missing = [voice.name for place in followed.units_missing for voice in place.missing]
    assert missing == ["Love"]
